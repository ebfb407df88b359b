import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { caseVerdicts, waits } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import type { Json } from "@/server/engine/state";
import { DomainError, isDomainError } from "@/server/errors";
import { openVault } from "@/server/parties/vault";
import { signalRun } from "@/server/runs/signal";
import { type CaseRecord, changeCase, lockCaseAndRun } from "./find";
import { openQueued } from "./open-queued";
import { isClosed, needsSecond } from "./policy";
import { bodyOf, type VerdictRecord, verdictsOf } from "./verdicts";

type Joined = Context & { tx: Tx };

/**
 * Brings a verdict to its run when the time to undo it is over. Called by a job, so it may come twice, and late: a
 * verdict that was undone or applied, or whose case closed meanwhile, is passed over.
 */
export function applyVerdict(ctx: Context, input: { verdictId: string }): Promise<{ applied: boolean }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [known] = await tx
      .select({ caseId: caseVerdicts.caseId })
      .from(caseVerdicts)
      .where(and(eq(caseVerdicts.workspaceId, ctx.workspaceId), eq(caseVerdicts.id, input.verdictId)));
    if (!known) throw new DomainError("not_found", "There is no such verdict in this workspace.");
    const caseFile = await lockCaseAndRun(tx, ctx, known.caseId);
    const all = await verdictsOf(tx, ctx, caseFile.id);
    const verdict = all.find((one) => one.id === input.verdictId);
    const isOver = !verdict || verdict.undoneAt || verdict.appliedAt || verdict.waitKey !== caseFile.waitKey;
    if (isOver || isClosed(caseFile.status)) return { applied: false };
    if (verdict.effectiveAt > ctx.at) throw new Error("a verdict was brought before its time");
    const earlier = all.filter(
      (one) => one.waitKey === verdict.waitKey && !one.undoneAt && one.step < verdict.step,
    );
    try {
      // In a savepoint: when the run refuses, everything is taken back but what we then say about it.
      await tx.transaction((tx) => settle({ ...ctx, tx }, caseFile, verdict, earlier));
    } catch (error) {
      const isLate =
        isDomainError(error) && error.code === "conflict" && !(await isWaiting(tx, ctx, caseFile));
      if (!isLate) throw error;
      await closeUnheard(tx, ctx, caseFile, verdict);
      return { applied: false };
    }
    return { applied: true };
  });
}

/** The case moves first: what the run does next may send it straight back here. */
async function settle(
  ctx: Joined,
  caseFile: CaseRecord,
  verdict: VerdictRecord,
  earlier: VerdictRecord[],
): Promise<void> {
  const { tx } = ctx;
  const said = sayingOf(caseFile, verdict, earlier);
  const vault = await openVault(tx, ctx, caseFile.partyId);
  const isSentBack = verdict.verdict === "send_back";
  const revision = await changeCase(
    tx,
    ctx,
    caseFile,
    isSentBack
      ? // It comes back to whoever looked first, also when the second pair of eyes sent it.
        { status: "waiting_for_applicant", assigneeId: earlier[0]?.memberId ?? verdict.memberId }
      : { status: "decided", closedAt: ctx.at },
  );
  await tx
    .update(caseVerdicts)
    .set({ appliedAt: ctx.at })
    .where(and(eq(caseVerdicts.workspaceId, ctx.workspaceId), eq(caseVerdicts.id, verdict.id)));
  await recordAudit(tx, ctx, {
    subject: { kind: "case", id: caseFile.id },
    action: "case.verdict_applied",
    facts: { verdict: verdict.id, says: verdict.verdict, by: said.by, revision },
  });
  await signalRun(ctx, {
    runId: caseFile.runId,
    waitKey: verdict.waitKey,
    key: verdict.id,
    payload: {
      verdict: verdict.verdict,
      ...said,
      items: bodyOf(vault, verdict).items as unknown as Json,
    },
  });
  if (!isSentBack) await openQueued(ctx, { partyId: caseFile.partyId });
}

/** Who decided, and why. Where four eyes are asked for, two different members must have said the same. */
function sayingOf(
  caseFile: CaseRecord,
  verdict: VerdictRecord,
  earlier: VerdictRecord[],
): { by: string[]; reasonCodes: string[] } {
  if (!needsSecond(caseFile.fourEyes, verdict.verdict))
    return { by: [verdict.memberId], reasonCodes: verdict.reasonCodes };
  const first = earlier.at(-1);
  if (!first || first.verdict !== verdict.verdict || first.memberId === verdict.memberId)
    throw new Error("a verdict that needs a second member came without one");
  return {
    by: [first.memberId, verdict.memberId],
    reasonCodes: [...new Set([...first.reasonCodes, ...verdict.reasonCodes])],
  };
}

async function isWaiting(tx: Tx, ctx: Context, caseFile: CaseRecord): Promise<boolean> {
  const open = await tx
    .select({ key: waits.key })
    .from(waits)
    .where(
      and(
        eq(waits.workspaceId, ctx.workspaceId),
        eq(waits.runId, caseFile.runId),
        eq(waits.key, caseFile.waitKey),
        isNull(waits.closedAt),
      ),
    );
  return open.length > 0;
}

/** The run went on without its case: the verdict stays on record, the case is over. */
async function closeUnheard(
  tx: Tx,
  ctx: Context,
  caseFile: CaseRecord,
  verdict: VerdictRecord,
): Promise<void> {
  const revision = await changeCase(tx, ctx, caseFile, { status: "cancelled", closedAt: ctx.at });
  await recordAudit(tx, ctx, {
    subject: { kind: "case", id: caseFile.id },
    action: "case.closed",
    facts: { status: "cancelled", because: "wait_over", verdict: verdict.id, revision },
  });
  await openQueued({ ...ctx, tx }, { partyId: caseFile.partyId });
}
