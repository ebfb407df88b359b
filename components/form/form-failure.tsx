import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { Failure } from "@/components/trpc/failure";
import css from "./form.module.css";

/** What the fields themselves cannot say: the refusal in words, complaints without a field, the reference. */
export function FormFailure({ failure }: { failure: Failure }) {
  return (
    <Alert
      role="alert"
      variant="light"
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      classNames={{ message: css.message ?? "" }}
    >
      {failure.message}
      {failure.issues.map((issue) => (
        <div key={`${issue.path} ${issue.message}`}>{issue.message}</div>
      ))}
      {failure.code === "INTERNAL_SERVER_ERROR" || !failure.reference ? null : (
        <div className={css.reference}>Reference {failure.reference}</div>
      )}
    </Alert>
  );
}
