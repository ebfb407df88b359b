import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, idText, sealed, workspaceId } from "../columns";
import { checkStatuses, effectStatuses, runModes, runStatuses, shadowStates } from "../enums/enums";
import { parties } from "./parties";
import { workflowVersions } from "./workflows";

/** One execution of a version, pinned to it for life. `state` is a cache of the journal, under the party's key,
 * and may lag behind it. */
export const runs = pgTable(
  "runs",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    workflowId: idText("workflow_id").notNull(),
    version: integer("version").notNull(),
    partyId: idText("party_id").notNull(),
    mode: text("mode", { enum: runModes }).notNull().default("live"),
    /** The run that decides, for one that runs silently beside it. */
    shadowOfRunId: idText("shadow_of_run_id"),
    /** Set when the run re-opens a finished one. */
    reopensRunId: idText("reopens_run_id"),
    /** The run whose sub-workflow this one is, and the key under which that one waits for its end. */
    parentRunId: idText("parent_run_id"),
    parentKey: text("parent_key"),
    /** How many runs stand above this one. */
    depth: integer("depth").notNull().default(0),
    /** The caller's own reference, for runs that the API started. */
    reference: text("reference"),
    status: text("status", { enum: runStatuses }).notNull(),
    /** Number of the last journal event. */
    seq: integer("seq").notNull(),
    state: sealed("state").notNull(),
    /** How many of the last journal events `state` does not hold yet; it is brought up to date by replaying them. */
    behind: integer("behind").notNull().default(0),
    /** Why the run needs attention; the first incident's sentence, free of personal data. */
    attention: text("attention"),
    /** Keys of the nodes where its tokens stand. */
    standsAt: text("stands_at").array().notNull().default(sql`'{}'`),
    /** Where it has been, by keys alone (`trail/policy.ts`), as far as `state` knows. Null: written before there was one. */
    trail: text("trail"),
    startedAt: at("started_at").notNull(),
    finishedAt: at("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId, t.version],
      foreignColumns: [workflowVersions.workspaceId, workflowVersions.workflowId, workflowVersions.version],
    }),
    foreignKey({ columns: [t.workspaceId, t.partyId], foreignColumns: [parties.workspaceId, parties.id] }),
    foreignKey({ columns: [t.workspaceId, t.parentRunId], foreignColumns: [t.workspaceId, t.id] }),
    uniqueIndex("runs_one_child")
      .on(t.workspaceId, t.parentRunId, t.parentKey)
      .where(sql`parent_run_id is not null`),
    index().on(t.workspaceId, t.workflowId, t.startedAt),
    index().on(t.workspaceId, t.startedAt, t.id),
    index().on(t.workspaceId, t.reference),
    index().on(t.workspaceId, t.partyId),
    // By what changes seldom: an index that named the status would be written at every step.
    index("runs_attention").on(t.workspaceId, t.startedAt, t.id).where(sql`attention is not null`),
    index("runs_open").on(t.workspaceId, t.startedAt, t.id).where(sql`finished_at is null`),
    uniqueIndex("runs_shadows")
      .on(t.workspaceId, t.shadowOfRunId, t.version)
      .where(sql`shadow_of_run_id is not null`),
  ],
);

/** How a silent run compares with the one that decided. Codes and counts only. */
export const shadowResults = pgTable(
  "shadow_results",
  {
    workspaceId: workspaceId(),
    runId: idText("run_id").notNull(),
    liveRunId: idText("live_run_id").notNull(),
    workflowId: idText("workflow_id").notNull(),
    version: integer("version").notNull(),
    liveVersion: integer("live_version").notNull(),
    state: text("state", { enum: shadowStates }).notNull(),
    /** Number of the last journal event of the live run that it was told of. */
    heardSeq: integer("heard_seq").notNull(),
    outcome: text("outcome"),
    reasonCodes: text("reason_codes").array(),
    liveOutcome: text("live_outcome"),
    liveReasonCodes: text("live_reason_codes").array(),
    /** Rules that fired on either side (`node/code`), and how many questions each asked of vendors; null: not counted. */
    rules: text("rules").array(),
    liveRules: text("live_rules").array(),
    calls: integer("calls"),
    liveCalls: integer("live_calls"),
    /** Node at which the two went apart, and why in a word. */
    node: text("node"),
    reason: text("reason"),
    startedAt: at("started_at").notNull(),
    comparedAt: at("compared_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.runId] }),
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }),
    foreignKey({ columns: [t.workspaceId, t.liveRunId], foreignColumns: [runs.workspaceId, runs.id] }),
    index().on(t.workspaceId, t.workflowId, t.version, t.startedAt),
    index("shadow_results_waiting").on(t.workspaceId, t.liveRunId).where(sql`state = 'waiting'`),
  ],
);

