"use client";

import { Alert, Button, Group } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { type Failure, failureOf } from "@/components/trpc/failure";
import { Confirm } from "@/components/ui/confirm";
import { FailureState } from "@/components/ui/failure-state";
import { IconButton } from "@/components/ui/icon-button";
import { useKeys } from "@/components/ui/keys";
import { tell, tellFailure } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import type { DraftView } from "@/server/workflows/draft/schema";
import { DocumentEditor } from "./document-editor";
import { LifecycleDialogs } from "./lifecycle-dialogs";
import { ReviewBanner } from "./review-banner";
import { useDraftLease } from "./use-draft-lease";
import { useLifecycle } from "./use-lifecycle";
import { isInReview } from "./version-acts";
import { WorkflowSkeleton } from "./workflow-skeleton";

/** The draft as the document it is, with what is wrong with it beside. */
export function DraftPage({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
  const mayEdit = useCan("workflows.edit");
  const query = useQuery(
    trpc.workflows.draft.queryOptions({ workflowId }, { refetchOnWindowFocus: false, gcTime: 0 }),
  );
  if (query.error && !query.data) {
    const { message, reference } = failureOf(query.error);
    return <FailureState message={message} reference={reference} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <WorkflowSkeleton />;
  return (
    <Draft
      workflowId={workflowId}
      draft={query.data}
      mayEdit={mayEdit}
      reload={() => query.refetch().then(({ data }) => data)}
    />
  );
}

const textOf = ({ document }: DraftView) => JSON.stringify(document, null, 2);

interface DraftProps {
  workflowId: string;
  draft: DraftView;
  mayEdit: boolean;
  reload: () => Promise<DraftView | undefined>;
}

function Draft({ workflowId, draft, mayEdit: mayEditDraft, reload }: DraftProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const lifecycle = useLifecycle(workflowId);
  const review = lifecycle.view?.review;
  const isReviewed = isInReview(lifecycle.view);
  const mayEdit = mayEditDraft && !isReviewed;
  const { device, lease, isMine, takeOver } = useDraftLease(workflowId, mayEdit);
  const [known, setKnown] = useState(draft);
  const [text, setText] = useState(() => textOf(draft));
  const [failure, setFailure] = useState<Failure>();
  const [isLeaving, setIsLeaving] = useState(false);
  const isDirty = text !== textOf(known);
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isDirty]);

  const take = async () => {
    const next = await reload();
    if (!next) return;
    setKnown(next);
    setText(textOf(next));
    setFailure(undefined);
  };
  const onError = (error: unknown) => setFailure(failureOf(error));
  const after = () => {
    void client.invalidateQueries(trpc.workflows.lifecycle.pathFilter());
    return take();
  };
  const save = useMutation(trpc.workflows.saveDraft.mutationOptions({ onSuccess: after, onError }));
  const undo = useMutation(trpc.workflows.undoDraft.mutationOptions({ onSuccess: after, onError }));
  const redo = useMutation(trpc.workflows.redoDraft.mutationOptions({ onSuccess: after, onError }));
  const isBusy = save.isPending || undo.isPending || redo.isPending;
  const canSave = mayEdit && isMine && isDirty && !isBusy;

  const onSave = () => {
    if (!canSave || device === undefined) return;
    let document: Record<string, unknown>;
    try {
      document = JSON.parse(text) as Record<string, unknown>;
    } catch {
      tellFailure("This is no JSON yet: see the line beside the text.");
      return;
    }
    save.mutate(
      { workflowId, revision: known.revision, device, document },
      { onSuccess: ({ revision }) => tell(`Saved as revision ${revision}`) },
    );
  };
  useKeys("Draft", [{ keys: "mod+s", label: "Save the draft", run: onSave, always: true }]);
  const step = { workflowId, revision: known.revision, ...(device !== undefined && { device }) };
  return (
    <PageFrame
      title={`Draft of ${known.document.title}`}
      note={
        known.revision === 0
          ? `Saving begins a draft from version ${known.basedOn}`
          : `Revision ${known.revision}${isDirty ? ", changed here" : ""}`
      }
      crumbs={[
        { title: known.document.title, href: `/workflows/${workflowId}/versions` },
        { title: "Draft" },
      ]}
      actions={
        <Group gap="xs">
          {mayEdit && (
            <>
              <IconButton
                label="Undo the last saved change"
                icon={IconArrowBackUp}
                disabled={!isMine || isDirty || isBusy || !known.canUndo}
                onClick={() => undo.mutate(step)}
              />
              <IconButton
                label="Redo what was undone"
                icon={IconArrowForwardUp}
                disabled={!isMine || isDirty || isBusy || !known.canRedo}
                onClick={() => redo.mutate(step)}
              />
            </>
          )}
          <Button component={Link} href={`/workflows/${workflowId}/versions`} variant="default">
            Versions
          </Button>
          {mayEdit && (
            <Button onClick={onSave} loading={save.isPending} disabled={!canSave}>
              Save
            </Button>
          )}
        </Group>
      }
    >
      {mayEdit && lease && !isMine && (
        <Alert color="yellow" mb="md" title={`${lease.holder} is editing this draft`} role="status">
          You can read it. Take it over to change it; {lease.holder} can then no longer save.
          <div style={{ marginTop: 8 }}>
            <Button
              size="xs"
              variant="default"
              onClick={() =>
                void takeOver()
                  .then(take)
                  .catch((error: unknown) => tellFailure(failureOf(error).message))
              }
            >
              Take over
            </Button>
          </div>
        </Alert>
      )}
      {review && isReviewed && <ReviewBanner lifecycle={lifecycle} review={review} place="builder" />}
      {failure && (
        <Alert color="red" mb="md" title="Not saved" role="alert">
          {failure.message}
          {failure.code === "CONFLICT" && (
            <Group gap="xs" mt="xs">
              <Button size="xs" variant="default" onClick={() => void navigator.clipboard.writeText(text)}>
                Copy my text
              </Button>
              <Button size="xs" variant="default" onClick={() => setIsLeaving(true)}>
                Load the newer draft
              </Button>
            </Group>
          )}
        </Alert>
      )}
      <DocumentEditor
        workflowId={workflowId}
        text={text}
        onChange={setText}
        isReadOnly={!mayEdit || !isMine}
        mayCheck={mayEdit}
        refused={failure?.issues ?? []}
      />
      <Confirm
        opened={isLeaving}
        onClose={() => setIsLeaving(false)}
        title="Load the newer draft?"
        verb="Load it"
        onConfirm={() => {
          setIsLeaving(false);
          void take();
        }}
      >
        Your text here is replaced. Copy it first if you want to make your change again.
      </Confirm>
      <LifecycleDialogs lifecycle={lifecycle} />
    </PageFrame>
  );
}
