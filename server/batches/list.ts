import { and, desc, eq, lt, ne } from "drizzle-orm";
import type { z } from "zod";
import { decisionBatches, workflows } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import type { BatchView, listBatchesInput } from "./schema";
import { batchViews } from "./views";

const ORDER = "batches";

/** A page of the workspace's batches, the newest first. Ids grow with time, so they are the order. */
export function listBatches(
  ctx: Context,
  input: z.output<typeof listBatchesInput>,
): Promise<{ data: BatchView[]; nextCursor: string | null }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workflow, status, limit } = input;
    const place = readCursor(input.cursor, ORDER);
    const rows = await batchViews(tx, ctx, {
      where: and(
        ne(decisionBatches.status, "receiving"),
        workflow ? eq(workflows.key, workflow) : undefined,
        status ? eq(decisionBatches.status, status) : undefined,
        place ? lt(decisionBatches.id, place.id) : undefined,
      ),
      orderBy: [desc(decisionBatches.id)],
      limit: limit + 1,
    });
    const data = rows.slice(0, limit);
    const last = data.at(-1);
    return {
      data,
      nextCursor: last && rows.length > limit ? writeCursor(ORDER, "", last.id) : null,
    };
  });
}
