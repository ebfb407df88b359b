import { foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, idText, workspaceId } from "../columns";
import { rerunOrigins, rerunResults } from "../enums/enums";
import { decisions } from "./runs";

/** A stored decision was made once more on its own version. What came out is written down and never changed. */
export const decisionReruns = pgTable(
  "decision_reruns",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    decisionId: idText("decision_id").notNull(),
    origin: text("origin", { enum: rerunOrigins }).notNull(),
    /** The member who asked; the engine for those of the night. */
    by: idText("by").notNull(),
    result: text("result", { enum: rerunResults }).notNull(),
    /** What came out otherwise, by name alone: values stand in the decision and its journal. */
    differs: text("differs").array().notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.decisionId],
      foreignColumns: [decisions.workspaceId, decisions.id],
    }),
    index().on(t.workspaceId, t.decisionId, t.at),
    index().on(t.workspaceId, t.result, t.at),
  ],
);

/** One night's re-runs: how many decisions were looked at, and what came of it. */
export const rerunRounds = pgTable(
  "rerun_rounds",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    startedAt: at("started_at").notNull(),
    finishedAt: at("finished_at").notNull(),
    /** Decisions since the round before, and of those that are older a sample. */
    recent: integer("recent").notNull(),
    sampled: integer("sampled").notNull(),
    same: integer("same").notNull(),
    different: integer("different").notNull(),
    /** Their party was erased: what they were made from is gone. */
    erased: integer("erased").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index().on(t.workspaceId, t.startedAt)],
);
