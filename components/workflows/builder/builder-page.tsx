"use client";

import { Button, Group } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { useClock } from "@/components/ui/format/clock";
import { tellFailure } from "@/components/ui/tell";
import { useCan, useMember } from "@/components/workspaces/member";
import type { DraftSteps, DraftView } from "@/server/workflows/draft/schema";
import { PublishDialog } from "../publish-dialog";
import { useDraftLease } from "../use-draft-lease";
import { WorkflowSkeleton } from "../workflow-skeleton";
import { BuilderView } from "./builder-view";
import { Checkpoints } from "./checkpoints";
import { FirstGuide } from "./first-guide";
import { TakenBanner } from "./taken-banner";
import { useBuilder } from "./use-builder";
import { useConnections } from "./use-connections";
import { useProblems } from "./use-problems";

/** The draft of a workflow, to be drawn and changed. */
export function BuilderPage({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
  const fresh = { refetchOnWindowFocus: false, refetchOnReconnect: false, gcTime: 0, staleTime: 0 } as const;
  const draft = useQuery(trpc.workflows.draft.queryOptions({ workflowId }, fresh));
  const steps = useQuery(trpc.workflows.draftSteps.queryOptions({ workflowId }, fresh));
  const [load, setLoad] = useState(0);
  const failed = draft.error ?? steps.error;
  if (failed) {
    const { message, reference } = failureOf(failed);
    return (
      <FailureState
        message={message}
        reference={reference}
        onRetry={() => void Promise.all([draft.refetch(), steps.refetch()])}
      />
    );
  }
  if (!draft.data || !steps.data) return <WorkflowSkeleton />;
  return (
    <Mounted
      // Loaded anew, everything begins anew: what was undone in another window is not undone twice.
      key={load}
      workflowId={workflowId}
      draft={draft.data}
      steps={steps.data}
      onReload={() =>
        void Promise.all([draft.refetch(), steps.refetch()]).then(() => setLoad((now) => now + 1))
      }
    />
  );
}

interface MountedProps {
  workflowId: string;
  draft: DraftView;
  steps: DraftSteps;
  onReload: () => void;
}

function Mounted({ workflowId, draft, steps, onReload }: MountedProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const mayEdit = useCan("workflows.edit");
  const mayPublish = useCan("workflows.publish");
  const { name: me } = useMember();
  const { now } = useClock();
  const { device, lease, isMine, takeOver } = useDraftLease(workflowId, mayEdit);
  // Taken over, it is first loaded anew: what this window showed may be older than what the other one saved.
  const [isTaking, setTaking] = useState(false);
  const builder = useBuilder({
    ...{ workflowId, draft, steps, device, mayEdit },
    isMine: isMine && !isTaking,
  });
  const connections = useConnections();
  const { problems, isChecking } = useProblems(
    workflowId,
    builder.parts.document,
    mayEdit,
    connections.since,
  );
  const [showsCheckpoints, setShowsCheckpoints] = useState(false);
  const [publishing, setPublishing] = useState<number>();
  const take = () => {
    setTaking(true);
    void takeOver()
      .then(onReload)
      .catch((error: unknown) => {
        setTaking(false);
        tellFailure(failureOf(error).message);
      });
  };
  const { saving, failure, revision } = builder.state;
  const onPublish = async () => {
    if (await builder.flush()) setPublishing(revision);
    else tellFailure("Some changes are not saved yet. Publish when they are.");
  };
  return (
    <>
      <BuilderView
        builder={builder}
        problems={problems}
        isChecking={isChecking}
        connections={connections.desk}
        me={me}
        now={() => new Date(now).toISOString()}
        banner={
          mayEdit && lease && !isMine ? (
            <TakenBanner
              title={
                lease.holder === me
                  ? "You are editing this draft in another window."
                  : `${lease.holder} is editing this draft.`
              }
              onTake={take}
            />
          ) : saving === "taken" ? (
            <TakenBanner title={failure ?? "Somebody else is editing this draft."} onTake={take} />
          ) : null
        }
        actions={
          mayPublish && (
            <Button
              size="xs"
              data-tour="publish"
              disabled={builder.isReadOnly || (revision === 0 && saving === "saved")}
              onClick={() => void onPublish()}
            >
              Publish
            </Button>
          )
        }
        versions={
          <Group p="sm" gap="sm">
            <Button size="xs" variant="default" onClick={() => setShowsCheckpoints(true)}>
              Checkpoints
            </Button>
            <Button component={Link} href={`/workflows/${workflowId}/versions`} size="xs" variant="default">
              Published versions
            </Button>
          </Group>
        }
      />
      {connections.dialog}
      {showsCheckpoints && <Checkpoints builder={builder} onClose={() => setShowsCheckpoints(false)} />}
      <FirstGuide />
      {publishing !== undefined && (
        <PublishDialog
          workflowId={workflowId}
          revision={builder.state.revision}
          onClose={() => setPublishing(undefined)}
          onDone={() => {
            void client.invalidateQueries(trpc.workflows.pathFilter());
            router.push(`/workflows/${workflowId}/versions`);
          }}
        />
      )}
    </>
  );
}
