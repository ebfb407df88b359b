import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, idText, workspaceId } from "../columns";
import { listChangeKinds, listChangeStates, listKinds } from "../enums/enums";
import { workspaces } from "./workspaces";

/** Values that rules ask about by the list's key: who is blocked, who is trusted, whatever a company keeps. */
export const lists = pgTable(
  "lists",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: idText("id").notNull(),
    key: idText("key").notNull(),
    title: text("title").notNull(),
    description: text("description").notNull(),
    kind: text("kind", { enum: listKinds }).notNull(),
    /** Large and small letters are the same. Cannot be changed: it is part of what entries are looked up by. */
    ignoresCase: boolean("ignores_case").notNull(),
    /** A change counts once another member has approved it. */
    needsApproval: boolean("needs_approval").notNull(),
    createdAt: at("created_at").notNull(),
    createdBy: idText("created_by").notNull(),
    /** Of the list or of an entry. */
    changedAt: at("changed_at").notNull(),
    archivedAt: at("archived_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique().on(t.workspaceId, t.key)],
);

/** What somebody did to entries of a list: one of them, or all rows of a file. */
export const listChanges = pgTable(
  "list_changes",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    listId: idText("list_id").notNull(),
    kind: text("kind", { enum: listChangeKinds }).notNull(),
    state: text("state", { enum: listChangeStates }).notNull(),
    /** Entries it is about. */
    entries: integer("entries").notNull(),
    reason: text("reason").notNull(),
    proposedAt: at("proposed_at").notNull(),
    proposedBy: idText("proposed_by").notNull(),
    decidedAt: at("decided_at"),
    decidedBy: idText("decided_by"),
    note: text("note"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.listId], foreignColumns: [lists.workspaceId, lists.id] }),
    index().on(t.workspaceId, t.listId, t.id),
    index("list_changes_waiting").on(t.workspaceId, t.listId, t.id).where(sql`state = 'waiting'`),
  ],
);

/**
 * What was known of an entry, over two times: when it holds (`valid_…`) and when that was known here (`recorded_…`). A
 * row is never changed but for the ends of the second, each set once: any day of the past reads as it was.
 */
export const listEntries = pgTable(
  "list_entries",
  {
    workspaceId: workspaceId(),
    listId: idText("list_id").notNull(),
    /** The same for all that was ever known of one value. */
    entryId: idText("entry_id").notNull(),
    changeId: idText("change_id").notNull(),
    /** As people write it. */
    value: text("value").notNull(),
    /** What look-ups ask for. */
    sought: idText("sought").notNull(),
    validFrom: at("valid_from").notNull(),
    /** Null: it does not expire. */
    validTo: at("valid_to"),
    /** It ended because somebody took it off. */
    isWithdrawn: boolean("is_withdrawn").notNull(),
    reason: text("reason").notNull(),
    owner: text("owner").notNull(),
    /** The change whose row this one takes the place of; null for a value that was not known before. */
    replaces: idText("replaces"),
    /** Null while it waits for a second pair of eyes, and for ever when they refused it. */
    recordedFrom: at("recorded_from"),
    recordedTo: at("recorded_to"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.listId, t.entryId, t.changeId] }),
    foreignKey({ columns: [t.workspaceId, t.listId], foreignColumns: [lists.workspaceId, lists.id] }),
    foreignKey({
      columns: [t.workspaceId, t.changeId],
      foreignColumns: [listChanges.workspaceId, listChanges.id],
    }),
    // All that was ever known of a value stands together: a look-up as of any time is one scan of this.
    index("list_entries_sought").on(t.workspaceId, t.listId, t.sought, t.recordedFrom),
    uniqueIndex("list_entries_known")
      .on(t.workspaceId, t.listId, t.sought)
      .where(sql`recorded_from is not null and recorded_to is null`),
    // Pages of what is known now, the newest first.
    index("list_entries_paged")
      .on(t.workspaceId, t.listId, t.entryId)
      .where(sql`recorded_from is not null and recorded_to is null`),
    index().on(t.workspaceId, t.changeId),
  ],
);
