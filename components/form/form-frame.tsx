import { Button, Group, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import type { Failure } from "@/components/trpc/failure";
import { FormFailure } from "./form-failure";

interface FormFrameProps {
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  isSending: boolean;
  failure: Failure | undefined;
  /** The verb on the button. */
  verb: string;
  /** What happened last, such as *Saved*. */
  said?: ReactNode;
  onCancel?: (() => void) | undefined;
  /** Nothing to send yet: the button waits. */
  isIdle?: boolean;
  children: ReactNode;
}

/** Rows of a form, what went wrong, and its buttons. */
export function FormFrame(props: FormFrameProps) {
  const { onSubmit, isSending, failure, verb, said, onCancel, isIdle = false, children } = props;
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        {children}
        {failure && <FormFailure failure={failure} />}
        <Group justify={onCancel ? "flex-end" : "flex-start"} gap="xs">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button type="submit" loading={isSending} disabled={isIdle}>
            {verb}
          </Button>
          <span role="status" style={{ color: "var(--gh-ink-3)" }}>
            {said}
          </span>
        </Group>
      </Stack>
    </form>
  );
}
