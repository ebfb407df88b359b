import { z } from "zod";
import type { rerunOrigins, rerunResults } from "@/db/enums/enums";

/** What is compared when a stored decision is made once more, in the order it is told. */
export const comparedParts = [
  "version",
  "record",
  "journal",
  "outcome",
  "reasons",
  "score",
  "outputs",
  "decided_by",
  "steps",
] as const;

const comparison = z.strictObject({
  what: z.enum(comparedParts),
  title: z.string(),
  isSame: z.boolean(),
  /** As it stands on record, and as it came out. */
  stored: z.string(),
  found: z.string(),
});
export type Comparison = z.output<typeof comparison>;

export type RerunResult = (typeof rerunResults)[number];

/** One re-run as it was written down. */
export interface RerunRow {
  id: string;
  origin: (typeof rerunOrigins)[number];
  by: string;
  result: RerunResult;
  differs: string[];
  at: string;
}

/** A re-run that was just made, with all that was compared. */
export interface Rerun extends RerunRow {
  compared: Comparison[];
}

export const decisionInput = z.strictObject({ decisionId: z.string().max(64) });

/** One night, and the decisions that came out otherwise and did not come out the same since. */
export interface RerunOverview {
  rounds: {
    id: string;
    startedAt: string;
    finishedAt: string;
    recent: number;
    sampled: number;
    same: number;
    different: number;
    erased: number;
  }[];
  differing: (RerunRow & {
    decision: { id: string; outcome: { title: string; kind: string }; decidedAt: string };
    party: { id: string; name: string };
    workflow: { id: string; title: string; version: number };
  })[];
}
