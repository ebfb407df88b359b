import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { at, idText, sealed, workspaceId } from "../columns";
import { channels, documentStates, requirementKinds, requirementStates } from "../enums/enums";
import { parties } from "./parties";
import { runs } from "./runs";
import { workspaces } from "./workspaces";

/** One party's passage through an onboarding workflow; has exactly one run. */
export const applications = pgTable(
  "applications",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: idText("id").notNull(),
    runId: idText("run_id").notNull(),
    partyId: idText("party_id").notNull(),
    workflowId: idText("workflow_id").notNull(),
    channel: text("channel", { enum: channels }).notNull(),
    /** The caller's own reference. */
    reference: text("reference"),
    locale: text("locale").notNull(),
    redirectUrl: text("redirect_url"),
    createdAt: at("created_at").notNull(),
    submittedAt: at("submitted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.runId),
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }),
    foreignKey({ columns: [t.workspaceId, t.partyId], foreignColumns: [parties.workspaceId, parties.id] }),
    index().on(t.workspaceId, t.partyId),
    index().on(t.workspaceId, t.reference),
  ],
);

/** A link an applicant opens. 256 random bits; only the SHA-256 is kept. */
export const applicantLinks = pgTable(
  "applicant_links",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    applicationId: idText("application_id").notNull(),
    tokenHash: idText("token_hash").notNull().unique(),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
    lastUsedAt: at("last_used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.applicationId],
      foreignColumns: [applications.workspaceId, applications.id],
    }),
  ],
);

/** An applicant's browser: the cookie the link was swapped for, hashed. Dies with its link. */
export const applicantVisits = pgTable(
  "applicant_visits",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    linkId: idText("link_id").notNull(),
    applicationId: idText("application_id").notNull(),
    tokenHash: idText("token_hash").notNull().unique(),
    device: text("device").notNull(),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.linkId],
      foreignColumns: [applicantLinks.workspaceId, applicantLinks.id],
    }),
  ],
);

/** What the applicant typed, one row per field, saved as they type. */
export const answers = pgTable(
  "answers",
  {
    workspaceId: workspaceId(),
    applicationId: idText("application_id").notNull(),
    formKey: idText("form_key").notNull(),
    /** Dotted from the form's root: `owners`, `legalName`, `address.city`. */
    path: idText("path").notNull(),
    value: sealed("value").notNull(),
    device: text("device").notNull(),
    savedAt: at("saved_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.applicationId, t.formKey, t.path] }),
    foreignKey({
      columns: [t.workspaceId, t.applicationId],
      foreignColumns: [applications.workspaceId, applications.id],
    }),
  ],
);

/** A submitted snapshot: what the run read. `waitKey` makes a double submit one. */
export const submissions = pgTable(
  "submissions",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    applicationId: idText("application_id").notNull(),
    waitKey: idText("wait_key").notNull(),
    body: sealed("body").notNull(),
    digest: text("digest").notNull(),
    device: text("device").notNull(),
    submittedAt: at("submitted_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.applicationId, t.waitKey),
    foreignKey({
      columns: [t.workspaceId, t.applicationId],
      foreignColumns: [applications.workspaceId, applications.id],
    }),
  ],
);

/** Something still owed by the applicant. The form, mails, case page and API all read this one list. */
export const requirements = pgTable(
  "requirements",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    applicationId: idText("application_id").notNull(),
    /** The wait (request information, collect) whose answer satisfies it. */
    waitKey: idText("wait_key"),
    /** `party`, or a path to one element: `forms.owners.owners[1]`. */
    subject: text("subject").notNull(),
    kind: text("kind", { enum: requirementKinds }).notNull(),
    /** Field path in the run's data, or document type. */
    key: text("key").notNull(),
    state: text("state", { enum: requirementStates }).notNull(),
    reasonCode: text("reason_code").notNull(),
    /** `{applicant, staff, subjectName}`: the words, under the party's key. */
    reason: sealed("reason").notNull(),
    /** Capabilities it blocks, e.g. `payouts`. */
    blocks: text("blocks").array().notNull(),
    /** Other sets of keys that would satisfy it. */
    alternatives: jsonb("alternatives").$type<string[][]>().notNull(),
    /** What asked for it: `rules` of the run, `rules:NODE` or `review:NODE`. */
    origin: text("origin").notNull(),
    /** What was given: `{value}` or `{documentId}`, with what stood there before, under the party's key. */
    evidence: sealed("evidence"),
    deadline: at("deadline"),
    createdAt: at("created_at").notNull(),
    answeredAt: at("answered_at"),
    settledAt: at("settled_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.applicationId, t.waitKey, t.subject, t.kind, t.key),
    foreignKey({
      columns: [t.workspaceId, t.applicationId],
      foreignColumns: [applications.workspaceId, applications.id],
    }),
  ],
);

export const documents = pgTable(
  "documents",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    applicationId: idText("application_id").notNull(),
    partyId: idText("party_id").notNull(),
    /** Document type key of the version (`passport`, `register_extract`). */
    type: text("type").notNull(),
    /** Whom it is about, by the handed-in answer that names it; `unnamed` when none does. */
    subject: text("subject").notNull(),
    state: text("state", { enum: documentStates }).notNull(),
    /** Why it was refused: a code of `server/documents/schema.ts`. */
    refusal: text("refusal"),
    uploadedAt: at("uploaded_at").notNull(),
    replacedBy: idText("replaced_by"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.applicationId],
      foreignColumns: [applications.workspaceId, applications.id],
    }),
    index().on(t.workspaceId, t.applicationId),
  ],
);

/** One uploaded file of a document, or one rendered page of it. Bytes live in storage under a random key, encrypted. */
export const documentFiles = pgTable(
  "document_files",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    documentId: idText("document_id").notNull(),
    role: text("role", { enum: ["original", "page"] }).notNull(),
    /** Order within the role, from 1. */
    position: integer("position").notNull(),
    mediaType: text("media_type").notNull(),
    bytes: integer("bytes").notNull(),
    width: integer("width"),
    height: integer("height"),
    /** SHA-256 of the plain bytes, hex. */
    sha256: text("sha256").notNull(),
    storageKey: idText("storage_key").notNull().unique(),
    /** Original file name, under the party's key: metadata only, never a path. */
    name: sealed("name"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.documentId],
      foreignColumns: [documents.workspaceId, documents.id],
    }),
    unique().on(t.workspaceId, t.documentId, t.role, t.position),
  ],
);

/** Mail that leaves, or would leave. Written in the transaction that causes it; a job delivers. */
export const messages = pgTable(
  "messages",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: idText("id").notNull(),
    partyId: idText("party_id").notNull(),
    applicationId: idText("application_id"),
    /** Command key or event that caused it: one message per cause. */
    causeKey: idText("cause_key").notNull(),
    template: text("template").notNull(),
    /** Key of the mail connection it leaves by; without one, the server's own. */
    connection: idText("connection"),
    status: text("status", { enum: ["queued", "sent", "failed", "held"] }).notNull(),
    /** `{to, subject, text}` under the party's key. */
    body: sealed("body").notNull(),
    createdAt: at("created_at").notNull(),
    sentAt: at("sent_at"),
    failure: text("failure"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.causeKey),
    index().on(t.workspaceId, t.createdAt),
  ],
);
