import { and, asc, eq, isNull, ne, notExists, or, sql } from "drizzle-orm";
import type { z } from "zod";
import { cases, caseVerdicts } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { can } from "@/server/workspaces/policy";
import { changeCase, requireMember } from "./find";
import type { nextCaseInput } from "./schema";

/** Claims the case due first among those nobody works on. Two people who ask at once get two cases. */
export function takeNextCase(
  ctx: Context,
  input: z.output<typeof nextCaseInput>,
): Promise<{ caseId: string } | null> {
  return inTransaction(ctx, async (tx, ctx) => {
    const actor = requireMember(ctx);
    const ownVerdict = tx
      .select({ one: sql`1` })
      .from(caseVerdicts)
      .where(
        and(
          eq(caseVerdicts.workspaceId, cases.workspaceId),
          eq(caseVerdicts.caseId, cases.id),
          eq(caseVerdicts.waitKey, cases.waitKey),
          eq(caseVerdicts.memberId, actor.id),
          isNull(caseVerdicts.undoneAt),
        ),
      );
    const secondEyes = can(actor, "cases.confirm")
      ? and(eq(cases.status, "waiting_for_second"), notExists(ownVerdict))
      : undefined;
    const [caseFile] = await tx
      .select()
      .from(cases)
      .where(
        and(
          eq(cases.workspaceId, ctx.workspaceId),
          isNull(cases.assigneeId),
          input.queue ? eq(cases.queue, input.queue) : undefined,
          input.after ? ne(cases.id, input.after) : undefined,
          or(eq(cases.status, "open"), secondEyes),
        ),
      )
      .orderBy(asc(cases.dueAt), asc(cases.id))
      .limit(1)
      .for("update", { skipLocked: true });
    if (!caseFile) return null;
    const revision = await changeCase(tx, ctx, caseFile, { assigneeId: actor.id });
    await recordAudit(tx, ctx, {
      subject: { kind: "case", id: caseFile.id },
      action: "case.assigned",
      facts: { assignee: actor.id, before: null, own: true, revision },
    });
    return { caseId: caseFile.id };
  });
}
