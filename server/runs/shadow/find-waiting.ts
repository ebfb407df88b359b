import { and, asc, eq, gt, sql } from "drizzle-orm";
import { runs, shadowResults } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { enqueueAll } from "@/server/platform/jobs";

const MOST = 500;

/** Gives a job to every silent run whose deciding run has heard more since. */
export function findWaitingShadows(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workspaceId } = ctx;
    const rows = await tx
      .select({ runId: shadowResults.liveRunId, version: shadowResults.version })
      .from(shadowResults)
      .innerJoin(
        runs,
        and(
          eq(runs.workspaceId, shadowResults.workspaceId),
          eq(runs.id, shadowResults.liveRunId),
          gt(runs.seq, shadowResults.heardSeq),
        ),
      )
      .where(and(eq(shadowResults.workspaceId, workspaceId), sql`${shadowResults.state} = 'waiting'`))
      .orderBy(asc(shadowResults.liveRunId))
      .limit(MOST);
    await enqueueAll(
      tx,
      "shadow",
      rows.map(({ runId, version }) => ({ data: { workspaceId, runId, version: String(version) } })),
    );
    return rows.length;
  });
}
