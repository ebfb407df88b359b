import { z } from "zod";
import { effectStatuses, runModes, runStatuses } from "@/db/enums/enums";
import { decisionView } from "@/server/applications/schema";
import { caseReason } from "@/server/cases/schema";
import type { RunEvent, RunState } from "@/server/engine/state";

export const runInput = z.strictObject({ runId: z.string().max(64) });

export const runSorts = ["newest", "oldest"] as const;

/** Standing at a node in its course, or in need of a person. */
export const runStands = ["waiting", "attention"] as const;

/** Filters of the list; each absent one means all. */
export const listRunsInput = z.strictObject({
  /** Key of the workflow. */
  workflow: z.string().max(64).optional(),
  version: z.int().min(1).optional(),
  /** Absent: every run but those that run silently beside another. */
  mode: z.enum(runModes).optional(),
  /** `active` = every status that is not an end. */
  status: z.enum(["active", ...runStatuses]).optional(),
  /** Started more than so many hours ago. */
  olderThanHours: z.int().min(1).max(87_600).optional(),
  /** Started within so many hours. */
  newerThanHours: z.int().min(1).max(87_600).optional(),
  /** Came to this node of the version; with `outlet` left it by that one, with `stands` stands there now. */
  node: z.string().max(64).optional(),
  /** Of a “for each” also its body, of an end the outcome it decided. Not of a split, which leaves by all its ways. */
  outlet: z.string().max(64).optional(),
  stands: z.enum(runStands).optional(),
  partyId: z.string().max(64).optional(),
  /** The caller's own reference, exactly. */
  reference: z.string().max(200).optional(),
  /** The caller's reference, the run's id, or the party's name or registration number. */
  search: z.string().trim().max(100).optional(),
  sort: z.enum(runSorts).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListRunsInput = z.output<typeof listRunsInput>;

const time = z.iso.datetime();

const runOutcome = z.strictObject({ key: z.string(), title: z.string(), kind: z.string() });

export const runRow = z.strictObject({
  id: z.string(),
  workflow: z.strictObject({ id: z.string(), key: z.string(), title: z.string(), version: z.int() }),
  party: z.strictObject({ id: z.string(), name: z.string() }),
  reference: z.string().nullable(),
  mode: z.enum(runModes),
  status: z.enum(runStatuses),
  /** The first incident's sentence. */
  attention: z.string().nullable(),
  /** The nodes where its tokens stand; none once it has ended. */
  standsAt: z.array(z.strictObject({ node: z.string(), title: z.string() })),
  /** The decision's outcome in the words of its version. */
  outcome: runOutcome.nullable(),
  startedAt: time,
  finishedAt: time.nullable(),
  /** What the run heard last, and when it was written. */
  lastEvent: z.strictObject({ seq: z.int(), type: z.string(), at: time }).nullable(),
});
export type RunRow = z.infer<typeof runRow>;

/** `total` is exact to 10,000; above, `more` is true and `count` is 10,000. */
export interface RunList {
  data: RunRow[];
  nextCursor: string | null;
  /** Only of the first page: the others are of the same list. */
  total?: { count: number; more: boolean };
}

/** How far back runs are counted, by when they started. */
export const countPeriods = { "24h": 24, "7d": 168, "30d": 720, "90d": 2160 } as const;
export type CountPeriod = keyof typeof countPeriods;

export const nodeCountsInput = z.strictObject({
  workflowId: z.string().max(64),
  version: z.int().min(1),
  period: z.enum(Object.keys(countPeriods) as [CountPeriod, ...CountPeriod[]]),
  /** Absent: every run but those that run silently beside another. */
  mode: z.enum(runModes).optional(),
});

const counted = { runs: z.int(), times: z.int() };

/** What the runs of one version did with its nodes. */
const nodeCounts = z.strictObject({
  /** How many started in the period. */
  runs: z.int(),
  /** Of them: still under way, and in need of a person. */
  open: z.int(),
  attention: z.int(),
  nodes: z.array(
    z.strictObject({
      node: z.string(),
      ...counted,
      waiting: z.int(),
      attention: z.int(),
      ways: z.array(z.strictObject({ outlet: z.string(), ...counted })),
      /** Half of those that waited there went on within so long, of the latest 5,000 runs; null where nobody has yet. */
      medianMs: z.number().nullable(),
    }),
  ),
});
export type NodeCounts = z.infer<typeof nodeCounts>;

/** One step of a run's path, in order; the canvas lights it up. */
export const runStep = z.strictObject({
  node: z.string(),
  visit: z.int(),
  /** The branch or item it belongs to; none on the main line. */
  frame: z.string().optional(),
  /** `null` while the token still stands here. */
  outlet: z.string().nullable(),
  enteredAt: time,
  leftAt: time.nullable(),
  /** What it waits for or suffers, in words. */
  state: z.enum(["left", "performing", "waiting", "incident"]),
  sentence: z.string().nullable(),
  output: z.unknown(),
  /** Of a “for each”: how many elements its list had, and how many have ended. */
  items: z.strictObject({ total: z.int(), done: z.int(), failed: z.int() }).optional(),
});
export type RunStep = z.infer<typeof runStep>;

/** A branch of a split, or one element of a “for each”: a line of the run beside its main one. */
const runLine = z.strictObject({
  /** What its steps carry as `frame`. */
  id: z.string(),
  /** The line it began on; null on the main one. */
  parent: z.string().nullable(),
  /** The split or “for each” that opened it, at which visit, and its outlet or place in the list. */
  node: z.string(),
  visit: z.int(),
  place: z.string(),
  kind: z.enum(["branch", "element"]),
  /** *Company*, or *Owner 2 · Jane Roe*. */
  title: z.string(),
  /** `arrived` waits at the join; `ended` was not waited for. */
  state: z.enum(["under_way", "incident", "arrived", "done", "failed", "ended"]),
  /** The word an element ended in. */
  result: z.string().nullable(),
});
export type RunLine = z.infer<typeof runLine>;

/** Another run of the same family, as a link shows it. */
const runRelative = z.strictObject({
  id: z.string(),
  title: z.string(),
  version: z.int(),
  status: z.enum(runStatuses),
  outcome: runOutcome.nullable(),
});
export type RunRelative = z.infer<typeof runRelative>;

/** A run that a sub-workflow step began. */
const runChild = runRelative.extend({
  node: z.string(),
  visit: z.int(),
  frame: z.string().nullable(),
});
export type RunChild = z.infer<typeof runChild>;

export const runIncident = z.strictObject({
  tokenId: z.string(),
  node: z.string(),
  frame: z.string().optional(),
  visit: z.int(),
  reason: z.string(),
  outlets: z.array(z.strictObject({ key: z.string(), title: z.string() })),
  /** Of a check: whom it asked about, and what came of each question. */
  subjects: z
    .array(
      z.strictObject({
        subject: z.string(),
        name: z.string().nullable(),
        capability: z.string(),
        connection: z.string(),
        attempts: z.int(),
        failure: z.string().nullable(),
        answer: z.record(z.string(), z.json()).nullable(),
      }),
    )
    .optional(),
});
export type RunIncident = z.infer<typeof runIncident>;

export const runView = runRow.extend({
  path: z.array(runStep),
  lines: z.array(runLine),
  /** The runs it is a part of, from the outermost to the one that waits for it. */
  ancestors: z.array(runRelative),
  /** The runs that its sub-workflow steps began, in their order. */
  children: z.array(runChild),
  incidents: z.array(runIncident),
  applicationId: z.string().nullable(),
  caseId: z.string().nullable(),
  decisionId: z.string().nullable(),
  decision: decisionView.nullable(),
  /** Rules that fired at the latest visit of their node, in sentences with their numbers. */
  why: z.array(caseReason),
  /** The finished run that this one re-opened, and those that re-opened this one. */
  reopens: z.string().nullable(),
  reopenedBy: z.array(z.string()),
  /** The party's data was erased: what the run knew is gone. */
  isErased: z.boolean(),
});
export type RunView = z.infer<typeof runView>;

const effectError = z.strictObject({ kind: z.string(), message: z.string() });

/** One attempt at one question to the world. */
export const runAttempt = z.strictObject({
  key: z.string(),
  node: z.string(),
  visit: z.int(),
  scope: z.string(),
  attempt: z.int(),
  status: z.enum(effectStatuses),
  plannedAt: time,
  startedAt: time.nullable(),
  leaseUntil: time.nullable(),
  finishedAt: time.nullable(),
  error: effectError.nullable(),
  /** What was asked and answered, without what is secret. */
  request: z.unknown(),
  response: z.unknown(),
  /** What went over the wire, when the plugin keeps it. */
  exchange: z.strictObject({ request: z.unknown(), response: z.unknown() }).nullable(),
});
export type RunAttempt = z.infer<typeof runAttempt>;

export const runRecord = z.strictObject({
  attempts: z.array(runAttempt),
  waits: z.array(
    z.strictObject({
      key: z.string(),
      node: z.string(),
      visit: z.int(),
      signal: z.string(),
      request: z.unknown(),
      openedAt: time,
      closedAt: time.nullable(),
    }),
  ),
  timers: z.array(z.strictObject({ key: z.string(), fireAt: time, closedAt: time.nullable() })),
});
export type RunRecord = z.infer<typeof runRecord>;

/** A page of the journal; 20,000 events are the most a run may have. */
export const runJournalInput = z.strictObject({
  runId: z.string().max(64),
  /** Events after this one. */
  cursor: z.int().min(0).max(20_000).optional(),
  limit: z.int().min(1).max(2_000).default(1_000),
});

export interface JournalEntry {
  seq: number;
  type: string;
  /** Why it changed nothing, when it did not. */
  ignored: string | null;
  recordedAt: string;
  /** Who let it hear: a member's name, the workspace's applicant, the system. */
  by: string | null;
  event: RunEvent;
}

export interface RunJournal {
  events: JournalEntry[];
  /** Where the next page begins; null when this was the last. */
  nextCursor: number | null;
  /** How many events there are in all. */
  seq: number;
  /** What is stored of the run, for comparison with what the journal leads to; on the last page. */
  stored: RunState | null;
}

const why = z.string().trim().min(3, "Say why, in a few words.").max(1000);

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
  tokenId: z.string().max(2000),
  answer: z.discriminatedUnion("action", [
    z.strictObject({ action: z.literal("retry") }),
    z.strictObject({
      action: z.literal("answer"),
      outlet: z.string().max(64),
      output: z.record(z.string(), z.json()),
    }),
    z.strictObject({ action: z.literal("skip"), outlet: z.string().max(64) }),
  ]),
  reason: why,
});

export const cancelRunInput = z.strictObject({
  runId: z.string().max(64),
  reason: why,
});

export const retryRunInput = z.strictObject({ runId: z.string().max(64), reason: why });

/** A signal that a wait node names. `key` is the sender's own: a copy is recognised by it. */
export const sendSignalInput = z.strictObject({
  runId: z.string().max(64),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,63}$/, "Use small letters, digits and _, starting with a letter."),
  key: z.string().min(1).max(200),
  payload: z.record(z.string(), z.json()).default({}),
});
