import { z } from "zod";
import { runStatuses } from "@/db/enums/enums";

export const runInput = z.strictObject({ runId: z.string().max(64) });

export const listRunsInput = z.strictObject({
  /** Key of the workflow. */
  workflow: z.string().max(64).optional(),
  status: z.enum(runStatuses).optional(),
  partyId: z.string().max(64).optional(),
  /** The caller's own reference, exactly. */
  reference: z.string().max(200).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
});

const time = z.iso.datetime();

export const runRow = z.strictObject({
  id: z.string(),
  workflow: z.strictObject({ id: z.string(), key: z.string(), title: z.string(), version: z.int() }),
  party: z.strictObject({ id: z.string(), name: z.string() }),
  status: z.enum(runStatuses),
  /** The first incident's sentence. */
  attention: z.string().nullable(),
  outcome: z.string().nullable(),
  startedAt: time,
  finishedAt: time.nullable(),
});
export type RunRow = z.infer<typeof runRow>;

/** One step of a run's path, in order; the canvas lights it up. */
export const runStep = z.strictObject({
  node: z.string(),
  visit: z.int(),
  /** `null` while the token still stands here. */
  outlet: z.string().nullable(),
  enteredAt: time,
  leftAt: time.nullable(),
  /** What it waits for or suffers, in words. */
  state: z.enum(["left", "performing", "waiting", "incident"]),
  sentence: z.string().nullable(),
  output: z.unknown(),
});
export type RunStep = z.infer<typeof runStep>;

export const runView = runRow.extend({
  path: z.array(runStep),
  incidents: z.array(
    z.strictObject({
      tokenId: z.string(),
      node: z.string(),
      visit: z.int(),
      reason: z.string(),
      outlets: z.array(z.strictObject({ key: z.string(), title: z.string() })),
    }),
  ),
  applicationId: z.string().nullable(),
  caseId: z.string().nullable(),
  decisionId: z.string().nullable(),
});
export type RunView = z.infer<typeof runView>;

export const listRunEventsInput = z.strictObject({
  runId: z.string().max(64),
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(200).default(50),
});

/** One event of a run's journal, without what it said: that may be personal. */
export const journalLine = z.strictObject({
  seq: z.int(),
  type: z.string(),
  /** Set when it changed nothing: it came late, twice, or after the end. */
  ignored: z.string().nullable(),
  at: time,
  recordedAt: time,
  /** SHA-256 of the sealed event, as the audit record holds it. */
  digest: z.string(),
});
export type JournalLine = z.infer<typeof journalLine>;

/** What a permitted member does about an incident. */
export const resolveIncidentInput = z.strictObject({
  runId: z.string().max(64),
  tokenId: z.string().max(200),
  answer: z.discriminatedUnion("action", [
    z.strictObject({ action: z.literal("retry") }),
    z.strictObject({
      action: z.literal("answer"),
      outlet: z.string().max(64),
      output: z.record(z.string(), z.json()),
    }),
    z.strictObject({ action: z.literal("skip"), outlet: z.string().max(64) }),
  ]),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(1000),
});

export const cancelRunInput = z.strictObject({
  runId: z.string().max(64),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(1000),
});
