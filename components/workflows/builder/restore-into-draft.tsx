"use client";

import { Loader, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { tell } from "@/components/ui/tell";
import type { SideName } from "@/server/workflows/differences/schema";
import { RestoreDialog } from "../restore-dialog";
import type { Builder } from "./use-builder";

/** Brings back what a version or a checkpoint said, as one step. Its text is long, so it is asked for when it is wanted. */
export function RestoreIntoDraft({
  builder,
  from,
  title,
  onClose,
}: {
  builder: Builder;
  from: SideName;
  title: string;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const { workflowId, parts } = builder;
  const query = useQuery(trpc.workflows.compare.queryOptions({ workflowId, from, to: from }));
  if (!query.data)
    return (
      <Modal opened onClose={onClose} title={`Bring back from ${title}`}>
        {query.error ? (
          <FailureState message={failureOf(query.error).message} onRetry={() => void query.refetch()} />
        ) : (
          <Loader size="sm" aria-label={`Loading ${title}`} />
        )}
      </Modal>
    );
  return (
    <RestoreDialog
      draft={parts}
      from={inZoneOf(query.data.from, parts.document.settings.timeZone)}
      onClose={onClose}
      onRestore={(restored, words) => {
        builder.edit(words, () => restored);
        tell(`${words}. Undo takes it back.`);
        onClose();
      }}
    />
  );
}

/** The time zone is the workspace's, written in at publish: it is no difference of the policy. */
const inZoneOf = <S extends { document: Builder["parts"]["document"] }>(side: S, timeZone: string): S => ({
  ...side,
  document: { ...side.document, settings: { ...side.document.settings, timeZone } },
});
