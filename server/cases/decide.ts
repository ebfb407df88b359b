import { and, asc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { auditEntries, caseVerdicts, workspaces } from "@/db/schema";
import type { EventName } from "@/server/audit/events";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { enqueue } from "@/server/platform/jobs";
import { actorNames } from "@/server/workspaces/actor-names";
import { can } from "@/server/workspaces/policy";
import { applyVerdict } from "./apply-verdict";
import { checkVerdict } from "./check-verdict";
import { type CaseRecord, changeCase, findCase, lockCaseAndRun, requireMember } from "./find";
import { caseName, firstVerdict, needsSecond, whyNotDecide } from "./policy";
import type { DecideCaseInput } from "./schema";
import { activitySentence, type Facts } from "./sentences";
import { type CaseSource, caseSource } from "./source";
import { type VerdictRecord, verdictPlace, verdictsOf } from "./verdicts";

/** Where a verdict leads: to the run, to the second pair of eyes, or back because two members disagree. */
type Stands = "alone" | "first" | "agrees" | "disagrees";

export interface Decided {
  verdictId: string;
  stands: Stands;
  status: CaseRecord["status"];
  /** Until then it can be undone. */
  effectiveAt: string;
  revision: number;
}

/**
 * Gives a verdict. It waits for the time the workspace allows to undo it, then a job brings it to the run. Where four
 * eyes are asked for, the first verdict only asks for the second, and two that differ open the case again.
 */
export function decideCase(ctx: Context, input: DecideCaseInput): Promise<Decided> {
  return inTransaction(ctx, async (tx, ctx) => {
    const actor = requireMember(ctx);
    const caseFile = await lockCaseAndRun(tx, ctx, input.caseId);
    const source = await caseSource(tx, ctx, caseFile);
    const verdicts = (await verdictsOf(tx, ctx, caseFile.id)).filter(
      (verdict) => verdict.waitKey === caseFile.waitKey,
    );
    const nameOf = await actorNames(tx, ctx, [
      caseFile.assigneeId ?? "",
      ...verdicts.map((verdict) => verdict.memberId),
    ]);
    const { number, status, assigneeId } = caseFile;
    const standing = { number, status, assigneeId, verdicts, erased: source.vault.erased, nameOf };
    const why = whyNotDecide(actor, standing);
    if (why) throw new DomainError(refusalCode(actor, caseFile, verdicts), why);
    if (input.revision !== caseFile.revision)
      throw await staleError(tx, ctx, caseFile, input.revision, source);
    checkVerdict(source, input);

    const first = status === "waiting_for_second" ? firstVerdict(verdicts) : undefined;
    const stands = standsOf(caseFile, input, first?.verdict);
    const isFinal = stands === "alone" || stands === "agrees";
    const id = newId("verdict", ctx.at);
    const effectiveAt = stands === "disagrees" ? ctx.at : await endOfUndo(tx, ctx);
    const step = Math.max(0, ...verdicts.filter((one) => !one.undoneAt).map((one) => one.step)) + 1;
    await tx.insert(caseVerdicts).values({
      workspaceId: ctx.workspaceId,
      id,
      caseId: caseFile.id,
      waitKey: caseFile.waitKey,
      memberId: actor.id,
      verdict: input.verdict,
      step,
      reasonCodes: input.reasonCodes,
      body: source.vault.seal(verdictPlace(id), { note: input.note, items: input.items }),
      at: ctx.at,
      effectiveAt,
      appliedAt: isFinal ? null : ctx.at,
    });
    const change = changes(stands, actor.id, first?.memberId);
    const revision = await changeCase(tx, ctx, caseFile, change);
    await recordAudit(tx, ctx, {
      subject: { kind: "case", id: caseFile.id },
      action: "case.verdict_given",
      facts: {
        verdict: id,
        says: input.verdict,
        step,
        stands,
        reasonCodes: input.reasonCodes,
        items: input.items.length,
        effectiveAt: effectiveAt.toISOString(),
        revision,
      },
    });
    if (isFinal && effectiveAt <= ctx.at) await applyVerdict(ctx, { verdictId: id });
    else if (isFinal)
      await enqueue(
        tx,
        "verdict",
        { workspaceId: ctx.workspaceId, verdictId: id },
        { startAfter: effectiveAt },
      );
    const after = await findCase(tx, ctx, caseFile.id);
    return {
      verdictId: id,
      stands,
      status: after.status,
      effectiveAt: effectiveAt.toISOString(),
      revision: after.revision,
    };
  });
}

function changes(stands: Stands, actorId: string, firstId: string | undefined): Partial<CaseRecord> {
  // Between the two, nobody has the case: a second member takes it.
  if (stands === "first") return { status: "waiting_for_second", assigneeId: null };
  if (stands === "disagrees") return { status: "open", assigneeId: firstId ?? null };
  return { assigneeId: actorId };
}

function standsOf(caseFile: CaseRecord, input: DecideCaseInput, first: string | undefined): Stands {
  // Sending back decides nothing, so it needs nobody's consent.
  if (caseFile.status === "waiting_for_second" && input.verdict !== "send_back")
    return first === input.verdict ? "agrees" : "disagrees";
  return needsSecond(caseFile.fourEyes, input.verdict) ? "first" : "alone";
}

function refusalCode(
  actor: ReturnType<typeof requireMember>,
  { status }: CaseRecord,
  verdicts: readonly VerdictRecord[],
): "forbidden" | "conflict" {
  if (!can(actor, "cases.decide")) return "forbidden";
  const isSecond = status === "waiting_for_second";
  return isSecond && (!can(actor, "cases.confirm") || firstVerdict(verdicts)?.memberId === actor.id)
    ? "forbidden"
    : "conflict";
}

async function endOfUndo(tx: Tx, ctx: Context): Promise<Date> {
  const [row] = await tx
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, ctx.workspaceId));
  return new Date(ctx.at.getTime() + (row?.settings.decisionDelaySeconds ?? 0) * 1000);
}

/** Names what changed since the reader's revision: they decided on something else than what stands there now. */
async function staleError(
  tx: Tx,
  ctx: Context,
  caseFile: CaseRecord,
  revision: number,
  { document }: CaseSource,
): Promise<DomainError> {
  const entries = await tx
    .select({ action: auditEntries.action, actorId: auditEntries.actorId, facts: auditEntries.facts })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, ctx.workspaceId),
        eq(auditEntries.subjectKind, "case"),
        eq(auditEntries.subjectId, caseFile.id),
        sql`(${auditEntries.facts}::jsonb ->> 'revision')::int > ${revision}`,
      ),
    )
    .orderBy(asc(auditEntries.seq));
  const read = entries.map((entry) => ({ ...entry, facts: JSON.parse(entry.facts) as Facts }));
  const ids = read.flatMap(({ actorId, facts }) => [actorId, String(facts["assignee"] ?? "")]);
  const nameOf = await actorNames(tx, ctx, ids);
  const changes = read.flatMap(({ action, actorId, facts }) => {
    const telling = { actor: nameOf(actorId), nameOf, document };
    return activitySentence(action as EventName, facts, telling) ?? [];
  });
  const message = `${caseName(caseFile.number)} changed while you looked at it: ${changes.join(" ")} Look again, then decide.`;
  return new DomainError("conflict", message, { issues: [{ path: "revision", code: "stale", message }] });
}
