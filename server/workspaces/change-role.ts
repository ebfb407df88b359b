import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { members } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { findMember, keepAnAdmin } from "./find";
import type { changeRoleInput } from "./schema";

/** Gives a member another role; it holds from their next request on. */
export function changeRole(ctx: Context, input: z.output<typeof changeRoleInput>): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    if (input.role !== "admin") await keepAnAdmin(tx, ctx, input.memberId);
    const member = await findMember(tx, ctx, input.memberId);
    if (member.role === input.role) return;
    await tx
      .update(members)
      .set({ role: input.role })
      .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, member.id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "member", id: member.id },
      action: "member.role_changed",
      facts: { from: member.role, to: input.role },
    });
  });
}
