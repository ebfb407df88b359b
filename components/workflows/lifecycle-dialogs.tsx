"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { Confirm } from "@/components/ui/confirm";
import { tell } from "@/components/ui/tell";
import { ActDialog } from "./act-dialogs";
import { MigrationDialog } from "./migration-dialog";
import { PublishDialog } from "./publish-dialog";
import type { Lifecycle } from "./use-lifecycle";

/** The dialog of whatever somebody is about to do with a workflow's versions. */
export function LifecycleDialogs({
  lifecycle,
  draftRevision,
  onPublished,
}: {
  lifecycle: Lifecycle;
  /** The draft's revision where it is edited: saving what was not saved yet has moved it on. */
  draftRevision?: number;
  onPublished?: () => void;
}) {
  const { workflowId, view, close } = lifecycle;
  const act =
    draftRevision !== undefined && lifecycle.act && "revision" in lifecycle.act
      ? { ...lifecycle.act, revision: draftRevision }
      : lifecycle.act;
  const refresh = () => void lifecycle.refresh();
  if (!view || !act) return null;
  switch (act.kind) {
    case "publish":
      return (
        <PublishDialog
          workflowId={workflowId}
          revision={act.revision}
          onClose={close}
          onDone={() => {
            refresh();
            onPublished?.();
          }}
        />
      );
    case "migrate":
      return (
        <MigrationDialog
          workflowId={workflowId}
          toVersion={act.version}
          migrationId={act.migrationId}
          onDone={refresh}
          onClose={() => {
            close();
            refresh();
          }}
        />
      );
    case "discard":
      return <DiscardDraft lifecycle={lifecycle} revision={act.revision} />;
    default:
      return <ActDialog view={view} act={act} onClose={close} onDone={refresh} />;
  }
}

function DiscardDraft({ lifecycle, revision }: { lifecycle: Lifecycle; revision: number }) {
  const { workflowId, close, refresh } = lifecycle;
  const trpc = useTRPC();
  const discard = useMutation(trpc.workflows.discardDraft.mutationOptions({ onSettled: refresh }));
  return (
    <Confirm
      opened
      onClose={close}
      title="Discard the draft?"
      verb="Discard"
      isBusy={discard.isPending}
      failure={discard.error ? failureOf(discard.error).message : undefined}
      onConfirm={() =>
        discard.mutate(
          { workflowId, revision },
          {
            onSuccess: () => {
              tell("The draft was discarded");
              close();
            },
          },
        )
      }
    >
      Everything that was changed since the version it began with is given up. The live version is not
      touched.
    </Confirm>
  );
}
