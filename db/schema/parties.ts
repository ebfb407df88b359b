import { date, foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, idText, sealed, workspaceId } from "../columns";
import { partyKinds } from "../enums/enums";
import { workspaces } from "./workspaces";

/** Whom we decide about. `name` and `reference` are plain for search; erasing the party blanks them. */
export const parties = pgTable(
  "parties",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: idText("id").notNull(),
    kind: text("kind", { enum: partyKinds }).notNull(),
    name: text("name").notNull(),
    /** ISO 3166-1 alpha-2. */
    country: text("country"),
    /** Registration number of a business. */
    reference: text("reference"),
    /** The current data: `{path: {value, source, at}}`, under the party's key. */
    data: sealed("data"),
    /** When the party is due to be looked at again. */
    nextReviewOn: date("next_review_on", { mode: "string" }),
    createdAt: at("created_at").notNull(),
    updatedAt: at("updated_at").notNull(),
    erasedAt: at("erased_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index().on(t.workspaceId, t.name),
    index().on(t.workspaceId, t.nextReviewOn),
  ],
);

/** `from` owns, directs or represents `to`. A share is in basis points (10,000 = 100 %). */
export const relationships = pgTable(
  "relationships",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    fromPartyId: idText("from_party_id").notNull(),
    toPartyId: idText("to_party_id").notNull(),
    role: text("role", { enum: ["owner", "director", "representative", "parent"] }).notNull(),
    shareBps: integer("share_bps"),
    createdAt: at("created_at").notNull(),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.fromPartyId],
      foreignColumns: [parties.workspaceId, parties.id],
    }),
    foreignKey({ columns: [t.workspaceId, t.toPartyId], foreignColumns: [parties.workspaceId, parties.id] }),
    index().on(t.workspaceId, t.toPartyId),
    index().on(t.workspaceId, t.fromPartyId),
  ],
);
