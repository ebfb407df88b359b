import { Alert, Button, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { ReasonField } from "@/components/form/reason-field";
import { formatCount } from "@/components/ui/format/words";
import type { RunRow } from "@/server/runs/schema";
import css from "./runs.module.css";

export type BulkAct = "retry" | "cancel";

interface Done {
  run: RunRow;
  /** Why it was not done; none when it was. */
  failure: string | null;
}

const words = {
  retry: {
    question: (count: string) => `Try ${count} again?`,
    text: "Whatever stopped each of them is asked once more. A vendor may charge for each question.",
    verb: "Try again",
    done: "Tried again",
  },
  cancel: {
    question: (count: string) => `Cancel ${count}?`,
    text: "Each ends where it stands, without a decision: open cases close, applicants can no longer answer. A cancelled run never moves again.",
    verb: "Cancel the runs",
    done: "Cancelled",
  },
};

interface BulkDialogProps {
  act: BulkAct;
  runs: readonly RunRow[];
  /** Does it for one run; answers why not, or nothing. */
  perform: (run: RunRow, reason: string) => Promise<string | null>;
  onClose: () => void;
}

/** One act on many runs: asked once, done one after the other, told for each. */
export function BulkDialog({ act, runs, perform, onClose }: BulkDialogProps) {
  const [reason, setReason] = useState("");
  const [isChecked, setChecked] = useState(false);
  const [done, setDone] = useState<Done[]>();
  const [isStopped, setStopped] = useState(false);
  const stop = useRef(false);
  const count = formatCount(runs.length, "run");
  const isMissing = reason.trim().length < 3;
  const isUnderWay = done !== undefined && done.length < runs.length && !isStopped;

  const begin = async () => {
    setChecked(true);
    if (isMissing) return;
    const told: Done[] = [];
    setDone(told);
    for (const run of runs) {
      if (stop.current) break;
      told.push({ run, failure: await perform(run, reason.trim()) });
      setDone([...told]);
    }
    setStopped(stop.current);
  };
  const failed = done?.filter(({ failure }) => failure !== null) ?? [];
  return (
    <Modal
      opened
      onClose={onClose}
      title={words[act].question(count)}
      size={560}
      closeOnClickOutside={!isUnderWay}
      closeOnEscape={!isUnderWay}
      withCloseButton={!isUnderWay}
    >
      <Stack gap="md">
        {done === undefined ? (
          <>
            <Text>{words[act].text}</Text>
            <ReasonField
              description="Kept in the audit trail of each run."
              data-autofocus
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              error={isChecked && isMissing ? "Say why, in a few words." : undefined}
            />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                {act === "cancel" ? "Keep them" : "Not now"}
              </Button>
              <Button {...(act === "cancel" && { color: "red" })} onClick={() => void begin()}>
                {words[act].verb}
              </Button>
            </Group>
          </>
        ) : (
          <>
            <div aria-live="polite">
              <Text>
                {done.length} of {runs.length} done
                {failed.length > 0 && `, ${failed.length} of them refused`}
              </Text>
            </div>
            <Progress value={(100 * done.length) / runs.length} aria-label="Progress" />
            {isStopped && (
              <Alert variant="default" title="Stopped">
                {formatCount(runs.length - done.length, "run was", "runs were")} left as they are.
              </Alert>
            )}
            <ul className={css.results}>
              {done.map(({ run, failure }) => (
                <li key={run.id} data-failed={failure !== null || undefined}>
                  {failure === null ? (
                    <IconCircleCheck size={16} aria-label="Done" />
                  ) : (
                    <IconCircleX size={16} aria-label="Not done" />
                  )}
                  <Link href={`/runs/${run.id}`}>{run.party.name}</Link>
                  <span>{failure ?? words[act].done}</span>
                </li>
              ))}
            </ul>
            <Group justify="flex-end" gap="xs">
              {isUnderWay ? (
                <Button
                  variant="default"
                  onClick={() => {
                    stop.current = true;
                  }}
                >
                  Stop after this one
                </Button>
              ) : (
                <Button onClick={onClose}>Done</Button>
              )}
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}
