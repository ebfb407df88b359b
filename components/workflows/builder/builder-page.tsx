"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { DraftBacktests } from "@/components/backtests/draft-backtests";
import { type NamedList, NamedListsContext } from "@/components/rules/named-lists";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { useClock } from "@/components/ui/format/clock";
import { tellFailure } from "@/components/ui/tell";
import { useCan, useMember } from "@/components/workspaces/member";
import type { DraftSteps, DraftView } from "@/server/workflows/draft/schema";
import type { MadeStep } from "@/server/workflows/replay/policy";
import { LifecycleDialogs } from "../lifecycle-dialogs";
import { ReviewBanner } from "../review-banner";
import { useDraftLease } from "../use-draft-lease";
import { type Lifecycle, useLifecycle } from "../use-lifecycle";
import { isInReview } from "../version-acts";
import { WorkflowSkeleton } from "../workflow-skeleton";
import { BuilderView } from "./builder-view";
import { DraftActions } from "./draft-actions";
import { DraftStanding } from "./draft-standing";
import { FirstGuide } from "./first-guide";
import { LeftoverBanner } from "./leftover-banner";
import { useLiveDocument } from "./record/use-live-document";
import { TakenBanner } from "./taken-banner";
import { TestFromRun } from "./test-from-run";
import { useBuilder } from "./use-builder";
import { useConnections } from "./use-connections";
import { useProblems } from "./use-problems";
import { VersionsPanel } from "./versions-panel";

/** The draft of a workflow, to be drawn and changed. */
export function BuilderPage({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
  const fresh = { refetchOnWindowFocus: false, refetchOnReconnect: false, gcTime: 0, staleTime: 0 } as const;
  const draft = useQuery(trpc.workflows.draft.queryOptions({ workflowId }, fresh));
  const steps = useQuery(trpc.workflows.draftSteps.queryOptions({ workflowId }, fresh));
  const lifecycle = useLifecycle(workflowId);
  const [load, setLoad] = useState(0);
  // What another window kept from being saved outlives the draft's being loaded anew.
  const [leftover, setLeftover] = useState<Leftover>(NOTHING_LEFT);
  const failed = draft.error ?? steps.error;
  if (failed && !(draft.data && steps.data)) {
    const { message, reference } = failureOf(failed);
    return (
      <FailureState
        message={message}
        reference={reference}
        onRetry={() => void Promise.all([draft.refetch(), steps.refetch()])}
      />
    );
  }
  // Whether it is under review is known before anything can be changed.
  if (!draft.data || !steps.data || lifecycle.query.isPending) return <WorkflowSkeleton />;
  return (
    <Mounted
      // Loaded anew, everything begins anew: what was undone in another window is not undone twice.
      key={load}
      workflowId={workflowId}
      draft={draft.data}
      steps={steps.data}
      lifecycle={lifecycle}
      leftover={leftover}
      onLeftover={setLeftover}
      onReload={() =>
        void Promise.all([draft.refetch(), steps.refetch()]).then(() => setLoad((now) => now + 1))
      }
    />
  );
}

interface Leftover {
  steps: readonly MadeStep[];
  /** They could not be made again. */
  hasTried: boolean;
}
const NOTHING_LEFT: Leftover = { steps: [], hasTried: false };

const NO_LISTS: readonly NamedList[] = [];

interface MountedProps {
  workflowId: string;
  draft: DraftView;
  steps: DraftSteps;
  lifecycle: Lifecycle;
  leftover: Leftover;
  onLeftover: (leftover: Leftover) => void;
  onReload: () => void;
}

function Mounted(props: MountedProps) {
  const { workflowId, draft, steps, lifecycle, leftover, onLeftover, onReload } = props;
  const mayEdit = useCan("workflows.edit");
  const { name: me } = useMember();
  const { now } = useClock();
  const { view } = lifecycle;
  const isReviewed = isInReview(view);
  const { device, lease, isMine, takeOver } = useDraftLease(workflowId, mayEdit && !isReviewed);
  // Taken over, it is first loaded anew: what this window showed may be older than what the other one saved.
  const [isTaking, setTaking] = useState(false);
  const builder = useBuilder({
    ...{ workflowId, draft, steps, device, me },
    mayEdit: mayEdit && !isReviewed,
    isMine: isMine && !isTaking,
  });
  const [testFrom] = useQueryState("testFrom");
  const connections = useConnections();
  const live = useLiveDocument(workflowId);
  const trpc = useTRPC();
  const { data: lists = NO_LISTS } = useQuery(trpc.lists.named.queryOptions());
  const { problems, isChecking } = useProblems(
    workflowId,
    builder.parts.document,
    mayEdit,
    connections.since,
  );
  const { saving, failure, revision, unsaved } = builder.state;
  const take = () => {
    if (unsaved > 0) onLeftover({ steps: builder.leftover(), hasTried: false });
    setTaking(true);
    void takeOver()
      .then(onReload)
      .catch((error: unknown) => {
        setTaking(false);
        tellFailure(failureOf(error).message);
      });
  };
  const review = view?.review;
  const isSaidHere =
    review?.change.kind === "publish" &&
    (isReviewed || (review.state === "rejected" && review.change.revision === revision));
  const isTaken = saving === "taken";
  // Taken over again, they are shown once: as those that are kept for later.
  const left = isTaken && unsaved > 0 ? { steps: builder.leftover(), hasTried: false } : leftover;
  return (
    <>
      <NamedListsContext value={lists}>
        <BuilderView
          builder={builder}
          problems={problems}
          isChecking={isChecking}
          connections={connections.desk}
          live={live}
          me={me}
          now={() => new Date(now).toISOString()}
          leftover={
            left.steps.length > 0 && (
              <LeftoverBanner
                {...{ builder, ...left }}
                onLeft={(steps) => onLeftover({ steps, hasTried: true })}
              />
            )
          }
          banner={
            isSaidHere ? (
              <ReviewBanner lifecycle={lifecycle} review={review} place="builder" />
            ) : mayEdit && lease && !isMine ? (
              <TakenBanner
                title={
                  lease.holder === me
                    ? "You are editing this draft in another window."
                    : `${lease.holder} is editing this draft.`
                }
                onTake={take}
              />
            ) : isTaken ? (
              <TakenBanner title={failure ?? "Somebody else is editing this draft."} onTake={take} />
            ) : null
          }
          standing={view && <DraftStanding view={view} builder={builder} />}
          actions={(drawer) => (
            <>
              <DraftActions
                {...{ lifecycle, builder, drawer }}
                errors={problems.filter(({ severity }) => severity === "error").length}
              />
              <LifecycleDialogs
                lifecycle={lifecycle}
                draftRevision={revision}
                onPublished={() => drawer.open("versions")}
              />
            </>
          )}
          versions={<VersionsPanel builder={builder} lifecycle={lifecycle} />}
          firstTab={testFrom === null ? undefined : "tests"}
          backtest={<DraftBacktests workflowId={workflowId} onSave={builder.savedRevision} />}
        />
      </NamedListsContext>
      {connections.dialog}
      <FirstGuide />
      <TestFromRun builder={builder} />
    </>
  );
}
