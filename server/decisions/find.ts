import { and, eq } from "drizzle-orm";
import { decisions, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { openVault } from "@/server/parties/vault";
import type { Committed } from "@/server/runs/commit";
import { type CompiledVersion, planOf } from "@/server/runs/plan-of";
import { openState } from "@/server/runs/stored-state";

/** Where a run stands now, with its decision if it has made one. */
export function findDecision(
  ctx: Context,
  runId: string,
): Promise<Pick<Committed, "runId" | "decision" | "state"> & CompiledVersion & { version: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({
        run: runs,
        decisionId: decisions.id,
      })
      .from(runs)
      .leftJoin(decisions, and(eq(decisions.workspaceId, runs.workspaceId), eq(decisions.runId, runs.id)))
      .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId)));
    if (!row) throw new DomainError("not_found", "This run does not exist.");
    const { run } = row;
    const state = await openState(tx, ctx, await openVault(tx, ctx, run.partyId), run);
    const { decision } = state;
    return {
      ...(await planOf(tx, ctx, run)),
      version: run.version,
      runId,
      state,
      ...(decision && row.decisionId && { decision: { ...decision, id: row.decisionId } }),
    };
  });
}
