import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ReasonField } from "@/components/form/reason-field";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureText } from "@/components/ui/failure-text";
import { tell } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import { whoMay } from "./run-incidents";

/** Ends a run, once it is said what is lost and why. */
export function CancelRun({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayCancel = useCan("runs.cancel");
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [isChecked, setChecked] = useState(false);
  const cancel = useMutation(
    trpc.runs.cancel.mutationOptions({
      onSuccess: () => {
        setOpen(false);
        tell("The run is cancelled.");
        return queries.invalidateQueries(trpc.runs.pathFilter());
      },
    }),
  );
  const isMissing = reason.trim().length < 3;
  if (!mayCancel)
    return (
      <Button
        size="xs"
        variant="default"
        data-disabled
        title={`Only ${whoMay("runs.cancel")} can cancel a run.`}
        disabled
      >
        Cancel the run
      </Button>
    );
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        Cancel the run
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title="Cancel this run?" size={480}>
        <Stack gap="md">
          <Text>
            It ends where it stands, without a decision: an open case closes, and the applicant can no longer
            answer. A cancelled run never moves again.
          </Text>
          <ReasonField
            description="Kept in the audit trail."
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={isChecked && isMissing ? "Say why, in a few words." : undefined}
          />
          {cancel.error && <FailureText>{failureOf(cancel.error).message}</FailureText>}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setOpen(false)}>
              Keep it
            </Button>
            <Button
              color="red"
              loading={cancel.isPending}
              onClick={() => {
                setChecked(true);
                if (!isMissing) cancel.mutate({ runId, reason: reason.trim() });
              }}
            >
              Cancel the run
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
