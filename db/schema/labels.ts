import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  date,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, idText, workspaceId } from "../columns";
import { labelKinds } from "../enums/enums";
import { parties } from "./parties";
import { runs } from "./runs";

/** What turned out about a party, or about one decision of it, later: facts that decisions are measured by. */
export const labels = pgTable(
  "labels",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    kind: text("kind", { enum: labelKinds }).notNull(),
    partyId: idText("party_id").notNull(),
    /** The decided run it is about; null: everything that was decided of the party. */
    runId: idText("run_id"),
    /** The day it became known. */
    knownOn: date("known_on", { mode: "string" }).notNull(),
    /** Who says so: a system's or a file's name, never a person's. */
    source: text("source").notNull().default(""),
    /** The source's own number, so that the same fact is not counted twice. */
    reference: text("reference").notNull().default(""),
    /** Minor units. */
    amount: bigint("amount", { mode: "number" }),
    currency: text("currency"),
    createdBy: idText("created_by").notNull(),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.partyId], foreignColumns: [parties.workspaceId, parties.id] }),
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }),
    uniqueIndex("labels_once").on(
      t.workspaceId,
      t.partyId,
      sql`coalesce(run_id, '')`,
      t.kind,
      t.knownOn,
      t.reference,
    ),
    index("labels_runs").on(t.workspaceId, t.runId).where(sql`run_id is not null`),
    index("labels_newest").on(t.workspaceId, t.createdAt, t.id),
    check("labels_money", sql`(amount is null) = (currency is null)`),
  ],
);
