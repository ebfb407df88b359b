import { and, asc, eq, isNull } from "drizzle-orm";
import { members } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { can } from "@/server/workspaces/policy";

/** Who a case can be given to: the members whose role decides cases. */
export function listAssignees(ctx: Context): Promise<{ id: string; name: string }[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .select({ id: members.id, name: members.name, role: members.role })
      .from(members)
      .where(and(eq(members.workspaceId, ctx.workspaceId), isNull(members.removedAt)))
      .orderBy(asc(members.name), asc(members.id));
    return rows
      .filter(({ role }) => can({ kind: "member", role }, "cases.decide"))
      .map(({ id, name }) => ({ id, name }));
  });
}
