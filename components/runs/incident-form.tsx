import { Alert, Button, Group, Select, Textarea } from "@mantine/core";
import { IconBoltOff } from "@tabler/icons-react";
import { useState } from "react";
import type { Failure } from "@/components/trpc/failure";
import type { RunView } from "@/server/runs/schema";
import classes from "./incident-form.module.css";

type Incident = RunView["incidents"][number];
export type IncidentAnswer = { action: "retry" } | { action: "skip"; outlet: string };

/** A run that stopped, and what a person can do about it: ask again, or send it on by hand, with a reason. */
export function IncidentForm({
  incident,
  title,
  failure,
  isSending,
  onAnswer,
}: {
  incident: Incident;
  /** The node's title. */
  title: string;
  failure: Failure | undefined;
  isSending: boolean;
  onAnswer: (answer: IncidentAnswer, reason: string) => void;
}) {
  const [reason, setReason] = useState("");
  const [outlet, setOutlet] = useState<string | null>(null);
  const [isChecked, setChecked] = useState(false);
  const isReasonMissing = reason.trim().length < 3;
  const send = (answer: IncidentAnswer) => {
    setChecked(true);
    if (!isReasonMissing) onAnswer(answer, reason.trim());
  };
  return (
    <Alert
      variant="default"
      icon={<IconBoltOff size={18} aria-hidden />}
      title={`${title} needs attention`}
      className={classes.incident ?? ""}
    >
      <p className={classes.what}>{incident.reason}</p>
      <Textarea
        label="What you do, and why"
        description="Kept in the audit trail."
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={isChecked && isReasonMissing ? "Say why, in a few words." : undefined}
      />
      {failure && (
        <p className={classes.failure} role="alert">
          {failure.message}
        </p>
      )}
      <Group gap="xs" mt="xs" align="end">
        <Button size="xs" loading={isSending} onClick={() => send({ action: "retry" })}>
          Try again
        </Button>
        {incident.outlets.length > 0 && (
          <>
            <Select
              size="xs"
              aria-label="Way out"
              placeholder="Send on by…"
              data={incident.outlets.map(({ key, title }) => ({ value: key, label: title }))}
              value={outlet}
              onChange={setOutlet}
            />
            <Button
              size="xs"
              variant="default"
              disabled={outlet === null}
              loading={isSending}
              onClick={() => outlet !== null && send({ action: "skip", outlet })}
            >
              Send on
            </Button>
          </>
        )}
      </Group>
    </Alert>
  );
}
