import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, idText, workspaceId } from "../columns";
import {
  changeKinds,
  migrationStates,
  movedStates,
  patchKinds,
  reviewStates,
  rolloutModes,
  scheduleStates,
} from "../enums/enums";
import { workspaces } from "./workspaces";

export const workflows = pgTable(
  "workflows",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: idText("id").notNull(),
    key: idText("key").notNull(),
    title: text("title").notNull(),
    liveVersion: integer("live_version"),
    createdAt: at("created_at").notNull(),
    archivedAt: at("archived_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique().on(t.workspaceId, t.key)],
);

/** The one draft of a workflow: what is being edited. `revision` grows with every saved change. */
export const workflowDrafts = pgTable(
  "workflow_drafts",
  {
    workspaceId: workspaceId(),
    workflowId: idText("workflow_id").notNull(),
    /** As text: a form asks in the order its properties stand in, which `jsonb` forgets. */
    document: json("document").$type<unknown>().notNull(),
    editor: jsonb("editor").$type<unknown>().notNull(),
    revision: integer("revision").notNull(),
    /** The version it was begun from; what was changed is what its patches say since. */
    basedOn: integer("based_on"),
    savedBy: idText("saved_by").notNull().default(""),
    savedAt: at("saved_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.workflowId] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }),
  ],
);

/** What each save changed: RFC 6902 there and back. Undo is this log read backwards; rows never change. */
export const workflowDraftPatches = pgTable(
  "workflow_draft_patches",
  {
    workspaceId: workspaceId(),
    workflowId: idText("workflow_id").notNull(),
    /** The revision it made. */
    revision: integer("revision").notNull(),
    kind: text("kind", { enum: patchKinds }).notNull(),
    /** Over `{document, editor}`. As text: operations may carry forms, whose order counts. */
    patch: json("patch").$type<unknown>().notNull(),
    inverse: json("inverse").$type<unknown>().notNull(),
    /** What was done, as the builder calls it: *Rename “Registry”*. */
    words: text("words"),
    /** What the window called the steps it saved at once, on the last of them: sent again, they are known by it. */
    sentAs: text("sent_as"),
    /** Whether the document itself changed, not only where its nodes stand. */
    changesDocument: boolean("changes_document").notNull(),
    savedBy: idText("saved_by").notNull(),
    savedAt: at("saved_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.workflowId, t.revision] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }),
    unique().on(t.workspaceId, t.workflowId, t.savedBy, t.sentAs),
  ],
);

/** The draft as it stood when somebody gave it a name. It stays when the draft is published or discarded. */
export const workflowCheckpoints = pgTable(
  "workflow_checkpoints",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    workflowId: idText("workflow_id").notNull(),
    title: text("title").notNull(),
    /** As text: a form asks in the order its properties stand in, which `jsonb` forgets. */
    document: json("document").$type<unknown>().notNull(),
    editor: jsonb("editor").$type<unknown>().notNull(),
    /** The draft's revision by then. */
    revision: integer("revision").notNull(),
    createdBy: idText("created_by").notNull(),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }),
    unique().on(t.workspaceId, t.workflowId, t.title),
  ],
);

/** Who is editing a draft: one at a time, as long as the lease is renewed. */
export const workflowDraftLeases = pgTable(
  "workflow_draft_leases",
  {
    workspaceId: workspaceId(),
    workflowId: idText("workflow_id").notNull(),
    holderId: idText("holder_id").notNull(),
    /** Tells two windows of one person apart. */
    deviceId: idText("device_id").notNull(),
    since: at("since").notNull(),
    until: at("until").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.workflowId] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }),
  ],
);

/** A second person's look at a change before it takes effect. */
export const workflowReviews = pgTable(
  "workflow_reviews",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    workflowId: idText("workflow_id").notNull(),
    change: text("change", { enum: changeKinds }).notNull(),
    /** What is asked about: a draft's revision, or a version. */
    revision: integer("revision"),
    version: integer("version"),
    percent: integer("percent"),
    state: text("state", { enum: reviewStates }).notNull(),
    note: text("note").notNull(),
    requestedBy: idText("requested_by").notNull(),
    requestedAt: at("requested_at").notNull(),
    decidedBy: idText("decided_by"),
    decidedAt: at("decided_at"),
    decisionNote: text("decision_note"),
    /** What the draft's saved tests came to when it was asked about. */
    tests: jsonb("tests").$type<unknown>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }),
    uniqueIndex("workflow_reviews_one_open")
      .on(t.workspaceId, t.workflowId)
      .where(sql`state in ('open', 'approved')`),
    index().on(t.workspaceId, t.workflowId, t.requestedAt),
  ],
);

