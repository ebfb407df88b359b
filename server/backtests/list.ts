import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import { backtests } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { requireWorkflow } from "./find";
import type { BacktestView, listBacktestsInput } from "./schema";
import { backtestViews } from "./views";

const ORDER = "backtests";

/** A page of a workflow's backtests, the newest first. */
export function listBacktests(
  ctx: Context,
  input: z.output<typeof listBacktestsInput>,
): Promise<{ data: BacktestView[]; nextCursor: string | null }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workflowId, limit } = input;
    await requireWorkflow(tx, ctx, workflowId);
    const place = readCursor(input.cursor, ORDER);
    const rows = await backtestViews(tx, ctx, {
      where: and(eq(backtests.workflowId, workflowId), place ? lt(backtests.id, place.id) : undefined),
      orderBy: [desc(backtests.id)],
      limit: limit + 1,
    });
    const data = rows.slice(0, limit);
    const last = data.at(-1);
    return { data, nextCursor: last && rows.length > limit ? writeCursor(ORDER, "", last.id) : null };
  });
}
