import { and, asc, eq, gt } from "drizzle-orm";
import type { z } from "zod";
import { runEvents, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import type { JournalLine, listRunEventsInput } from "./schema";

const ORDER = "journal";

/** A page of a run's journal in its order: what was heard and when, without what it said. */
export function listRunEvents(
  ctx: Context,
  input: z.output<typeof listRunEventsInput>,
): Promise<{ data: JournalLine[]; nextCursor: string | null }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { runId, limit } = input;
    const [run] = await tx
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId)));
    if (!run) throw new DomainError("not_found", "This run does not exist.");
    const place = readCursor(input.cursor, ORDER);
    const rows = await tx
      .select({
        seq: runEvents.seq,
        type: runEvents.type,
        ignored: runEvents.ignored,
        at: runEvents.at,
        recordedAt: runEvents.recordedAt,
        digest: runEvents.digest,
      })
      .from(runEvents)
      .where(
        and(
          eq(runEvents.workspaceId, ctx.workspaceId),
          eq(runEvents.runId, runId),
          place ? gt(runEvents.seq, Number(place.value)) : undefined,
        ),
      )
      .orderBy(asc(runEvents.seq))
      .limit(limit + 1);
    const data = rows.slice(0, limit).map((row) => ({
      ...row,
      at: row.at.toISOString(),
      recordedAt: row.recordedAt.toISOString(),
    }));
    const last = data.at(-1);
    return {
      data,
      nextCursor: last && rows.length > limit ? writeCursor(ORDER, last.seq, runId) : null,
    };
  });
}
