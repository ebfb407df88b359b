"use client";

import { NumberInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { challengerInput, versionChangeInput } from "@/server/workflows/rollout/schema";
import { type ActPart, done } from "./act-part";
import { ReasonDialog } from "./reason-dialog";

export function RunShadow({ version, ...part }: ActPart & { version: number }) {
  const trpc = useTRPC();
  const { id } = part.view.workflow;
  const send = useMutation(trpc.workflows.runShadow.mutationOptions());
  return (
    <ReasonDialog
      title={`Run version ${version} in the shadow?`}
      verb="Run in the shadow"
      schema={versionChangeInput}
      initialValues={{ reason: "" }}
      toInput={({ reason }) => ({ workflowId: id, version, reason })}
      send={send.mutateAsync}
      onClose={part.onClose}
      onSent={done(part, `Version ${version} runs in the shadow`)}
    >
      It runs silently beside every new run of the live version: it is told the same answers, asks nobody,
      opens no case, sends nothing and decides nothing. You see what it would have decided.
    </ReasonDialog>
  );
}

export function RunChallenger({ version, ...part }: ActPart & { version: number }) {
  const trpc = useTRPC();
  const { view } = part;
  const { id } = view.workflow;
  const send = useMutation(trpc.workflows.runChallenger.mutationOptions());
  const ask = useMutation(trpc.workflows.requestReview.mutationOptions());
  const approved =
    view.review?.state === "approved" &&
    view.review.change.kind === "challenger" &&
    view.review.change.version === version
      ? view.review.change.percent
      : undefined;
  const mustAsk = view.needsApproval && approved === undefined;
  return (
    <ReasonDialog
      title={`Let version ${version} decide about a share of the parties`}
      verb={mustAsk ? "Request review" : "Run as challenger"}
      schema={challengerInput}
      initialValues={{ reason: "", percent: (approved ?? 10) as number | string }}
      toInput={({ reason, percent }) => ({ workflowId: id, version, reason, percent: Number(percent) })}
      send={({ workflowId, version, percent, reason }) =>
        mustAsk
          ? ask.mutateAsync({
              workflowId,
              change: { kind: "challenger", version, percent },
              note: reason,
            })
          : send.mutateAsync({ workflowId, version, percent, reason })
      }
      onClose={part.onClose}
      onSent={done(part, mustAsk ? "The review was requested" : `Version ${version} is the challenger`)}
      fields={(form) => (
        <NumberInput
          label="Share of the parties"
          suffix=" %"
          min={1}
          max={99}
          allowDecimal={false}
          readOnly={approved !== undefined}
          {...form.getInputProps("percent")}
        />
      )}
    >
      A party always meets the same version, however often it comes. Raising the share only adds parties.
      There is one challenger at a time.
    </ReasonDialog>
  );
}

export function EndRollout({ version, ...part }: ActPart & { version: number }) {
  const trpc = useTRPC();
  const { id } = part.view.workflow;
  const send = useMutation(trpc.workflows.endRollout.mutationOptions());
  return (
    <ReasonDialog
      title={`Stop running version ${version} beside the live one?`}
      verb="Stop it"
      schema={versionChangeInput}
      initialValues={{ reason: "" }}
      toInput={({ reason }) => ({ workflowId: id, version, reason })}
      send={send.mutateAsync}
      onClose={part.onClose}
      onSent={done(part, `Version ${version} runs beside the live one no more`)}
    >
      Runs that are under way go on to their end. New ones begin with the live version.
    </ReasonDialog>
  );
}
