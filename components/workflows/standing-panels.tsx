import { Button } from "@mantine/core";
import Link from "next/link";
import { Ago, DateTimeText } from "@/components/ui/format/moment";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";
import { approverSentence } from "@/server/workflows/approval/policy";
import type { ReviewView } from "@/server/workflows/approval/schema";
import type { LifecycleView } from "@/server/workflows/rollout/schema";
import { changesHref } from "./changes-search";
import { type Act, isApproved, wishText } from "./version-acts";
import css from "./versions.module.css";

interface StandingProps {
  view: LifecycleView;
  may: { edit: boolean; publish: boolean; approve: boolean };
  onAct: (act: Act) => void;
  onWithdraw: (reviewId: string) => void;
  onBegin: (version: number) => void;
}

/** What is being worked on: the draft, a review, a plan. */
export function StandingPanels(props: StandingProps) {
  const { view } = props;
  return (
    <div className={css.panels}>
      <DraftPanel {...props} />
      {view.review && (view.needsApproval || isOpen(view.review)) && (
        <ReviewPanel {...props} review={view.review} />
      )}
      <PlanPanel {...props} />
    </div>
  );
}

const isOpen = ({ state }: ReviewView) => state === "open" || state === "approved";

function DraftPanel({ view, may, onAct, onBegin }: StandingProps) {
  const { draft, workflow, needsApproval, review } = view;
  const { id, liveVersion, archivedAt } = workflow;
  if (!draft)
    return (
      <Panel title="Draft">
        <div className={css.lines}>
          <p>There is no draft: nothing waits to be published.</p>
          {may.edit && liveVersion !== null && !archivedAt && (
            <div className={css.acts}>
              <Button variant="default" onClick={() => onBegin(liveVersion)}>
                Begin a draft from version {liveVersion}
              </Button>
            </div>
          )}
        </div>
      </Panel>
    );
  const { revision } = draft;
  const change = { kind: "publish" as const, revision };
  const mustAsk = needsApproval && !isApproved(view, change);
  const isAsked = review?.state === "open";
  return (
    <Panel
      title="Draft"
      note={
        <>
          Revision {revision}, saved by {draft.savedBy} <Ago at={draft.savedAt} />
        </>
      }
    >
      <div className={css.lines}>
        <p>
          {draft.isChanged
            ? draft.basedOn === null
              ? "It was never published."
              : `It was begun from version ${draft.basedOn} and says something else than the live version.`
            : "It says what the live version says."}
          {draft.lease && ` ${draft.lease.isMine ? "You are" : `${draft.lease.holder} is`} editing it now.`}
        </p>
        <div className={css.acts}>
          {may.edit && (
            <Button component={Link} href={`/workflows/${id}/edit`} variant="default">
              Edit
            </Button>
          )}
          <Button component={Link} href={`/workflows/${id}/draft`} variant="default">
            {may.edit ? "Edit as document" : "Read as document"}
          </Button>
          {liveVersion !== null && (
            <Button component={Link} href={changesHref(id, liveVersion, "draft")} variant="default">
              Compare with live
            </Button>
          )}
          {draft.isChanged && !archivedAt && mustAsk && may.edit && !isAsked && (
            <Button onClick={() => onAct({ kind: "review", revision })}>Request review</Button>
          )}
          {draft.isChanged && !archivedAt && !mustAsk && may.publish && (
            <Button onClick={() => onAct({ kind: "publish", revision })}>Publish</Button>
          )}
          {may.edit && liveVersion !== null && (
            <Button variant="subtle" color="red" onClick={() => onAct({ kind: "discard", revision })}>
              Discard
            </Button>
          )}
        </div>
      </div>
    </Panel>
  );
}

const reviewTones = {
  open: "waiting",
  approved: "approve",
  rejected: "decline",
  withdrawn: "neutral",
  outdated: "neutral",
  used: "approve",
} as const;
const reviewWords = {
  open: "Waits for a second person",
  approved: "Approved",
  rejected: "Sent back",
  withdrawn: "Withdrawn",
  outdated: "The draft changed since",
  used: "Approved and done",
} as const;

function ReviewPanel({ view, review, may, onAct, onWithdraw }: StandingProps & { review: ReviewView }) {
  const { id, state } = review;
  return (
    <Panel title="Review" note={<StatusChip tone={reviewTones[state]}>{reviewWords[state]}</StatusChip>}>
      <div className={css.lines}>
        <p>
          {review.requestedBy} asks {wishText(review.change)}, <Ago at={review.requestedAt} />: {review.note}
        </p>
        {review.decidedBy && (
          <p>
            {review.decidedBy}: {review.decisionNote}
          </p>
        )}
        {state === "open" && review.whyNot && (
          <p className={css.quiet}>
            {review.whyNot} {approverSentence(review.mayApprove)}
          </p>
        )}
        {isOpen(review) && (
          <div className={css.acts}>
            <SeeChanges view={view} review={review} />
            {state === "open" && may.approve && !review.whyNot && (
              <>
                <Button onClick={() => onAct({ kind: "approve", reviewId: id })}>Approve</Button>
                <Button variant="default" onClick={() => onAct({ kind: "reject", reviewId: id })}>
                  Send back
                </Button>
              </>
            )}
            {state === "approved" && may.publish && review.change.kind === "make_live" && (
              <Button onClick={() => onAct({ kind: "live", version: versionOf(review) })}>
                {view.workflow.liveVersion !== null && versionOf(review) < view.workflow.liveVersion
                  ? `Go back to version ${versionOf(review)}`
                  : `Make version ${versionOf(review)} live`}
              </Button>
            )}
            {state === "approved" && may.publish && review.change.kind === "challenger" && (
              <Button onClick={() => onAct({ kind: "challenger", version: versionOf(review) })}>
                Run version {versionOf(review)} as challenger
              </Button>
            )}
            {may.edit && (
              <Button variant="subtle" color="gray" onClick={() => onWithdraw(id)}>
                Withdraw
              </Button>
            )}
          </div>
        )}
      </div>
    </Panel>
  );
}

/** What the second person decides about, in words and on the canvas. */
function SeeChanges({ view, review }: { view: LifecycleView; review: ReviewView }) {
  const { id, liveVersion } = view.workflow;
  const to = review.change.kind === "publish" ? "draft" : review.change.version;
  if (liveVersion === null || to === liveVersion) return null;
  return (
    <Button component={Link} href={changesHref(id, liveVersion, to)} variant="default">
      See what changes
    </Button>
  );
}

const versionOf = ({ change }: ReviewView) => (change.kind === "publish" ? 0 : change.version);

function PlanPanel({ view, may, onAct }: StandingProps) {
  const { plan, failedPlan } = view;
  if (plan)
    return (
      <Panel title="Plan">
        <div className={css.lines}>
          <p>
            Version {plan.version} becomes live on <DateTimeText at={plan.at} />, planned by {plan.plannedBy}:{" "}
            {plan.reason}
          </p>
          {may.publish && (
            <div className={css.acts}>
              <Button
                variant="default"
                onClick={() => onAct({ kind: "cancelPlan", planId: plan.id, version: plan.version })}
              >
                Cancel the plan
              </Button>
            </div>
          )}
        </div>
      </Panel>
    );
  if (!failedPlan) return null;
  return (
    <Panel title="Plan" note={<StatusChip tone="incident">Not carried out</StatusChip>}>
      <div className={css.lines}>
        <p>
          Version {failedPlan.version} should have become live on <DateTimeText at={failedPlan.at} />:{" "}
          {failedPlan.failure}
        </p>
      </div>
    </Panel>
  );
}
