import { createHmac, type Hmac } from "node:crypto";
import { and, eq, lt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisionBatches, decisionBatchRows } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { requestFields } from "@/server/decisions/policy";
import { DomainError } from "@/server/errors";
import { canonicalJson } from "@/server/platform/canonical";
import { newId } from "@/server/platform/ids";
import { enqueue } from "@/server/platform/jobs";
import { sealJson } from "@/server/platform/seal";
import { liveVersion } from "@/server/workflows/live-version";
import { KEPT_HOURS } from "@/server/workspaces/forget-answers";
import { mine, namePlace, rowPlace } from "./find";
import { type NumberedRow, requestsOfCsv, requestsOfJsonLines } from "./read-rows";
import { type CreateBatchInput, type HeldRow, MAX_BATCH_BYTES, MAX_BATCH_ROWS } from "./schema";

/** Rows written at once. */
const CHUNK = 500;

export interface Upload extends CreateBatchInput {
  /** Repeating the upload with the same key finds the first's batch. */
  uploadKey: string;
  /** The file, as it comes. */
  bytes: AsyncIterable<Uint8Array>;
  /** The clock of each piece that is written: an upload may take minutes. */
  now?: () => Date;
}

/**
 * Takes in a file of requests and begins to decide them. The file is read as it comes and never held whole: each row is
 * sealed and written, those that cannot be decided with what is wrong. Only a file that came to its end is begun.
 */
export async function createBatch(
  ctx: Context,
  input: Upload,
): Promise<{ batchId: string; replayed: boolean }> {
  const { workflow, fields, known, batchId } = await claim(ctx, input);
  const digest = createHmac("sha256", ctx.keys.master).update(
    `${canonicalJson({ workflow: input.workflow, format: input.format, columns: input.columns ?? null })}\n`,
  );
  if (known) return recall(input, digest, known);
  try {
    const bytes = metered(input.bytes, digest);
    const rows =
      input.format === "csv"
        ? requestsOfCsv(bytes, input.columns, fields)
        : requestsOfJsonLines(bytes, fields);
    const counts = await takeIn(ctx, batchId, rows, input.now ?? (() => new Date()));
    await begin(ctx, batchId, {
      ...counts,
      digest: digest.digest("hex"),
      workflow: workflow.workflowId,
      version: workflow.version,
    });
    return { batchId, replayed: false };
  } catch (error) {
    await forget(ctx, batchId);
    throw error;
  }
}

/** The batch's row, made before anything is read: a copy of the upload under way meets it. */
function claim(ctx: Context, input: Upload) {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await liveVersion(ctx, { key: input.workflow });
    const fields = requestFields(workflow.document);
    if (!fields) {
      const message = `“${workflow.document.title}” begins with an application, so it cannot be asked for decisions.`;
      throw new DomainError("conflict", message, {
        issues: [{ path: "workflow", code: "no_decision_start", message }],
      });
    }
    const sameKey = and(
      eq(decisionBatches.workspaceId, ctx.workspaceId),
      eq(decisionBatches.createdBy, ctx.actor.id),
      eq(decisionBatches.uploadKey, input.uploadKey),
    );
    const since = new Date(ctx.at.getTime() - KEPT_HOURS * 3_600_000);
    await tx
      .update(decisionBatches)
      .set({ uploadKey: null })
      .where(and(sameKey, lt(decisionBatches.createdAt, since)));
    const batchId = newId("batch", ctx.at);
    const made = await tx
      .insert(decisionBatches)
      .values({
        workspaceId: ctx.workspaceId,
        id: batchId,
        workflowId: workflow.workflowId,
        version: workflow.version,
        format: input.format,
        status: "receiving",
        name: sealJson(ctx.keys.master, namePlace(ctx, batchId), input.name),
        createdBy: ctx.actor.id,
        uploadKey: input.uploadKey,
        createdAt: ctx.at,
        movedAt: ctx.at,
      })
      .onConflictDoNothing()
      .returning({ id: decisionBatches.id });
    const [known] = made.length > 0 ? [] : await tx.select().from(decisionBatches).where(sameKey);
    return { workflow, fields, batchId, known };
  });
}

