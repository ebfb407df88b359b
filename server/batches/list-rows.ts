import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { findBatch } from "./find";
import { batchRows } from "./rows";
import type { BatchRowView, listBatchRowsInput } from "./schema";

const ORDER = "batch rows";

/** A page of a batch's rows in the order of the file, all or those in one state. */
export function listBatchRows(
  ctx: Context,
  input: z.output<typeof listBatchRowsInput>,
): Promise<{ data: BatchRowView[]; nextCursor: string | null }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { batchId, state, limit } = input;
    await findBatch(tx, ctx, batchId);
    const place = readCursor(input.cursor, ORDER);
    const after = place ? Number(place.value) : 0;
    const rows = await batchRows(tx, ctx, { batchId, state, after, limit: limit + 1 });
    const data = rows.slice(0, limit).map(({ decisionRow: _, ...row }) => row);
    const last = data.at(-1);
    return {
      data,
      nextCursor: last && rows.length > limit ? writeCursor(ORDER, last.row, batchId) : null,
    };
  });
}
