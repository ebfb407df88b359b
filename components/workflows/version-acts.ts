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

/** While somebody looks at the draft, and until what they approved is published, nobody changes it by the way. */
export const isInReview = (view: LifecycleView | undefined): boolean =>
  view?.review?.change.kind === "publish" &&
  (view.review.state === "open" || view.review.state === "approved");

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

/** The same as what somebody wants: *to publish the draft*. */
export const wishText = (change: ReviewedChange): string => {
  switch (change.kind) {
    case "publish":
      return "to publish the draft";
    case "make_live":
      return `to make version ${change.version} live`;
    case "challenger":
      return `to run version ${change.version} as challenger at ${change.percent} %`;
  }
};

/** With what a version can be compared: the draft, what is live, the one before, or any other. */
export function comparesOf(view: LifecycleView, { version }: VersionRow): VersionAct[] {
  const { liveVersion, id } = view.workflow;
  const before = view.versions.find((one) => one.version < version)?.version;
  const to = (label: string, href: string): VersionAct => ({ label, icon: IconGitCompare, href });
  const acts: (VersionAct | false)[] = [
    view.draft !== null && to("Compare with the draft", changesHref(id, version, "draft")),
    liveVersion !== null &&
      version !== liveVersion &&
      to(`Compare with version ${liveVersion}, live`, changesHref(id, liveVersion, version)),
    before !== undefined &&
      before !== liveVersion &&
      to(`Compare with version ${before}`, changesHref(id, before, version)),
    view.versions.length > 2 && to("Compare with another", changesHref(id, before ?? version, version)),
  ];
  return acts.filter((act) => act !== false);
}

interface Doing {
  open: (act: Act) => void;
  /** Begins a draft from a version. */
  begin: (version: number) => void;
  /** Brings a version back into the draft that is being edited here; elsewhere a page is led to. */
  restore?: ((version: number) => void) | undefined;
}

/** What this member can do with a version as things stand. */
export function actsOf(
  view: LifecycleView,
  row: VersionRow,
  may: May,
  { open, begin, restore }: Doing,
): VersionAct[] {
  const { version, states } = row;
  const { liveVersion, archivedAt, id } = view.workflow;
  const is = (state: string) => states.some((one) => one.is === state);
  const isBeside = is("shadow") || is("challenger");
  const acts: (VersionAct | false)[] = [
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
    if (restore)
      acts.push({
        label: "Bring back into the draft",
        icon: IconRestore,
        run: () => restore(version),
      });
    else if (may.edit && view.draft)
      acts.push({
        label: "Bring back into the draft",
        icon: IconRestore,
        href: changesHref(id, "draft", version, true),
      });
    if (may.edit && !view.draft && !restore)
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
