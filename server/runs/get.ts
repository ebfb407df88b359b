import { and, desc, eq } from "drizzle-orm";
import { applications, cases, runs } from "@/db/schema";
import { decisionOf } from "@/server/applications/decision-view";
import { caseReasons } from "@/server/cases/reasons";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { openVault } from "@/server/parties/vault";
import { ancestorsOf, childrenOf } from "./family";
import { linesOf } from "./lines/policy";
import { planOf } from "./plan-of";
import { incidentsOf, pathOf } from "./policy";
import { plainRow, runRows } from "./rows";
import type { RunView } from "./schema";
import { openState } from "./stored-state";

/** One run: the path it took, what it waits for or suffers, and what came of it. */
export function getRun(ctx: Context, input: { runId: string }): Promise<RunView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { runId } = input;
    const [row] = await runRows(tx, ctx, { where: eq(runs.id, runId), orderBy: [desc(runs.id)], limit: 1 });
    if (!row) throw new DomainError("not_found", "This run does not exist.");
    const { document } = await planOf(tx, ctx, {
      workflowId: row.workflowId,
      version: row.workflow.version,
    });
    const vault = await openVault(tx, ctx, row.party.id);
    // An erased party's run stays as a fact; where it went is gone with what it knew.
    const state = vault.erased ? undefined : await openState(tx, ctx, vault, row.stored);
    const [application] = await tx
      .select({ id: applications.id })
      .from(applications)
      .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.runId, runId)));
    const [caseFile] = await tx
      .select({ id: cases.id })
      .from(cases)
      .where(and(eq(cases.workspaceId, ctx.workspaceId), eq(cases.runId, runId)))
      .orderBy(desc(cases.openedAt), desc(cases.id))
      .limit(1);
    const later = await tx
      .select({ id: runs.id })
      .from(runs)
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          eq(runs.partyId, row.party.id),
          eq(runs.reopensRunId, runId),
        ),
      );
    return {
      ...plainRow(row),
      path: state ? pathOf(document, state) : [],
      lines: state ? linesOf(document, state) : [],
      ancestors: await ancestorsOf(tx, ctx, row.stored.parentRunId),
      children: await childrenOf(tx, ctx, runId, state?.path ?? []),
      incidents: state ? incidentsOf(document, state) : [],
      applicationId: application?.id ?? null,
      caseId: caseFile?.id ?? null,
      decisionId: row.decisionId,
      decision: await decisionOf(tx, ctx, runId, vault, document),
      why: state ? caseReasons(document, state.data.nodes) : [],
      reopens: row.reopensRunId,
      reopenedBy: later.map(({ id }) => id),
      isErased: vault.erased,
    };
  });
}
