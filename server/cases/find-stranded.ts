import { and, eq, isNull, lt } from "drizzle-orm";
import { caseVerdicts } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { enqueue } from "@/server/platform/jobs";

/** Its job begins within seconds; later than this it is lost, and a second one changes nothing. */
const PATIENCE_MS = 5 * 60_000;

/** Gives a job to every verdict whose own was lost. A verdict that waits for the second pair of eyes has none. */
export function findStrandedVerdicts(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx, ctx) => {
    const late = await tx
      .select({ id: caseVerdicts.id })
      .from(caseVerdicts)
      .where(
        and(
          eq(caseVerdicts.workspaceId, ctx.workspaceId),
          isNull(caseVerdicts.appliedAt),
          isNull(caseVerdicts.undoneAt),
          lt(caseVerdicts.effectiveAt, new Date(ctx.at.getTime() - PATIENCE_MS)),
        ),
      )
      .limit(500);
    for (const { id } of late) await enqueue(tx, "verdict", { workspaceId: ctx.workspaceId, verdictId: id });
    return late.length;
  });
}
