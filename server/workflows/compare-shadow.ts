import { and, desc, eq, gte, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { parties, runs, shadowResults } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { findVersion, findWorkflow } from "./find";
import type { comparisonInput, ShadowComparison } from "./rollout/schema";
import { workflowDocument } from "./schema";

const DAY_MS = 86_400_000;

/** How a version that ran silently would have decided, beside what was decided. */
export function compareShadow(
  ctx: Context,
  input: z.output<typeof comparisonInput>,
): Promise<ShadowComparison> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await findWorkflow(tx, ctx, input.workflowId);
    const { version, document } = await findVersion(tx, ctx, workflow, input.version);
    const since = new Date(ctx.at.getTime() - input.days * DAY_MS);
    const where = and(
      eq(shadowResults.workspaceId, ctx.workspaceId),
      eq(shadowResults.workflowId, workflow.id),
      eq(shadowResults.version, version),
      gte(shadowResults.startedAt, since),
    );
    const counts = await tx
      .select({
        state: shadowResults.state,
        live: shadowResults.liveOutcome,
        shadow: shadowResults.outcome,
        reason: shadowResults.reason,
        node: shadowResults.node,
        count: sql<number>`count(*)::int`,
      })
      .from(shadowResults)
      .where(where)
      .groupBy(
        shadowResults.state,
        shadowResults.liveOutcome,
        shadowResults.outcome,
        shadowResults.reason,
        shadowResults.node,
      );
    const parsed = workflowDocument.parse(document);
    const of = (state: string) => counts.filter((row) => row.state === state);
    const sum = (rows: { count: number }[]) => rows.reduce((all, { count }) => all + count, 0);
    const matrix = merged(of("compared"));
    const live = workflow.liveVersion
      ? workflowDocument.parse((await findVersion(tx, ctx, workflow, workflow.liveVersion)).document)
      : parsed;
    const known = new Set(parsed.outcomes.map(({ key }) => key));
    return {
      version,
      liveVersion: workflow.liveVersion,
      outcomes: [...parsed.outcomes, ...live.outcomes.filter(({ key }) => !known.has(key))],
      compared: sum(matrix),
      agreed: sum(matrix.filter(({ live, shadow }) => live === shadow)),
      waiting: sum(of("waiting")),
      matrix,
      notComparable: of("not_comparable")
        .map(({ reason, node, count }) => ({
          reason: reason ?? "",
          node,
          title: node === null ? null : (parsed.nodes[node]?.title ?? node),
          count,
        }))
        .sort((a, b) => b.count - a.count),
      differing: await differing(tx, where),
    };
  });
}

function merged(rows: { live: string | null; shadow: string | null; count: number }[]) {
  const cells = new Map<string, { live: string; shadow: string; count: number }>();
  for (const { live, shadow, count } of rows) {
    const cell = { live: live ?? "", shadow: shadow ?? "" };
    const key = JSON.stringify(cell);
    cells.set(key, { ...cell, count: count + (cells.get(key)?.count ?? 0) });
  }
  return [...cells.values()];
}

async function differing(tx: Tx, where: ReturnType<typeof and>): Promise<ShadowComparison["differing"]> {
  const rows = await tx
    .select({ result: shadowResults, party: parties.name })
    .from(shadowResults)
    .innerJoin(
      runs,
      and(eq(runs.workspaceId, shadowResults.workspaceId), eq(runs.id, shadowResults.liveRunId)),
    )
    .innerJoin(parties, and(eq(parties.workspaceId, runs.workspaceId), eq(parties.id, runs.partyId)))
    .where(
      and(
        where,
        eq(shadowResults.state, "compared"),
        sql`(${shadowResults.outcome} <> ${shadowResults.liveOutcome} or ${shadowResults.reasonCodes} <> ${shadowResults.liveReasonCodes})`,
      ),
    )
    .orderBy(
      desc(sql`${shadowResults.outcome} <> ${shadowResults.liveOutcome}`),
      desc(shadowResults.startedAt),
    )
    .limit(200);
  return rows.map(({ result, party }) => ({
    runId: result.runId,
    liveRunId: result.liveRunId,
    party,
    at: result.startedAt.toISOString(),
    live: result.liveOutcome ?? "",
    shadow: result.outcome ?? "",
    liveReasonCodes: result.liveReasonCodes ?? [],
    reasonCodes: result.reasonCodes ?? [],
  }));
}
