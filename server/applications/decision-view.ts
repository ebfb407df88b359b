import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisions } from "@/db/schema";
import type { Context } from "@/server/context";
import type { Vault } from "@/server/parties/vault";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { reasonsOf } from "./reasons";
import type { DecisionView } from "./schema";

/** The one decision of a run, once there is one. */
export async function decisionOf(
  tx: Tx,
  ctx: Context,
  runId: string,
  vault: Vault,
  document: WorkflowDocument,
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
    reasons: reasonsOf(document, row.reasonCodes),
    score: body.score,
    outputs: body.outputs,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt.toISOString(),
  };
}
