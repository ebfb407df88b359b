"use client";

import { NumberInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { formatNumber } from "@/components/ui/format/words";
import { tell } from "@/components/ui/tell";
import {
  decideReviewInput,
  type ReviewedChange,
  requestReviewInput,
} from "@/server/workflows/approval/schema";
import {
  archiveInput,
  cancelPlanInput,
  challengerInput,
  type LifecycleView,
  planLiveInput,
  versionChangeInput,
} from "@/server/workflows/rollout/schema";
import { ReasonDialog } from "./reason-dialog";
import type { Act } from "./version-acts";
import { instantOf, WhenField } from "./when-field";

interface ActDialogProps {
  view: LifecycleView;
  act: Act;
  onClose: () => void;
  onDone: () => void;
}

/** The very change somebody else has approved, waiting to be done. */
export function isApproved({ review }: LifecycleView, change: ReviewedChange): boolean {
  return review?.state === "approved" && JSON.stringify(review.change) === JSON.stringify(change);
}

/** The dialog of an act that needs no more than a reason and a word or two. */
export function ActDialog(props: ActDialogProps) {
  const { view, act } = props;
  switch (act.kind) {
    case "live":
      return view.needsApproval && !isApproved(view, { kind: "make_live", version: act.version }) ? (
        <AskReview {...props} change={{ kind: "make_live", version: act.version }} />
      ) : (
        <MakeLive {...props} version={act.version} />
      );
    case "plan":
      return view.needsApproval && !isApproved(view, { kind: "make_live", version: act.version }) ? (
        <AskReview {...props} change={{ kind: "make_live", version: act.version }} />
      ) : (
        <PlanLive {...props} version={act.version} />
      );
    case "shadow":
      return <RunShadow {...props} version={act.version} />;
    case "challenger":
      return <RunChallenger {...props} version={act.version} />;
    case "end":
      return <EndRollout {...props} version={act.version} />;
    case "cancelPlan":
      return <CancelPlan {...props} planId={act.planId} version={act.version} />;
    case "review":
      return <AskReview {...props} change={{ kind: "publish", revision: act.revision }} />;
    case "approve":
    case "reject":
      return <Decide {...props} says={act.kind} reviewId={act.reviewId} />;
    case "archive":
    case "unarchive":
      return <Archive {...props} kind={act.kind} />;
    default:
      return null;
  }
}

type Part = Omit<ActDialogProps, "act">;

function done({ onDone, onClose }: Part, message: string): () => void {
  return () => {
    tell(message);
    onDone();
    onClose();
  };
}

function MakeLive({ version, ...part }: Part & { version: number }) {
  const trpc = useTRPC();
  const { id, liveVersion } = part.view.workflow;
  const send = useMutation(trpc.workflows.makeLive.mutationOptions());
  const isBack = liveVersion !== null && version < liveVersion;
  return (
    <ReasonDialog
      title={isBack ? `Go back to version ${version}?` : `Make version ${version} live?`}
      verb={isBack ? "Go back" : "Make live"}
      schema={versionChangeInput}
      initialValues={{ reason: "" }}
      toInput={({ reason }) => ({ workflowId: id, version, reason })}
      send={send.mutateAsync}
      onClose={part.onClose}
      onSent={done(part, `Version ${version} is live`)}
    >
      New runs begin with version {version} from this moment. Runs that are under way stay with the version
      they began with.
    </ReasonDialog>
  );
}

function PlanLive({ version, ...part }: Part & { version: number }) {
  const trpc = useTRPC();
  const { id } = part.view.workflow;
  const send = useMutation(trpc.workflows.planLive.mutationOptions());
  return (
    <ReasonDialog
      title={`Make version ${version} live later`}
      verb="Plan it"
      schema={planLiveInput}
      initialValues={{ reason: "", at: "" }}
      toInput={({ reason, at }) => ({ workflowId: id, version, reason, at: instantOf(at) })}
      send={send.mutateAsync}
      onClose={part.onClose}
      onSent={done(part, `Version ${version} becomes live by itself`)}
      fields={(form) => <WhenField {...form.getInputProps("at")} />}
    >
      It becomes live by itself at that time. Until then anybody who may publish can cancel the plan.
    </ReasonDialog>
  );
}

function RunShadow({ version, ...part }: Part & { version: number }) {
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

function RunChallenger({ version, ...part }: Part & { version: number }) {
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
      verb={mustAsk ? "Ask for a review" : "Run as challenger"}
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
      onSent={done(part, mustAsk ? "The review was asked for" : `Version ${version} is the challenger`)}
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

function EndRollout({ version, ...part }: Part & { version: number }) {
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

function CancelPlan({ planId, version, ...part }: Part & { planId: string; version: number }) {
  const trpc = useTRPC();
  const { id } = part.view.workflow;
  const send = useMutation(trpc.workflows.cancelPlan.mutationOptions());
  return (
    <ReasonDialog
      title={`Cancel that version ${version} becomes live?`}
      verb="Cancel the plan"
      schema={cancelPlanInput}
      initialValues={{ reason: "" }}
      toInput={({ reason }) => ({ workflowId: id, planId, reason })}
      send={send.mutateAsync}
      onClose={part.onClose}
      onSent={done(part, "The plan was cancelled")}
    >
      The version stays as it is and can be planned again.
    </ReasonDialog>
  );
}

const asked = (change: ReviewedChange): string => {
  switch (change.kind) {
    case "publish":
      return `publishing the draft at revision ${change.revision}`;
    case "make_live":
      return `making version ${change.version} live`;
    case "challenger":
      return `running version ${change.version} as challenger at ${change.percent} %`;
  }
};
export const changeText = asked;

function AskReview({ change, ...part }: Part & { change: ReviewedChange }) {
  const trpc = useTRPC();
  const { id } = part.view.workflow;
  const send = useMutation(trpc.workflows.requestReview.mutationOptions());
  return (
    <ReasonDialog
      title="Ask for a review"
      verb="Ask for a review"
      reasonLabel="What to look at"
      schema={requestReviewInput}
      initialValues={{ reason: "" }}
      toInput={({ reason }) => ({ workflowId: id, change, note: reason })}
      send={send.mutateAsync}
      onClose={part.onClose}
      onSent={done(part, "The review was asked for")}
    >
      In this workspace {asked(change)} takes a second person: a risk manager or an admin who changed nothing
      since the live version, and who is not you.
    </ReasonDialog>
  );
}

function Decide({ says, reviewId, ...part }: Part & { says: "approve" | "reject"; reviewId: string }) {
  const trpc = useTRPC();
  const { workflow, review } = part.view;
  const send = useMutation(trpc.workflows.decideReview.mutationOptions());
  return (
    <ReasonDialog
      title={says === "approve" ? "Approve this change?" : "Reject this change?"}
      verb={says === "approve" ? "Approve" : "Reject"}
      reasonLabel="Note"
      schema={decideReviewInput}
      initialValues={{ reason: "" }}
      toInput={({ reason }) => ({ workflowId: workflow.id, reviewId, says, note: reason })}
      send={send.mutateAsync}
      onClose={part.onClose}
      onSent={done(part, says === "approve" ? "Approved" : "Rejected")}
    >
      {review && `${review.requestedBy} asks for ${asked(review.change)}. `}
      {says === "approve"
        ? "Approving does it not yet: whoever may publish does. A change of the draft ends the approval."
        : "The draft stays as it is, and a review can be asked for again."}
    </ReasonDialog>
  );
}

function Archive({ kind, ...part }: Part & { kind: "archive" | "unarchive" }) {
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
