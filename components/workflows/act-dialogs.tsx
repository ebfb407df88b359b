"use client";

import type { ActPart } from "./act-part";
import { ArchiveDialog } from "./archive-dialog";
import { EndRollout, RunChallenger, RunShadow } from "./beside-dialogs";
import { CancelPlan, MakeLive, PlanLive } from "./live-dialogs";
import { AskReview, DecideReview } from "./review-dialogs";
import { type Act, isApproved } from "./version-acts";

type ActDialogProps = ActPart & { act: Act };

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
      return <DecideReview {...props} says={act.kind} reviewId={act.reviewId} />;
    case "archive":
    case "unarchive":
      return <ArchiveDialog {...props} kind={act.kind} />;
    default:
      return null;
  }
}
