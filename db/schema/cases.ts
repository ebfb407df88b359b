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
import { caseStatuses, verdicts } from "../enums/enums";
import { parties } from "./parties";
import { queues } from "./workspaces";

/** The unit of human work. One open case per party and queue. */
export const cases = pgTable(
  "cases",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    /** Shown to people as C-123; counts per workspace. */
    number: integer("number").notNull(),
    queue: idText("queue").notNull(),
    partyId: idText("party_id").notNull(),
    runId: idText("run_id").notNull(),
    applicationId: idText("application_id"),
    /** The review wait this case answers now. */
    waitKey: idText("wait_key").notNull(),
    status: text("status", { enum: caseStatuses }).notNull(),
    assigneeId: idText("assignee_id"),
    proposedOutcome: text("proposed_outcome"),
    score: integer("score"),
    /** Codes behind the proposal, so that a list can name the first without opening anybody's data. */
    reasonCodes: text("reason_codes").array().notNull().default([]),
    /** The node asks for two different members to agree before approval or decline. */
    fourEyes: text("four_eyes", { enum: ["none", "approve", "both"] }).notNull(),
    openedAt: at("opened_at").notNull(),
    dueAt: at("due_at").notNull(),
    closedAt: at("closed_at"),
    /** Grows with every change; a stale write is refused. */
    revision: integer("revision").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.number),
    foreignKey({ columns: [t.workspaceId, t.partyId], foreignColumns: [parties.workspaceId, parties.id] }),
    foreignKey({ columns: [t.workspaceId, t.queue], foreignColumns: [queues.workspaceId, queues.key] }),
    uniqueIndex("cases_one_open")
      .on(t.workspaceId, t.partyId, t.queue)
      .where(sql`status not in ('decided', 'cancelled')`),
    index().on(t.workspaceId, t.status, t.dueAt, t.id),
    index().on(t.workspaceId, t.assigneeId, t.status),
    index().on(t.workspaceId, t.openedAt, t.id),
    index().on(t.workspaceId, t.runId),
  ],
);

/** What a member decided. It reaches the run at `effectiveAt` unless undone before. */
export const caseVerdicts = pgTable(
  "case_verdicts",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    caseId: idText("case_id").notNull(),
    waitKey: idText("wait_key").notNull(),
    memberId: idText("member_id").notNull(),
    verdict: text("verdict", { enum: verdicts }).notNull(),
    /** 1 = first pair of eyes, 2 = second. */
    step: integer("step").notNull(),
    reasonCodes: text("reason_codes").array().notNull(),
    /** `{note, items}` under the party's key. */
    body: sealed("body").notNull(),
    at: at("at").notNull(),
    effectiveAt: at("effective_at").notNull(),
    undoneAt: at("undone_at"),
    /** Set when the verdict reached the run, or waits for the second pair of eyes. */
    appliedAt: at("applied_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.caseId], foreignColumns: [cases.workspaceId, cases.id] }),
    uniqueIndex("case_verdicts_one_per_step")
      .on(t.workspaceId, t.caseId, t.waitKey, t.step)
      .where(sql`undone_at is null`),
    index().on(t.workspaceId, t.caseId, t.at),
  ],
);

export const caseNotes = pgTable(
  "case_notes",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    caseId: idText("case_id").notNull(),
    memberId: idText("member_id").notNull(),
    body: sealed("body").notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.caseId], foreignColumns: [cases.workspaceId, cases.id] }),
    index().on(t.workspaceId, t.caseId, t.at),
  ],
);
