import { foreignKey, index, integer, json, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, idText, workspaceId } from "../columns";
import { backtestFindings, backtestStates, labelVerdicts } from "../enums/enums";
import { runs } from "./runs";
import { workflows } from "./workflows";

/** A draft or a version, replayed over what was decided. When it has ended it never changes again. */
export const backtests = pgTable(
  "backtests",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    workflowId: idText("workflow_id").notNull(),
    title: text("title").notNull(),
    state: text("state", { enum: backtestStates }).notNull(),
    /** What is replayed: this version, or the draft at this revision. */
    version: integer("version"),
    revision: integer("revision"),
    /** SHA-256 of the document's canonical JSON: a version that is published later is known by it. */
    hash: text("hash").notNull(),
    /** Frozen. As text: a form asks in the order its properties stand in, which `jsonb` forgets. */
    document: json("document").$type<unknown>().notNull(),
    /** Which decisions: period, versions, outcomes, modes, sample. */
    filter: jsonb("filter").$type<unknown>().notNull(),
    /** How many decisions that are, of how many that the filter lets through. */
    chosen: integer("chosen").notNull(),
    matching: integer("matching").notNull(),
    done: integer("done").notNull().default(0),
    /** The last run that was replayed: whoever goes on begins behind it. */
    lastRunId: idText("last_run_id").notNull().default(""),
    /** Sums so far, in keys and counts. */
    tally: jsonb("tally").$type<unknown>().notNull(),
    startedBy: idText("started_by").notNull(),
    startedAt: at("started_at").notNull(),
    /** When a decision was last replayed. */
    movedAt: at("moved_at").notNull(),
    endedAt: at("ended_at"),
    /** Why it stopped, in a sentence. */
    failure: text("failure"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }),
    index().on(t.workspaceId, t.workflowId, t.id),
    index("backtests_hash").on(t.workspaceId, t.workflowId, t.hash),
  ],
);

/** One decision that would have come out otherwise, or that could not be replayed. Keys only, never what people said. */
export const backtestRecords = pgTable(
  "backtest_records",
  {
    workspaceId: workspaceId(),
    backtestId: idText("backtest_id").notNull(),
    runId: idText("run_id").notNull(),
    finding: text("finding", { enum: backtestFindings }).notNull(),
    decided: text("decided").notNull(),
    /** What it would have come to; null when it could not be replayed. */
    replayed: text("replayed"),
    decidedCodes: text("decided_codes").array().notNull(),
    replayedCodes: text("replayed_codes").array().notNull(),
    /** Rules that fire now and did not, and the reverse: `node/code`. */
    gained: text("gained").array().notNull(),
    lost: text("lost").array().notNull(),
    label: text("label", { enum: labelVerdicts }),
    /** Where it stands or cannot go on, and why in a word. */
    node: text("node"),
    reason: text("reason"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.backtestId, t.runId] }),
    foreignKey({
      columns: [t.workspaceId, t.backtestId],
      foreignColumns: [backtests.workspaceId, backtests.id],
    }),
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }),
    index("backtest_records_kinds").on(
      t.workspaceId,
      t.backtestId,
      t.finding,
      t.decided,
      t.replayed,
      t.runId,
    ),
  ],
);
