import { z } from "zod";
import { type BacktestFinding, type BacktestState, backtestFindings } from "@/db/enums/enums";
import { id, version } from "@/server/workflows/schema";
import type { Tally } from "./policy";

/** More than this and a sample is taken; it says so. */
export const MOST_RECORDS = 200_000;

const day = z.iso.date("Use a date, like 2026-01-31.");

export const backtestFilter = z
  .strictObject({
    /** First and last day on which it was decided, in UTC. */
    from: day.optional(),
    to: day.optional(),
    /** By these versions; none: by any. */
    versions: z.array(version).max(200).default([]),
    /** With these outcomes; none: with any. */
    outcomes: z.array(z.string().min(1).max(64)).max(100).default([]),
    modes: z
      .array(z.enum(["live", "challenger"]))
      .max(2)
      .default([]),
    /** So many of them, spread evenly and the same each time; none: all. */
    sample: z
      .int("Use a whole number.")
      .min(1, "Take at least one decision.")
      .max(MOST_RECORDS, "At most 200,000 decisions are replayed at once.")
      .optional(),
  })
  .refine(({ from, to }) => !from || !to || from <= to, {
    path: ["to"],
    message: "The last day lies before the first.",
  });
export type BacktestFilter = z.output<typeof backtestFilter>;

export const backtestOf = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("draft"), revision: z.int().min(0) }),
  z.strictObject({ kind: z.literal("version"), version }),
]);

export const startBacktestInput = z.strictObject({
  workflowId: id,
  of: backtestOf,
  title: z.string().trim().max(120, "Use at most 120 characters.").default(""),
  filter: backtestFilter,
});
export const countDecisionsInput = z.strictObject({ workflowId: id, filter: backtestFilter });
export const backtestInput = z.strictObject({ backtestId: id });
export const listBacktestsInput = z.strictObject({
  workflowId: id,
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(200).default(50),
});
export const listRecordsInput = z.strictObject({
  backtestId: id,
  finding: z.enum(backtestFindings).optional(),
  decided: z.string().max(64).optional(),
  replayed: z.string().max(64).optional(),
  /** A rule that fires now and did not, or the reverse. */
  rule: z.string().max(200).optional(),
  reason: z.string().max(64).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(200).default(50),
});
export const backtestRecordInput = z.strictObject({ backtestId: id, runId: id });

export interface BacktestView {
  id: string;
  workflow: { id: string; key: string; title: string };
  title: string;
  state: BacktestState;
  /** The version that was replayed; null: the draft at `revision`. */
  version: number | null;
  revision: number | null;
  hash: string;
  /** Versions that were published with exactly this document. */
  sameVersions: number[];
  filter: BacktestFilter;
  matching: number;
  chosen: number;
  done: number;
  startedBy: string;
  startedAt: string;
  endedAt: string | null;
  failure: string | null;
  tally: Tally;
}

export interface BacktestRecordView {
  runId: string;
  party: string;
  reference: string | null;
  decidedAt: string;
  version: number;
  finding: BacktestFinding;
  decided: string;
  replayed: string | null;
  decidedCodes: string[];
  replayedCodes: string[];
  gained: string[];
  lost: string[];
  label: "bad" | "good" | null;
  /** Where it stands or cannot go on. */
  node: { key: string; title: string } | null;
  reason: string | null;
}

/** One step of a way, as people read it. */
export interface BacktestStep {
  node: string;
  title: string;
  outlet: string | null;
  /** What it came to, in a sentence; null where that says nothing. */
  said: string | null;
}

export interface BacktestSide {
  /** The version, or null for the draft. */
  version: number | null;
  outcome: string | null;
  /** Where it stands, when it does not end. */
  standsAt: { node: string; title: string } | null;
  reasonCodes: string[];
  score: number | null;
  outputs: Record<string, unknown>;
  steps: BacktestStep[];
  rules: {
    hit: string;
    node: string;
    code: string;
    title: string;
    status: "fired" | "not_fired" | "unknown" | "not_evaluated" | "switched_off";
    sentence: string;
  }[];
}

/** One decision twice: as it was made, and as it would be made. */
export interface BacktestComparison {
  record: BacktestRecordView;
  decided: BacktestSide;
  replayed: BacktestSide;
}
