import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { caseVerdicts } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { changeCase, lockCase, requireMember } from "./find";
import { whyNotUndo } from "./policy";
import type { caseInput } from "./schema";
import { verdictsOf } from "./verdicts";

/** Takes the last verdict back, as long as its time runs. It stays on record as undone. */
export function undoVerdict(
  ctx: Context,
  input: z.output<typeof caseInput>,
): Promise<{ verdictId: string; revision: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const actor = requireMember(ctx);
    const caseFile = await lockCase(tx, ctx, input.caseId);
    const verdicts = (await verdictsOf(tx, ctx, caseFile.id)).filter(
      (verdict) => verdict.waitKey === caseFile.waitKey,
    );
    const why = whyNotUndo(actor, { status: caseFile.status, verdicts }, ctx.at);
    const last = verdicts.findLast((verdict) => !verdict.undoneAt);
    if (why || !last) throw new DomainError("conflict", why ?? "There is nothing to undo.");
    await tx
      .update(caseVerdicts)
      .set({ undoneAt: ctx.at })
      .where(and(eq(caseVerdicts.workspaceId, ctx.workspaceId), eq(caseVerdicts.id, last.id)));
    // A first verdict had handed the case on to the second pair of eyes; undone, its member has it again.
    const revision = await changeCase(
      tx,
      ctx,
      caseFile,
      last.appliedAt ? { status: "open", assigneeId: actor.id } : {},
    );
    await recordAudit(tx, ctx, {
      subject: { kind: "case", id: caseFile.id },
      action: "case.verdict_undone",
      facts: { verdict: last.id, says: last.verdict, revision },
    });
    return { verdictId: last.id, revision };
  });
}