/** What runs beside the live version, now. Who changed it when and why is the workflow's audit chain. */
export const workflowRollouts = pgTable(
  "workflow_rollouts",
  {
    workspaceId: workspaceId(),
    workflowId: idText("workflow_id").notNull(),
    version: integer("version").notNull(),
    mode: text("mode", { enum: rolloutModes }).notNull(),
    /** Of the parties, for a challenger. */
    percent: integer("percent"),
    startedBy: idText("started_by").notNull(),
    startedAt: at("started_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.workflowId, t.version] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId, t.version],
      foreignColumns: [workflowVersions.workspaceId, workflowVersions.workflowId, workflowVersions.version],
    }),
    uniqueIndex("workflow_rollouts_one_challenger")
      .on(t.workspaceId, t.workflowId)
      .where(sql`mode = 'challenger'`),
  ],
);

/** A version that becomes live by itself, later. */
export const workflowSchedules = pgTable(
  "workflow_schedules",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    workflowId: idText("workflow_id").notNull(),
    version: integer("version").notNull(),
    dueAt: at("due_at").notNull(),
    state: text("state", { enum: scheduleStates }).notNull(),
    reason: text("reason").notNull(),
    plannedBy: idText("planned_by").notNull(),
    plannedAt: at("planned_at").notNull(),
    endedAt: at("ended_at"),
    /** Why it did not happen, in a sentence. */
    failure: text("failure"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId, t.version],
      foreignColumns: [workflowVersions.workspaceId, workflowVersions.workflowId, workflowVersions.version],
    }),
    uniqueIndex("workflow_schedules_one_planned")
      .on(t.workspaceId, t.workflowId)
      .where(sql`state = 'planned'`),
    index("workflow_schedules_due").on(t.workspaceId, t.dueAt).where(sql`state = 'planned'`),
  ],
);

/** A due time of a workflow that begins by the clock: one row per time, whichever worker came first. */
export const scheduledStarts = pgTable(
  "scheduled_starts",
  {
    workspaceId: workspaceId(),
    workflowId: idText("workflow_id").notNull(),
    dueAt: at("due_at").notNull(),
    /** How many runs it began. */
    started: integer("started").notNull().default(0),
    /** The last party that was looked at; whoever goes on begins behind it. */
    lastPartyId: idText("last_party_id").notNull().default(""),
    beganAt: at("began_at").notNull(),
    endedAt: at("ended_at"),
    /** Why nothing, or not everything, began. */
    failure: text("failure"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.workflowId, t.dueAt] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }),
  ],
);

/** Runs of one version on their way to another. */
export const runMigrations = pgTable(
  "run_migrations",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    workflowId: idText("workflow_id").notNull(),
    toVersion: integer("to_version").notNull(),
    state: text("state", { enum: migrationStates }).notNull(),
    reason: text("reason").notNull(),
    startedBy: idText("started_by").notNull(),
    startedAt: at("started_at").notNull(),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId, t.toVersion],
      foreignColumns: [workflowVersions.workspaceId, workflowVersions.workflowId, workflowVersions.version],
    }),
    index().on(t.workspaceId, t.workflowId, t.startedAt),
  ],
);

export const runMigrationItems = pgTable(
  "run_migration_items",
  {
    workspaceId: workspaceId(),
    migrationId: idText("migration_id").notNull(),
    runId: idText("run_id").notNull(),
    fromVersion: integer("from_version").notNull(),
    state: text("state", { enum: movedStates }).notNull(),
    /** Why it stayed where it was; it names nodes, never what people typed. */
    why: text("why"),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.migrationId, t.runId] }),
    foreignKey({
      columns: [t.workspaceId, t.migrationId],
      foreignColumns: [runMigrations.workspaceId, runMigrations.id],
    }),
    index("run_migration_items_planned").on(t.workspaceId, t.migrationId).where(sql`state = 'planned'`),
  ],
);

/** Frozen at publish; a trigger refuses every update and delete. */
export const workflowVersions = pgTable(
  "workflow_versions",
  {
    workspaceId: workspaceId(),
    workflowId: idText("workflow_id").notNull(),
    version: integer("version").notNull(),
    /** As text: a form asks in the order its properties stand in, which `jsonb` forgets. */
    document: json("document").$type<unknown>().notNull(),
    editor: jsonb("editor").$type<unknown>().notNull(),
    /** SHA-256 of the document's canonical JSON (RFC 8785), hex. */
    hash: text("hash").notNull(),
    note: text("note").notNull(),
    /** How many changes a reader finds against the version before; null for the first. */
    changes: integer("changes"),
    /** What its saved tests came to when it was published. */
    tests: jsonb("tests").$type<unknown>(),
    /** The draft's last revision by then: who saved a later one has changed something since. */
    draftRevision: integer("draft_revision").notNull().default(0),
    publishedBy: idText("published_by").notNull(),
    publishedAt: at("published_at").notNull(),
    /** The second person, where the workspace asks for one. */
    approvedBy: idText("approved_by"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.workflowId, t.version] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }),
  ],
);
