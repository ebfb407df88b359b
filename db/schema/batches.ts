import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { at, idText, sealed, workspaceId } from "../columns";
import { batchFormats, batchRowStates, batchStatuses } from "../enums/enums";
import { runs } from "./runs";
import { workflowVersions } from "./workflows";

/** A file of requests that are decided one by one, all by the version that was live when it came. */
export const decisionBatches = pgTable(
  "decision_batches",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    workflowId: idText("workflow_id").notNull(),
    version: integer("version").notNull(),
    format: text("format", { enum: batchFormats }).notNull(),
    status: text("status", { enum: batchStatuses }).notNull(),
    /** The file's own name, under the master key. */
    name: sealed("name").notNull(),
    createdBy: idText("created_by").notNull(),
    /** Idempotency-Key of the upload, and the keyed digest of what came with it. */
    uploadKey: idText("upload_key"),
    digest: text("digest"),
    createdAt: at("created_at").notNull(),
    /** When a row was last taken in or decided. */
    movedAt: at("moved_at").notNull(),
    finishedAt: at("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.createdBy, t.uploadKey),
    foreignKey({
      columns: [t.workspaceId, t.workflowId, t.version],
      foreignColumns: [workflowVersions.workspaceId, workflowVersions.workflowId, workflowVersions.version],
    }),
    index().on(t.workspaceId, t.workflowId, t.id),
  ],
);

/** One request of a batch. What it brought is forgotten as soon as its run holds it, under the party's own key. */
export const decisionBatchRows = pgTable(
  "decision_batch_rows",
  {
    workspaceId: workspaceId(),
    batchId: idText("batch_id").notNull(),
    /** Where it stands in the file: the line a spreadsheet shows. */
    row: integer("row").notNull(),
    /** The caller's own; a repeated one is decided once. */
    reference: text("reference"),
    state: text("state", { enum: batchRowStates }).notNull(),
    /** `{input, party}` under the master key, until its run is begun. */
    body: sealed("body"),
    /** What is wrong with it, without any value. */
    issues: jsonb("issues").$type<{ path: string; code: string; message: string }[]>(),
    runId: idText("run_id"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.batchId, t.row] }),
    unique().on(t.workspaceId, t.batchId, t.reference),
    unique().on(t.workspaceId, t.runId),
    foreignKey({
      columns: [t.workspaceId, t.batchId],
      foreignColumns: [decisionBatches.workspaceId, decisionBatches.id],
    }),
    foreignKey({ columns: [t.workspaceId, t.runId], foreignColumns: [runs.workspaceId, runs.id] }),
    index().on(t.workspaceId, t.batchId, t.state, t.row),
  ],
);
