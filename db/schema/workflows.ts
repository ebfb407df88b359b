import { foreignKey, integer, json, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { at, idText, workspaceId } from "../columns";
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
    publishedBy: idText("published_by").notNull(),
    publishedAt: at("published_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.workflowId, t.version] }),
    foreignKey({
      columns: [t.workspaceId, t.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }),
  ],
);
