import {
  IconArrowsSplit,
  IconCalendarClock,
  IconGhost,
  IconGitCompare,
  IconPencil,
  IconPlayerPlay,
  IconPlayerStop,
  IconRestore,
  IconRotate2,
  IconTransfer,
  type TablerIcon,
} from "@tabler/icons-react";
import type { ReviewedChange } from "@/server/workflows/approval/schema";
import type { LifecycleView, VersionRow } from "@/server/workflows/rollout/schema";
import { changesHref } from "./changes-search";

export interface VersionAct {
  label: string;
  icon: TablerIcon;
  run?: () => void;
  href?: string;
}

/** What somebody is about to do; each has a dialog of its own. */
export type Act =
  | { kind: "live" | "plan" | "shadow" | "challenger" | "end"; version: number }
  /** With the id of a move that was begun: looks at that one. */
  | { kind: "migrate"; version: number; migrationId?: string | undefined }
  | { kind: "publish" | "review" | "discard"; revision: number }
  | { kind: "approve" | "reject"; reviewId: string }
  | { kind: "cancelPlan"; planId: string; version: number }
  | { kind: "archive" | "unarchive" };

interface May {
  edit: boolean;
  publish: boolean;
  migrate: boolean;
  compareRuns: boolean;
}

/** The very change somebody else has approved, waiting to be done. */
export function isApproved({ review }: LifecycleView, change: ReviewedChange): boolean {
  return review?.state === "approved" && JSON.stringify(review.change) === JSON.stringify(change);
}

export const changeText = (change: ReviewedChange): string => {
  switch (change.kind) {
    case "publish":
      return "publishing the draft";
    case "make_live":
      return `making version ${change.version} live`;
    case "challenger":
      return `running version ${change.version} as challenger at ${change.percent} %`;
  }
};

/** What this member can do with a version as things stand. */
export function actsOf(
  view: LifecycleView,
  row: VersionRow,
  may: May,
  open: (act: Act) => void,
  begin: (version: number) => void,
): VersionAct[] {
  const { version, states } = row;
  const { liveVersion, archivedAt, id } = view.workflow;
  const is = (state: string) => states.some((one) => one.is === state);
  const before = view.versions.find((one) => one.version < version)?.version;
  const isBeside = is("shadow") || is("challenger");
  const acts: (VersionAct | false)[] = [
    liveVersion !== null &&
      version !== liveVersion && {
        label: `Compare with version ${liveVersion}`,
        icon: IconGitCompare,
        href: changesHref(id, liveVersion, version),
      },
    before !== undefined &&
      before !== liveVersion && {
        label: `Compare with version ${before}`,
        icon: IconGitCompare,
        href: changesHref(id, before, version),
      },
    view.draft !== null && {
      label: "Compare with the draft",
      icon: IconGitCompare,
      href: changesHref(id, version, "draft"),
    },
    may.compareRuns &&
      !is("live") && {
        label: "What it decided in the shadow",
        icon: IconGhost,
        href: `/workflows/${id}/shadow/${version}`,
      },
  ];
  if (!archivedAt) {
    if (may.publish && !is("live"))
      acts.push(
        {
          label: liveVersion !== null && version < liveVersion ? "Go back to this version" : "Make live",
          icon: liveVersion !== null && version < liveVersion ? IconRotate2 : IconPlayerPlay,
          run: () => open({ kind: "live", version }),
        },
        !view.plan && {
          label: "Make live later",
          icon: IconCalendarClock,
          run: () => open({ kind: "plan", version }),
        },
        liveVersion !== null &&
          !isBeside && {
            label: "Run in the shadow",
            icon: IconGhost,
            run: () => open({ kind: "shadow", version }),
          },
        liveVersion !== null && {
          label: is("challenger") ? "Change its share" : "Run as challenger",
          icon: IconArrowsSplit,
          run: () => open({ kind: "challenger", version }),
        },
        isBeside && {
          label: is("shadow") ? "End the shadow" : "End the challenger",
          icon: IconPlayerStop,
          run: () => open({ kind: "end", version }),
        },
      );
    if (may.edit && view.draft)
      acts.push({
        label: "Bring back into the draft",
        icon: IconRestore,
        href: changesHref(id, "draft", version, true),
      });
    if (may.edit && !view.draft)
      acts.push({ label: "Begin a draft from it", icon: IconPencil, run: () => begin(version) });
    const others = view.versions.reduce((sum, one) => sum + (one.version === version ? 0 : one.openRuns), 0);
    if (may.migrate && others > 0)
      acts.push({
        label: "Move open runs here",
        icon: IconTransfer,
        run: () => open({ kind: "migrate", version }),
      });
  }
  return acts.filter((act) => act !== false);
}