/** The batch a copy of the upload made, once it is sure that it is a copy. */
async function recall(input: Upload, digest: Hmac, known: typeof decisionBatches.$inferSelect) {
  if (known.status === "receiving")
    throw new DomainError("conflict", "The first upload with this key is still under way.");
  for await (const _ of metered(input.bytes, digest));
  if (digest.digest("hex") !== known.digest)
    throw new DomainError("conflict", "This key came with another file before. Use a new one.", {
      issues: [{ path: "Idempotency-Key", code: "reused", message: "Use a new key for another file." }],
    });
  return { batchId: known.id, replayed: true };
}

async function* metered(bytes: AsyncIterable<Uint8Array>, digest: Hmac): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of bytes) {
    size += piece.byteLength;
    if (size > MAX_BATCH_BYTES)
      throw new DomainError("invalid", "The file is larger than 50 MB. Split it.", {
        issues: [{ path: "file", code: "too_large", message: "Send at most 50 MB at once." }],
      });
    digest.update(piece);
    yield piece;
  }
}

async function takeIn(
  ctx: Context,
  batchId: string,
  rows: AsyncIterable<NumberedRow>,
  now: () => Date,
): Promise<{ rows: number; failed: number }> {
  const rowOf = new Map<string, number>();
  const counts = { rows: 0, failed: 0 };
  let chunk: (typeof decisionBatchRows.$inferInsert)[] = [];
  const flush = async () => {
    await inTransaction({ ...ctx, at: now() }, async (tx, ctx) => {
      await tx.insert(decisionBatchRows).values(chunk);
      await tx.update(decisionBatches).set({ movedAt: ctx.at }).where(mine(ctx, batchId));
    });
    chunk = [];
  };
  for await (const read of rows) {
    if (++counts.rows > MAX_BATCH_ROWS)
      throw new DomainError("invalid", `A batch takes at most ${MAX_BATCH_ROWS} rows. Split the file.`, {
        issues: [{ path: "file", code: "too_many_rows", message: "Split the file." }],
      });
    const { row } = read;
    const reference = "request" in read ? read.request.reference : read.reference;
    const first = reference === undefined ? undefined : rowOf.get(reference);
    if (reference !== undefined && first === undefined) rowOf.set(reference, row);
    const issues =
      first !== undefined
        ? [{ path: "reference", code: "repeated", message: `Row ${first} has the same reference.` }]
        : "issues" in read
          ? read.issues
          : null;
    if (issues) counts.failed++;
    chunk.push({
      workspaceId: ctx.workspaceId,
      batchId,
      row,
      reference: first === undefined ? (reference ?? null) : null,
      state: issues ? "failed" : "pending",
      body:
        "request" in read && !issues
          ? sealJson(ctx.keys.master, rowPlace(ctx, batchId, row), {
              request: read.request,
              ...(read.own && { own: read.own }),
            } satisfies HeldRow)
          : null,
      issues,
    });
    if (chunk.length === CHUNK) await flush();
  }
  if (chunk.length > 0) await flush();
  if (counts.rows === 0)
    throw new DomainError("invalid", "The file has no rows.", {
      issues: [{ path: "file", code: "no_rows", message: "Send at least one row." }],
    });
  return counts;
}

function begin(
  ctx: Context,
  batchId: string,
  facts: { rows: number; failed: number; digest: string; workflow: string; version: number },
): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workspaceId } = ctx;
    await tx
      .update(decisionBatches)
      .set({ status: "running", digest: facts.digest })
      .where(mine(ctx, batchId));
    await recordAudit(tx, ctx, { subject: { kind: "batch", id: batchId }, action: "batch.created", facts });
    await enqueue(tx, "batch", { workspaceId, batchId }, { singletonKey: batchId });
  });
}

/** Nothing of a file that did not come to its end is kept. */
function forget(ctx: Context, batchId: string): Promise<void> {
  return inTransaction(ctx, async (tx: Tx, ctx) => {
    await tx
      .delete(decisionBatchRows)
      .where(and(eq(decisionBatchRows.workspaceId, ctx.workspaceId), eq(decisionBatchRows.batchId, batchId)));
    await tx.delete(decisionBatches).where(mine(ctx, batchId));
  });
}
