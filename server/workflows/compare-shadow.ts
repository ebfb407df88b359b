import { and, desc, eq, gte, isNotNull, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { labels, parties, runs, shadowResults } from "@/db/schema";
import { emptyTally, type Tally } from "@/server/backtests/policy";
import { hitTitle } from "@/server/backtests/replay";
import { type Context, inTransaction } from "@/server/context";
import { findVersion, findWorkflow } from "./find";
import type { comparisonInput, ShadowComparison } from "./rollout/schema";
import { type WorkflowDocument, workflowDocument } from "./schema";

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
      ...(await rulesAndCalls(tx, where, [parsed, live])),
      tally: await labelled(tx, where, [...parsed.outcomes, ...live.outcomes]),
      differing: await differing(tx, where),
    };
  });
}

/** How often each rule fired on either side, and how many questions each asked. */
async function rulesAndCalls(
  tx: Tx,
  where: ReturnType<typeof and>,
  documents: readonly WorkflowDocument[],
): Promise<Pick<ShadowComparison, "rules" | "calls">> {
  const counted = and(where, eq(shadowResults.state, "compared"), isNotNull(shadowResults.rules));
  const hits = tx
    .select({
      hit: sql<string>`unnest(${shadowResults.rules} || ${shadowResults.liveRules})`.as("hit"),
      rules: shadowResults.rules,
      liveRules: shadowResults.liveRules,
      runId: shadowResults.runId,
    })
    .from(shadowResults)
    .where(counted)
    .as("hits");
  const inShadow = sql`${hits.hit} = any(${hits.rules})`;
  const inLive = sql`${hits.hit} = any(${hits.liveRules})`;
  const runsWith = (condition: SQL) =>
    sql<number>`count(distinct ${hits.runId}) filter (where ${condition})::int`;
  const rows = await tx
    .select({
      hit: hits.hit,
      live: runsWith(inLive),
      shadow: runsWith(inShadow),
      gained: runsWith(sql`${inShadow} and not ${inLive}`),
      lost: runsWith(sql`${inLive} and not ${inShadow}`),
    })
    .from(hits)
    .groupBy(hits.hit);
  const [calls] = await tx
    .select({
      live: sql<number>`coalesce(sum(${shadowResults.liveCalls}), 0)::int`,
      shadow: sql<number>`coalesce(sum(${shadowResults.calls}), 0)::int`,
      counted: sql<number>`count(*)::int`,
    })
    .from(shadowResults)
    .where(counted);
  const titleOf = (hit: string) =>
    documents.map((document) => hitTitle(document, hit)).find((title) => title !== hit) ?? hit;
  return {
    rules: rows
      .map((row) => ({ ...row, title: titleOf(row.hit) }))
      .sort((a, b) => b.gained + b.lost - (a.gained + a.lost) || b.shadow - a.shadow),
    calls: calls ?? { live: 0, shadow: 0, counted: 0 },
  };
}

/** What turned out about the runs that were compared: of the run itself first, else of its party; one bad fact counts. */
async function labelled(
  tx: Tx,
  where: ReturnType<typeof and>,
  outcomes: readonly { key: string; title: string; kind: string }[],
): Promise<Tally> {
  const tally = emptyTally();
  for (const { key, title, kind } of outcomes) tally.outcomes[key] ??= { title, kind };
  const worst = sql`case when bool_or(${labels.kind} <> 'confirmed_good') then 'bad' when count(*) > 0 then 'good' end`;
  const verdict = sql<"bad" | "good">`coalesce(
    (select ${worst} from ${labels} where ${labels.workspaceId} = ${shadowResults.workspaceId} and ${labels.runId} = ${shadowResults.liveRunId}),
    (select ${worst} from ${labels} where ${labels.workspaceId} = ${shadowResults.workspaceId} and ${labels.runId} is null and ${labels.partyId} = ${runs.partyId}))`;
  const rows = await tx
    .select({
      live: shadowResults.liveOutcome,
      shadow: shadowResults.outcome,
      verdict,
      count: sql<number>`count(*)::int`,
    })
    .from(shadowResults)
    .innerJoin(
      runs,
      and(eq(runs.workspaceId, shadowResults.workspaceId), eq(runs.id, shadowResults.liveRunId)),
    )
    .where(and(where, eq(shadowResults.state, "compared"), sql`${verdict} is not null`))
    .groupBy(shadowResults.liveOutcome, shadowResults.outcome, verdict);
  for (const { live, shadow, verdict, count } of rows) {
    const { before, after } = tally.labels.facts[verdict];
    before[live ?? ""] = (before[live ?? ""] ?? 0) + count;
    after[shadow ?? ""] = (after[shadow ?? ""] ?? 0) + count;
  }
  return tally;
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
