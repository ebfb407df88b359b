"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { formatNumber } from "@/components/ui/format/words";
import { archiveInput } from "@/server/workflows/rollout/schema";
import { type ActPart, done } from "./act-part";
import { ReasonDialog } from "./reason-dialog";

export function ArchiveDialog({ kind, ...part }: ActPart & { kind: "archive" | "unarchive" }) {
  const trpc = useTRPC();
  const { workflow, openRuns } = part.view;
  const archive = useMutation(trpc.workflows.archive.mutationOptions());
  const unarchive = useMutation(trpc.workflows.unarchive.mutationOptions());
  const isAway = kind === "archive";
  return (
    <ReasonDialog
      title={isAway ? `Archive “${workflow.title}”?` : `Bring “${workflow.title}” back?`}
      verb={isAway ? "Archive" : "Bring back"}
      schema={archiveInput}
      initialValues={{ reason: "" }}
      toInput={({ reason }) => ({ workflowId: workflow.id, reason })}
      send={(input): Promise<unknown> => (isAway ? archive : unarchive).mutateAsync(input)}
      onClose={part.onClose}
      onSent={done(part, isAway ? "Archived" : "Brought back")}
    >
      {isAway
        ? `It takes no new applications and no decision requests from this moment${openRuns > 0 ? `; ${formatNumber(openRuns)} open ${openRuns === 1 ? "run goes" : "runs go"} on to the end` : ""}. Everything it decided stays readable.`
        : `It takes starts again at once${workflow.liveVersion === null ? " when a version is live" : `, with version ${workflow.liveVersion}`}.`}
    </ReasonDialog>
  );
}
