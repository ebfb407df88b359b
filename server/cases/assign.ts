import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { members } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { actorNames } from "@/server/workspaces/actor-names";
import { can } from "@/server/workspaces/policy";
import { changeCase, lockCase, requireNamed } from "./find";
import { caseName, isClosed } from "./policy";
import type { assignCaseInput } from "./schema";

/**
 * Gives a case to a member, back to its queue (`null`), or claims it (no member named). A claim is refused when
 * somebody else has the case: taking it over is said by naming oneself.
 */
export function assignCase(
  ctx: Context,
  input: z.output<typeof assignCaseInput>,
): Promise<{ assigneeId: string | null; revision: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const actor = requireNamed(ctx);
    const caseFile = await lockCase(tx, ctx, input.caseId);
    if (isClosed(caseFile.status))
      throw new DomainError(
        "conflict",
        `${caseName(caseFile.number)} is closed; nobody works on it any more.`,
      );
    const isClaim = input.memberId === undefined;
    if (isClaim && actor.kind !== "member")
      throw new DomainError("invalid", "Name the member to give the case to, or null for nobody.");
    if (isClaim && caseFile.assigneeId && caseFile.assigneeId !== actor.id) {
      const nameOf = await actorNames(tx, ctx, [caseFile.assigneeId]);
      throw new DomainError(
        "conflict",
        `${nameOf(caseFile.assigneeId)} took ${caseName(caseFile.number)} meanwhile.`,
      );
    }
    const assigneeId = isClaim ? actor.id : (input.memberId ?? null);
    if (assigneeId === caseFile.assigneeId) return { assigneeId, revision: caseFile.revision };
    if (assigneeId && assigneeId !== actor.id) await requireCaseworker(tx, ctx, assigneeId);
    const revision = await changeCase(tx, ctx, caseFile, { assigneeId });
    await recordAudit(tx, ctx, {
      subject: { kind: "case", id: caseFile.id },
      action: "case.assigned",
      facts: { assignee: assigneeId, before: caseFile.assigneeId, own: assigneeId === actor.id, revision },
    });
    return { assigneeId, revision };
  });
}

async function requireCaseworker(tx: Tx, ctx: Context, memberId: string): Promise<void> {
  const [member] = await tx
    .select({ role: members.role })
    .from(members)
    .where(
      and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, memberId), isNull(members.removedAt)),
    );
  const refuse = (code: string, message: string) =>
    new DomainError("invalid", message, { issues: [{ path: "memberId", code, message }] });
  if (!member) throw refuse("unknown_member", "There is no such member here. Choose another.");
  if (!can({ kind: "member", role: member.role }, "cases.decide"))
    throw refuse("cannot_decide", "This member's role cannot decide cases. Choose another.");
}
