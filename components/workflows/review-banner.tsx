import { Button } from "@mantine/core";
import { IconArrowBackUp, IconCircleCheck, IconClock } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Ago } from "@/components/ui/format/moment";
import { approverSentence } from "@/server/workflows/approval/policy";
import type { ReviewView } from "@/server/workflows/approval/schema";
import { testsSentence } from "@/server/workflows/saved-tests/policy";
import { changesHref } from "./changes-search";
import css from "./review-banner.module.css";
import type { Lifecycle } from "./use-lifecycle";
import { changeText, wishText } from "./version-acts";

interface ReviewBannerProps {
  lifecycle: Lifecycle;
  review: ReviewView;
  /** Beside the differences there is nothing to lead to; in the builder withdrawing opens the draft. */
  place: "builder" | "changes";
}

/** What is asked of the second person, or what they said, with what can be done about it by whoever looks. */
export function ReviewBanner(props: ReviewBannerProps) {
  const { state } = props.review;
  if (state === "open") return <Open {...props} />;
  if (state === "approved") return <Approved {...props} />;
  if (state === "rejected") return <SentBack {...props} />;
  return null;
}

function Open({ lifecycle, review, place }: ReviewBannerProps) {
  const { may, open } = lifecycle;
  const { id, requestedBy, requestedAt, note, whyNot, mayApprove, tests } = review;
  const maySay = may.approve && whyNot === null;
  return (
    <Line
      icon={<IconClock size={16} aria-hidden />}
      acts={
        <>
          <SeeChanges {...{ lifecycle, review, place }} isMain={maySay} />
          <Withdraw {...{ lifecycle, review, place }} />
          {maySay && (
            <>
              <Button size="xs" variant="default" onClick={() => open({ kind: "reject", reviewId: id })}>
                Send back
              </Button>
              <Button size="xs" onClick={() => open({ kind: "approve", reviewId: id })}>
                Approve
              </Button>
            </>
          )}
        </>
      }
    >
      <b>
        {requestedBy} asks {wishText(review.change)}
      </b>
      , <Ago at={requestedAt} />: {note} {tests && `${testsSentence(tests)}. `}
      {tests && tests.failed.length > 0 && `Failed: ${tests.failed.map(({ title }) => title).join(", ")}. `}
      <span className={css.quiet}>
        {place === "builder" && "Nothing is changed meanwhile. "}
        {!maySay && `${whyNot ?? "A risk manager or an admin approves it."} ${approverSentence(mayApprove)}`}
      </span>
    </Line>
  );
}

function Approved({ lifecycle, review, place }: ReviewBannerProps) {
  const { may, open, view } = lifecycle;
  const { change, decidedBy, decisionNote } = review;
  const live = view?.workflow.liveVersion ?? null;
  const act = (): { label: string; run: () => void } => {
    switch (change.kind) {
      case "publish":
        return { label: "Publish", run: () => open({ kind: "publish", revision: change.revision }) };
      case "make_live":
        return {
          label:
            live !== null && change.version < live
              ? `Go back to version ${change.version}`
              : `Make version ${change.version} live`,
          run: () => open({ kind: "live", version: change.version }),
        };
      case "challenger":
        return {
          label: `Run version ${change.version} as challenger`,
          run: () => open({ kind: "challenger", version: change.version }),
        };
    }
  };
  const { label, run } = act();
  return (
    <Line
      icon={<IconCircleCheck size={16} aria-hidden />}
      acts={
        <>
          <SeeChanges {...{ lifecycle, review, place }} />
          <Withdraw {...{ lifecycle, review, place }} />
          {may.publish && (
            <Button size="xs" onClick={run}>
              {label}
            </Button>
          )}
        </>
      }
    >
      <b>
        {decidedBy} approved {changeText(change)}
      </b>
      {decisionNote && <>: {decisionNote}</>}
    </Line>
  );
}

function SentBack({ lifecycle, review, place }: ReviewBannerProps) {
  return (
    <Line
      icon={<IconArrowBackUp size={16} aria-hidden />}
      acts={<SeeChanges {...{ lifecycle, review, place }} />}
    >
      <b>{review.decidedBy} sent it back</b>: {review.decisionNote}
    </Line>
  );
}

function SeeChanges({
  lifecycle,
  review,
  place,
  isMain = false,
}: ReviewBannerProps & {
  /** Whoever is to decide has not read it yet. */
  isMain?: boolean;
}) {
  const { view, workflowId } = lifecycle;
  const live = view?.workflow.liveVersion ?? null;
  const to = review.change.kind === "publish" ? "draft" : review.change.version;
  if (place === "changes" || live === null || live === to) return null;
  return (
    <Button
      component={Link}
      href={changesHref(workflowId, live, to)}
      size="xs"
      variant={isMain ? "light" : "default"}
    >
      See what changes
    </Button>
  );
}

function Withdraw({ lifecycle, review, place }: ReviewBannerProps) {
  if (!lifecycle.may.edit) return null;
  return (
    <Button size="xs" variant="subtle" color="gray" onClick={() => lifecycle.withdraw(review.id)}>
      {place === "builder" ? "Withdraw and edit" : "Withdraw"}
    </Button>
  );
}

function Line({ icon, acts, children }: { icon: ReactNode; acts: ReactNode; children: ReactNode }) {
  return (
    <section className={css.line} aria-label="Review">
      {icon}
      <p>{children}</p>
      <div className={css.acts}>{acts}</div>
    </section>
  );
}
