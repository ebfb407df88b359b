import { integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { at, idText, sealed, workspaceId } from "../columns";
import { workspaces } from "./workspaces";

/** Who did what to what, when. Chained per subject by hash over the sealed bytes; never updated or deleted. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: idText("id").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: idText("subject_id").notNull(),
    /** Position in the subject's chain, from 1, without gaps. */
    seq: integer("seq").notNull(),
    action: text("action").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: idText("actor_id").notNull(),
    at: at("at").notNull(),
    /** Facts without personal data, as canonical JSON text: exactly what was hashed. */
    facts: text("facts").notNull(),
    /** Personal values, under the party's key. */
    body: sealed("body"),
    partyId: idText("party_id"),
    prevHash: text("prev_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.subjectKind, t.subjectId, t.seq),
  ],
);

/** Which seal covers an entry. A table of its own, so that entries are never updated. */
export const auditSealed = pgTable(
  "audit_sealed",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    entryId: idText("entry_id").notNull(),
    seal: integer("seal").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.entryId] })],
);

/** A signed batch: the hash of all entries since the last seal, also appended to a file outside the database. */
export const auditSeals = pgTable(
  "audit_seals",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    number: integer("number").notNull(),
    entries: integer("entries").notNull(),
    /** SHA-256 over the batch's entry hashes in id order. */
    root: text("root").notNull(),
    prevSignature: text("prev_signature").notNull(),
    signature: text("signature").notNull(),
    at: at("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.number] })],
);
