import { z } from "zod";
import type { Tally } from "@/server/backtests/policy";
import type { MigrationView } from "@/server/runs/migrate/schema";
import type { ReviewView } from "../approval/schema";
import type { LeaseView } from "../draft/schema";
import type { AttachedTests } from "../saved-tests/schema";
import { id, reason, version } from "../schema";

export const versionChangeInput = z.strictObject({ workflowId: id, version, reason });

export const challengerInput = z.strictObject({
  workflowId: id,
  version,
  percent: z.int().min(1, "At least 1 %.").max(99, "At most 99 %; make the version live instead."),
  reason,
});

export const planLiveInput = z.strictObject({ workflowId: id, version, at: z.iso.datetime(), reason });
export const cancelPlanInput = z.strictObject({ workflowId: id, planId: id, reason });
export const archiveInput = z.strictObject({ workflowId: id, reason });

export const comparisonInput = z.strictObject({
  workflowId: id,
  version,
  days: z.int().min(1).max(366).default(30),
});

/** How a version stands. One may be several: live, and planned again. */
export type VersionState =
  | { is: "live" }
  | { is: "shadow" }
  | { is: "challenger"; percent: number }
  | { is: "planned"; at: string };

export interface VersionRow {
  version: number;
  states: VersionState[];
  note: string;
  hash: string;
  publishedBy: string;
  publishedAt: string;
  /** The second person, where one was asked. */
  approvedBy: string | null;
  /** How many changes a reader finds against the version before; null for the first. */
  changes: number | null;
  /** What its saved tests came to when it was published; null when nobody ran them then. */
  tests: AttachedTests | null;
  /** Whether new runs ever began with it. */
  wasLive: boolean;
  runs: number;
  openRuns: number;
}

/** Everything about a workflow's versions that one screen shows. */
export interface LifecycleView {
  workflow: { id: string; key: string; title: string; liveVersion: number | null; archivedAt: string | null };
  needsApproval: boolean;
  draft: {
    revision: number;
    basedOn: number | null;
    savedBy: string;
    savedAt: string;
    isChanged: boolean;
    lease: LeaseView | null;
  } | null;
  versions: VersionRow[];
  plan: {
    id: string;
    version: number;
    at: string;
    reason: string;
    plannedBy: string;
    plannedAt: string;
  } | null;
  /** A plan that could not be carried out, and nothing was made live since. */
  failedPlan: { version: number; at: string; failure: string } | null;
  review: ReviewView | null;
  migrations: Pick<MigrationView, "id" | "toVersion" | "state" | "startedBy" | "startedAt">[];
  openRuns: number;
}

/** One change of what runs live, with who and why. */
export interface RolloutChange {
  id: string;
  action: string;
  version: number | null;
  percent: number | null;
  before: number | null;
  reason: string | null;
  by: string;
  at: string;
}

/** Silent runs beside those that decided. */
export interface ShadowComparison {
  version: number;
  liveVersion: number | null;
  outcomes: { key: string; title: string; kind: string }[];
  compared: number;
  agreed: number;
  waiting: number;
  /** How often the live run said `live` and the silent one `shadow`. */
  matrix: { live: string; shadow: string; count: number }[];
  notComparable: { reason: string; node: string | null; title: string | null; count: number }[];
  /** What fired on either side, of the runs where that was counted; what differs first. */
  rules: { hit: string; title: string; live: number; shadow: number; gained: number; lost: number }[];
  /** Questions to vendors, of the same runs. */
  calls: { live: number; shadow: number; counted: number };
  /** Both sides against what turned out. */
  tally: Tally;
  /** The latest that came to another outcome, or to the same for other reasons. */
  differing: {
    runId: string;
    liveRunId: string;
    party: string;
    at: string;
    live: string;
    shadow: string;
    liveReasonCodes: string[];
    reasonCodes: string[];
  }[];
}
