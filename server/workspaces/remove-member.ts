import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { members, sessions } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { findMember, keepAnAdmin } from "./find";
import type { memberInput } from "./schema";

/** Takes a person out of the workspace and ends their sessions; what they did stays under their name. */
export function removeMember(ctx: Context, input: z.output<typeof memberInput>): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await keepAnAdmin(tx, ctx, input.memberId);
    const member = await findMember(tx, ctx, input.memberId);
    await tx
      .update(members)
      .set({ removedAt: ctx.at })
      .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, member.id)));
    const ended = await tx
      .update(sessions)
      .set({ revokedAt: ctx.at })
      .where(and(eq(sessions.userId, member.userId), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    await recordAudit(tx, ctx, {
      subject: { kind: "member", id: member.id },
      action: "member.removed",
      facts: { role: member.role, sessionsEnded: ended.length },
    });
  });
}
