import { and, gt } from "drizzle-orm";
import type { z } from "zod";
import { backtestRecords } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { candidateOf } from "./candidate";
import { findBacktest } from "./find";
import { recordsWhere, recordViews } from "./records";
import type { BacktestRecordView, listRecordsInput } from "./schema";

const ORDER = "backtest records";

/** A page of the decisions that would come out otherwise, or could not be replayed; the oldest first. */
export function listBacktestRecords(
  ctx: Context,
  input: z.output<typeof listRecordsInput>,
): Promise<{ data: BacktestRecordView[]; nextCursor: string | null }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { backtestId, cursor, limit, ...filter } = input;
    const backtest = await findBacktest(tx, ctx, backtestId);
    const place = readCursor(cursor, ORDER);
    const rows = await recordViews(tx, ctx, backtestId, candidateOf(backtest).document, {
      where: and(recordsWhere(filter), place ? gt(backtestRecords.runId, place.id) : undefined),
      limit: limit + 1,
    });
    const data = rows.slice(0, limit);
    const last = data.at(-1);
    return { data, nextCursor: last && rows.length > limit ? writeCursor(ORDER, "", last.runId) : null };
  });
}