/** The journal: every event the interpreter heard, in order, never changed. `digest` is over the sealed bytes. */
export const runEvents = pgTable(
  "run_events",
  {
    workspaceId: workspaceId(),
    runId: idText("run_id").notNull(),
    seq: integer("seq").notNull(),
    type: text("type").notNull(),
    /** Set when the event changed nothing: it came late, twice, or after the end. */
    ignored: text("ignored"),
    at: at("at").notNull(),
    recordedAt: at("recorded_at").notNull(),
    body: sealed("body").notNull(),
    digest: text("digest").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.runId, t.seq] }),
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }),
  ],
);

/** The three facts of a vendor call: planned with its key, started, answered. */
export const effects = pgTable(
  "effects",
  {
    workspaceId: workspaceId(),
    runId: idText("run_id").notNull(),
    key: idText("key").notNull(),
    node: text("node").notNull(),
    scope: text("scope").notNull(),
    attempt: integer("attempt").notNull(),
    status: text("status", { enum: effectStatuses }).notNull(),
    request: sealed("request").notNull(),
    result: sealed("result"),
    /** What went over the wire, masked: `{request, response}`, for people to read. Never a credential. */
    exchange: sealed("exchange"),
    plannedAt: at("planned_at").notNull(),
    startedAt: at("started_at"),
    /** Until then the worker that started it is believed to be at it; by the database's clock. */
    leaseUntil: at("lease_until"),
    finishedAt: at("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.runId, t.key] }),
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }),
    index("effects_due").on(t.workspaceId, t.plannedAt).where(sql`status in ('planned', 'started')`),
  ],
);

/** Back-offs and deadlines of a run. A job fires each; the row says whether it still counts. */
export const runTimers = pgTable(
  "run_timers",
  {
    workspaceId: workspaceId(),
    runId: idText("run_id").notNull(),
    key: idText("key").notNull(),
    fireAt: at("fire_at").notNull(),
    /** Set when it fired or was cancelled. */
    closedAt: at("closed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.runId, t.key] }),
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }),
    index("run_timers_open").on(t.workspaceId, t.fireAt).where(sql`closed_at is null`),
  ],
);

/** What a run waits for from outside: form pages, requirements, a verdict. Closed when answered or over. */
export const waits = pgTable(
  "waits",
  {
    workspaceId: workspaceId(),
    runId: idText("run_id").notNull(),
    key: idText("key").notNull(),
    node: text("node").notNull(),
    visit: integer("visit").notNull(),
    signal: text("signal").notNull(),
    request: sealed("request").notNull(),
    openedAt: at("opened_at").notNull(),
    closedAt: at("closed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.runId, t.key] }),
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }),
  ],
);

/** A check's final answer for one subject, for people and search; the journal holds the same fact for replay. */
export const checks = pgTable(
  "checks",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    runId: idText("run_id").notNull(),
    partyId: idText("party_id").notNull(),
    /** Command key of the answered request: one row per answer. */
    effectKey: idText("effect_key").notNull(),
    node: text("node").notNull(),
    visit: integer("visit").notNull(),
    subject: text("subject").notNull(),
    capability: text("capability").notNull(),
    status: text("status", { enum: checkStatuses }).notNull(),
    /** `{label, sentence, details, source, subjectName}` under the party's key. */
    body: sealed("body").notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.runId, t.effectKey),
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }),
  ],
);

/** Exactly one per run, by the unique key, and never changed. */
export const decisions = pgTable(
  "decisions",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    runId: idText("run_id").notNull(),
    partyId: idText("party_id").notNull(),
    outcome: text("outcome").notNull(),
    outcomeKind: text("outcome_kind").notNull(),
    reasonCodes: text("reason_codes").array().notNull(),
    /** `{outputs, score}` under the party's key. */
    body: sealed("body").notNull(),
    digest: text("digest").notNull(),
    /** `system` when the workflow decided alone, else the members who did. */
    decidedBy: text("decided_by").array().notNull(),
    decidedAt: at("decided_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.runId),
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }),
    index().on(t.workspaceId, t.decidedAt),
  ],
);
