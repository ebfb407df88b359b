import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applications, parties, runs, waits, workflows, workflowVersions } from "@/db/schema";
import { owedByForm } from "@/server/collection/owed-by-form";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { openVault } from "@/server/parties/vault";
import { workflowDocument } from "@/server/workflows/schema";
import { decisionOf } from "./decision-view";
import { applicationStatus } from "./policy";
import { requirementViews } from "./requirement-views";
import type { ApplicationView } from "./schema";

/** One application as its caller sees it: status, what is still owed, the decision. */
export function getApplication(ctx: Context, input: { id: string }): Promise<ApplicationView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({
        application: applications,
        party: parties,
        run: { status: runs.status, version: runs.version },
        workflowKey: workflows.key,
        document: workflowVersions.document,
      })
      .from(applications)
      .innerJoin(runs, and(eq(runs.workspaceId, applications.workspaceId), eq(runs.id, applications.runId)))
      .innerJoin(
        parties,
        and(eq(parties.workspaceId, applications.workspaceId), eq(parties.id, applications.partyId)),
      )
      .innerJoin(
        workflows,
        and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)),
      )
      .innerJoin(
        workflowVersions,
        and(
          eq(workflowVersions.workspaceId, runs.workspaceId),
          eq(workflowVersions.workflowId, runs.workflowId),
          eq(workflowVersions.version, runs.version),
        ),
      )
      .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.id, input.id)));
    if (!row) throw new DomainError("not_found", "There is no application with this id in this workspace.");
    const { application, party, run } = row;
    const [vault, signals] = await Promise.all([
      openVault(tx, ctx, party.id),
      openSignals(tx, ctx, application.runId),
    ]);
    const decision = await decisionOf(
      tx,
      ctx,
      application.runId,
      vault,
      workflowDocument.parse(row.document),
    );
    const status = applicationStatus(run.status, signals, decision !== null);
    return {
      id: application.id,
      status,
      workflow: { key: row.workflowKey, version: run.version },
      run: application.runId,
      party: { id: party.id, kind: party.kind, name: party.name },
      reference: application.reference,
      createdAt: application.createdAt.toISOString(),
      submittedAt: application.submittedAt?.toISOString() ?? null,
      requirements: vault.erased
        ? []
        : [
            ...(await requirementViews(tx, ctx, application.id, vault)),
            ...(status === "collecting" ? await owedByForm(ctx, { applicationId: application.id }) : []),
          ],
      decision,
    };
  });
}

async function openSignals(tx: Tx, ctx: Context, runId: string): Promise<string[]> {
  const rows = await tx
    .select({ signal: waits.signal })
    .from(waits)
    .where(and(eq(waits.workspaceId, ctx.workspaceId), eq(waits.runId, runId), isNull(waits.closedAt)));
  return rows.map((row) => row.signal);
}
