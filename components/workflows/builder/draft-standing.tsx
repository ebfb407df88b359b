import { useClock } from "@/components/ui/format/clock";
import { formatDate, formatDateTime, formatTime } from "@/components/ui/format/words";
import { StatusChip } from "@/components/ui/status-chip";
import type { LifecycleView } from "@/server/workflows/rollout/schema";
import css from "./builder.module.css";
import type { Builder } from "./use-builder";

/** Whether the draft says anything that is not live yet, as far as this window knows. */
export const isDraftChanged = ({ draft }: LifecycleView, { state }: Builder): boolean =>
  state.unsaved > 0 ||
  (draft === null ? state.revision > 0 : draft.isChanged || state.revision > draft.revision);

/** Where the draft stands on its way to being published, in a word or two. */
export function DraftStanding({ view, builder }: { view: LifecycleView; builder: Builder }) {
  const { now, timeZone } = useClock();
  const { review, workflow, draft } = view;
  const moment = (at: string) =>
    formatDate(at, timeZone) === formatDate(now, timeZone)
      ? formatTime(at, timeZone)
      : formatDateTime(at, timeZone);
  if (workflow.archivedAt) return <StatusChip tone="neutral">Archived</StatusChip>;
  if (review?.change.kind === "publish") {
    if (review.state === "open")
      return (
        <StatusChip tone="waiting">
          In review since {moment(review.requestedAt)} by {review.requestedBy}
        </StatusChip>
      );
    if (review.state === "approved")
      return <StatusChip tone="approve">Approved by {review.decidedBy}</StatusChip>;
    if (review.state === "rejected" && review.change.revision === builder.state.revision)
      return <StatusChip tone="decline">Sent back by {review.decidedBy}</StatusChip>;
  }
  const from = draft ? draft.basedOn : workflow.liveVersion;
  return (
    <span className={css.quiet}>
      {from === null
        ? "Never published"
        : isDraftChanged(view, builder)
          ? `Draft of version ${from}`
          : `As version ${workflow.liveVersion ?? from}, nothing changed`}
    </span>
  );
}
