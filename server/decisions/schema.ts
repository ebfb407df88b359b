import { z } from "zod";
import { partyKinds } from "@/db/enums/enums";
import { reason, reference } from "@/server/applications/schema";
import { partyReference } from "@/server/parties/schema";
import { key } from "@/server/workflows/schema";

export const createDecisionInput = z.strictObject({
  /** Key of a published workflow. */
  workflow: key,
  /** What the workflow reads under `input`. */
  input: z.record(z.string().min(1).max(64), z.unknown()),
  party: partyReference.optional(),
  reference: reference.optional(),
  /** Adds the path through the graph and what every node said. */
  explain: z.boolean().default(false),
});
export type CreateDecisionInput = z.infer<typeof createDecisionInput>;

export const decisionTrace = z.strictObject({
  path: z.array(z.strictObject({ node: z.string(), visit: z.int(), outlet: z.string().nullable() })),
  nodes: z.record(z.string(), z.unknown()),
});

export const decisionMade = z.strictObject({
  id: z.string(),
  run: z.string(),
  status: z.literal("decided"),
  /** One of the workflow's own outcomes. */
  outcome: z.string(),
  /** Most important first. */
  reasons: z.array(reason),
  score: z.number().nullable(),
  outputs: z.record(z.string(), z.unknown()),
  version: z.int(),
  trace: decisionTrace.optional(),
});

/** The budget ended or the run waits for a person. It goes on; this is never a default outcome. */
export const decisionPending = z.strictObject({ run: z.string(), status: z.literal("pending") });

export type DecisionAnswer = z.infer<typeof decisionMade> | z.infer<typeof decisionPending>;

/** A decision as it stands on record. */
export const decisionRecord = z.strictObject({
  id: z.string(),
  run: z.string(),
  workflow: z.strictObject({ key: z.string(), title: z.string(), version: z.int() }),
  party: z.strictObject({ id: z.string(), kind: z.enum(partyKinds), name: z.string() }),
  reference: z.string().nullable(),
  outcome: z.string(),
  outcomeTitle: z.string(),
  kind: z.string(),
  /** Most important first. */
  reasons: z.array(reason),
  score: z.number().nullable(),
  outputs: z.record(z.string(), z.unknown()),
  /** `system` when the workflow decided alone, else the members who did. */
  decidedBy: z.array(z.string()),
  decidedAt: z.iso.datetime(),
});
export type DecisionRecord = z.infer<typeof decisionRecord>;

/** Filters of the list; each absent one means all. */
export const listDecisionsInput = z.strictObject({
  run: z.string().max(64).optional(),
  party: z.string().max(64).optional(),
  /** Key of the workflow. */
  workflow: z.string().max(64).optional(),
  outcome: z.string().max(64).optional(),
  reference: z.string().max(200).optional(),
  /** Decided at or after, and before. */
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(200).default(50),
});

export const overviewPeriods = [7, 14, 30] as const;
/** Days a look back covers, today included. */
export const overviewInput = z.strictObject({ days: z.literal(overviewPeriods).default(30) });

const figures = z.strictObject({
  /** Applications that were started. */
  applications: z.int(),
  /** Applications that were decided, whenever they began. */
  decided: z.int(),
  approved: z.int(),
  /** Decided without a person. */
  alone: z.int(),
  /** From start to decision; null when nothing was decided. */
  medianMs: z.number().nullable(),
  /** Cases that were decided, and those of them in time. */
  casesDecided: z.int(),
  casesInTime: z.int(),
});
export type OverviewFigures = z.infer<typeof figures>;

const overviewDay = z.strictObject({
  /** `YYYY-MM-DD` in the workspace's zone. */
  day: z.string(),
  approvedAlone: z.int(),
  approvedByPerson: z.int(),
  declined: z.int(),
  /** Decided otherwise: a workflow's outcomes may be neither. */
  other: z.int(),
  open: z.int(),
});
export type OverviewDay = z.infer<typeof overviewDay>;

const overviewQueue = z.strictObject({
  key: z.string(),
  title: z.string(),
  open: z.int(),
  unassigned: z.int(),
  late: z.int(),
  /** Due before the day ends, and not late yet. */
  today: z.int(),
});
export type OverviewQueue = z.infer<typeof overviewQueue>;

/** What the start page says. */
export const overview = z.strictObject({
  needs: z.strictObject({
    mine: z.strictObject({ open: z.int(), late: z.int(), withinHour: z.int() }),
    /** Verdicts of others that wait for this member's second look. */
    second: z.int(),
    /** Applications whose run met something it cannot go on from. */
    attention: z.int(),
    /** Connections that failed when they were last asked. */
    silent: z.array(z.strictObject({ id: z.string(), title: z.string(), since: z.iso.datetime() })),
    /** Stored decisions that come out otherwise when they are made once more; 0 for who may not read the audit. */
    differing: z.int(),
  }),
  queues: z.array(overviewQueue),
  now: figures,
  /** The same number of days before those. */
  before: figures,
  days: z.array(overviewDay),
  /** False until the first application ever came in. */
  hasApplications: z.boolean(),
});
export type Overview = z.infer<typeof overview>;
