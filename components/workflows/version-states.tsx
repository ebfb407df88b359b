import { IconArrowsSplit, IconCalendarClock, IconGhost } from "@tabler/icons-react";
import { DateTimeText } from "@/components/ui/format/moment";
import { StatusChip } from "@/components/ui/status-chip";
import type { VersionState } from "@/server/workflows/rollout/schema";
import css from "./versions.module.css";

export const changesWords = (count: number): string =>
  count === 0 ? "No changes" : count === 1 ? "1 change" : `${count} changes`;

/** How a version stands: live, silently beside it, for a share of the parties, or to become live. */
export function VersionStates({ states, wasLive }: { states: readonly VersionState[]; wasLive: boolean }) {
  if (states.length === 0) return <span className={css.quiet}>{wasLive ? "Retired" : "Never live"}</span>;
  return (
    <span className={css.states}>
      {states.map((state) => (
        <StateChip key={state.is} state={state} />
      ))}
    </span>
  );
}

function StateChip({ state }: { state: VersionState }) {
  switch (state.is) {
    case "live":
      return <StatusChip tone="approve">Live</StatusChip>;
    case "shadow":
      return (
        <StatusChip tone="neutral" icon={IconGhost}>
          Shadow
        </StatusChip>
      );
    case "challenger":
      return (
        <StatusChip tone="review" icon={IconArrowsSplit}>
          Challenger {state.percent} %
        </StatusChip>
      );
    case "planned":
      return (
        <StatusChip tone="waiting" icon={IconCalendarClock}>
          <span>
            Live on <DateTimeText at={state.at} />
          </span>
        </StatusChip>
      );
  }
}
