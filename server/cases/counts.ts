import { and, eq, inArray, sql } from "drizzle-orm";
import { cases } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { workableStatuses } from "./policy";
import type { CaseCounts } from "./schema";

/** How many cases ask for action: the member's own, nobody's, and those past their time. */
export function countCases(ctx: Context): Promise<CaseCounts> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({
        mine: sql<number>`count(*) filter (where ${cases.assigneeId} = ${ctx.actor.id})::int`,
        unassigned: sql<number>`count(*) filter (where ${cases.assigneeId} is null)::int`,
        overdue: sql<number>`count(*) filter (where ${cases.dueAt} < ${ctx.at.toISOString()}::timestamptz)::int`,
      })
      .from(cases)
      .where(and(eq(cases.workspaceId, ctx.workspaceId), inArray(cases.status, [...workableStatuses])));
    return row ?? { mine: 0, unassigned: 0, overdue: 0 };
  });
}
