import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { cases, caseVerdicts } from "@/db/schema";
import { reasonsOf } from "@/server/applications/reasons";
import { bodyOf } from "@/server/cases/verdicts";
import type { Context } from "@/server/context";
import type { Vault } from "@/server/parties/vault";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { can } from "@/server/workspaces/policy";
import type { DecisionWhy } from "./schema";

type Part = DecisionWhy["people"][number];

/** What members decided on the way: verdicts with their reasons, and their notes for those who may read cases. */
export async function peopleOf(
  tx: Tx,
  ctx: Context,
  { runId, vault, document }: { runId: string; vault: Vault; document: WorkflowDocument },
): Promise<(Omit<Part, "by"> & { memberId: string })[]> {
  const rows = await tx
    .select({ verdict: caseVerdicts, number: cases.number })
    .from(caseVerdicts)
    .innerJoin(cases, and(eq(cases.workspaceId, caseVerdicts.workspaceId), eq(cases.id, caseVerdicts.caseId)))
    .where(and(eq(caseVerdicts.workspaceId, ctx.workspaceId), eq(cases.runId, runId)))
    .orderBy(asc(caseVerdicts.at), asc(caseVerdicts.step));
  const mayRead = can(ctx.actor, "cases.view") && can(ctx.actor, "parties.view");
  return rows.map(({ verdict, number }) => ({
    case: verdict.caseId,
    number,
    memberId: verdict.memberId,
    verdict: verdict.verdict,
    step: verdict.step,
    reasons: reasonsOf(document, verdict.reasonCodes).map(({ staff }) => staff),
    note: mayRead ? bodyOf(vault, verdict).note || null : null,
    at: verdict.at.toISOString(),
    counts: verdict.undoneAt === null,
  }));
}
