import { and, asc, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import {
  applications,
  decisions,
  parties,
  requirements,
  runs,
  waits,
  workflows,
  workflowVersions,
} from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { openVault, type Vault } from "@/server/parties/vault";
import { workflowDocument } from "@/server/workflows/schema";
import { applicationStatus } from "./policy";
import { reasonsOf } from "./reasons";
import type { ApplicationView, DecisionView, RequirementView } from "./schema";

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
    const decision = await decisionOf(tx, ctx, application.runId, vault, row.document);
    return {
      id: application.id,
      status: applicationStatus(run.status, signals, decision !== null),
      workflow: { key: row.workflowKey, version: run.version },
      run: application.runId,
      party: { id: party.id, kind: party.kind, name: party.name },
      reference: application.reference,
      createdAt: application.createdAt.toISOString(),
      submittedAt: application.submittedAt?.toISOString() ?? null,
      requirements: vault.erased ? [] : await requirementsOf(tx, ctx, application.id, vault),
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

async function requirementsOf(
  tx: Tx,
  ctx: Context,
  applicationId: string,
  vault: Vault,
): Promise<RequirementView[]> {
  const rows = await tx
    .select()
    .from(requirements)
    .where(and(eq(requirements.workspaceId, ctx.workspaceId), eq(requirements.applicationId, applicationId)))
    .orderBy(asc(requirements.createdAt), asc(requirements.id));
  return rows.map((row) => {
    const words = vault.open<{ applicant: string; staff: string }>(
      `requirements.reason:${row.id}`,
      row.reason,
    );
    return {
      id: row.id,
      subject: row.subject,
      kind: row.kind,
      key: row.key,
      state: row.state,
      reason: { code: row.reasonCode, applicant: words.applicant, staff: words.staff },
      blocks: row.blocks,
      alternatives: row.alternatives,
      deadline: row.deadline?.toISOString() ?? null,
      answeredAt: row.answeredAt?.toISOString() ?? null,
    };
  });
}

async function decisionOf(
  tx: Tx,
  ctx: Context,
  runId: string,
  vault: Vault,
  document: unknown,
): Promise<DecisionView | null> {
  const [row] = await tx
    .select()
    .from(decisions)
    .where(and(eq(decisions.workspaceId, ctx.workspaceId), eq(decisions.runId, runId)));
  if (!row) return null;
  // An erased party's decision stays as a fact; what it said about the party is gone.
  const body = vault.erased
    ? { outputs: {}, score: null }
    : vault.open<{ outputs: Record<string, unknown>; score: number | null }>(
        `decisions.body:${row.id}`,
        row.body,
      );
  return {
    id: row.id,
    outcome: row.outcome,
    kind: row.outcomeKind,
    reasons: reasonsOf(workflowDocument.parse(document), row.reasonCodes),
    score: body.score,
    outputs: body.outputs,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt.toISOString(),
  };
}
