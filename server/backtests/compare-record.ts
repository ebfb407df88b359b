import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { backtestRecords, decisions, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { withDecimals } from "@/server/decisions/policy";
import type { Plan } from "@/server/engine/plan";
import type { RunEvent, RunState } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { openVault } from "@/server/parties/vault";
import type { RuleSetResult } from "@/server/rules/core/compile";
import { explainRuleSet } from "@/server/rules/core/explain";
import { wordsOf } from "@/server/rules/core/fields";
import { places } from "@/server/runs/places";
import { planOf } from "@/server/runs/plan-of";
import { answersIn } from "@/server/runs/shadow/answers";
import { followWithLists } from "@/server/runs/shadow/list-answers";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { candidateOf } from "./candidate";
import { journalsOf } from "./decisions";
import { findBacktest } from "./find";
import { recordViews } from "./records";
import { END_OF_TIME, versionsOf } from "./replay";
import type { BacktestComparison, BacktestSide, backtestRecordInput } from "./schema";

/** One decision twice, step by step: made anew from the journal, so nothing that people said is kept twice. */
export function compareRecord(
  ctx: Context,
  { backtestId, runId }: z.output<typeof backtestRecordInput>,
): Promise<BacktestComparison> {
  return inTransaction(ctx, async (tx, ctx) => {
    const backtest = await findBacktest(tx, ctx, backtestId);
    const candidate = candidateOf(backtest);
    const [record] = await recordViews(tx, ctx, backtestId, candidate.document, {
      where: eq(backtestRecords.runId, runId),
      limit: 1,
    });
    if (!record) throw new DomainError("not_found", "This backtest found nothing about such a run.");
    const { journal, versions, document } = await past(tx, ctx, backtest.workflowId, record);
    const [first] = journal;
    if (first?.type !== "started") throw new Error("a journal begins with its start");
    const plan = versions.get(versionsOf({ version: record.version, journal })[0] ?? 0) as Plan;
    const { answers, state } = answersIn(plan, journal, (version) => versions.get(version) as Plan);
    if (!state) throw new Error("a decided run has a state");
    const followed = await followWithLists(ctx, candidate.plan, [first], answers, END_OF_TIME);
    candidate.take();
    return {
      record,
      decided: sideOf(document, state, record.version),
      replayed: sideOf(candidate.document, followed.state, backtest.version),
    };
  });
}

async function past(
  tx: Tx,
  ctx: Context,
  workflowId: string,
  { runId, version }: { runId: string; version: number },
): Promise<{ journal: RunEvent[]; versions: Map<number, Plan>; document: WorkflowDocument }> {
  const [run] = await tx
    .select({ partyId: runs.partyId, decision: decisions.id })
    .from(runs)
    .innerJoin(decisions, and(eq(decisions.workspaceId, runs.workspaceId), eq(decisions.runId, runs.id)))
    .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId)));
  if (!run) throw new DomainError("not_found", "There is no such decision any more.");
  const vault = await openVault(tx, ctx, run.partyId);
  if (vault.erased)
    throw new DomainError("conflict", "The party's data was erased, so the ways cannot be shown any more.");
  const journal = ((await journalsOf(tx, ctx, [runId])).get(runId) ?? []).map(({ seq, body }) =>
    vault.open<RunEvent>(places.event(runId, seq), body),
  );
  const versions = new Map<number, Plan>();
  for (const one of versionsOf({ version, journal }))
    versions.set(one, (await planOf(tx, ctx, { workflowId, version: one })).plan);
  const { document } = await planOf(tx, ctx, { workflowId, version });
  return { journal, versions, document };
}

function sideOf(document: WorkflowDocument, state: RunState, version: number | null): BacktestSide {
  const { decision, data, tokens, path } = state;
  const titleOf = (node: string) => document.nodes[node]?.title ?? node;
  const [token] = tokens;
  return {
    version,
    outcome: decision?.outcome ?? null,
    standsAt: decision || !token ? null : { node: token.node, title: titleOf(token.node) },
    reasonCodes: decision?.reasonCodes ?? [],
    score: decision?.score ?? null,
    outputs: withDecimals(decision?.outputs ?? {}),
    steps: path
      .filter(({ frame }) => frame === undefined)
      .map(({ node, outlet }) => ({
        ...{ node, title: titleOf(node) },
        outlet: outletTitle(document, node, outlet),
        said: saidBy(document, node, outlet, data.nodes[node]),
      })),
    rules: rulesOf(document, data.nodes),
  };
}

const definitionOf = (document: WorkflowDocument, node: string) => {
  const type = document.nodes[node]?.type ?? "";
  return Object.hasOwn(nodeCatalogue, type) ? nodeCatalogue[type as keyof typeof nodeCatalogue] : undefined;
};

function outletTitle(document: WorkflowDocument, node: string, outlet: string | undefined): string | null {
  if (!outlet) return null;
  const definition = definitionOf(document, node);
  const config = definition?.config.safeParse(document.nodes[node]?.config);
  if (!definition || !config?.success) return outlet;
  const outlets = definition.outlets(config.data as never, document);
  return outlets.find(({ key }) => key === outlet)?.title ?? outlet;
}

function saidBy(
  document: WorkflowDocument,
  node: string,
  outlet: string | undefined,
  output: RunState["data"]["nodes"][string] | undefined,
): string | null {
  const said = definitionOf(document, node)?.said;
  if (!said || !output) return null;
  const config = document.nodes[node]?.config ?? {};
  return said(output, { outlet: outlet ?? null, config, source: document });
}

function rulesOf(document: WorkflowDocument, outputs: RunState["data"]["nodes"]): BacktestSide["rules"] {
  const words = wordsOf(document);
  return Object.entries(document.nodes).flatMap(([node, { type, config }]) => {
    const ruleSet = type === "rules" ? document.rules[String(config["ruleSet"])] : undefined;
    const said = outputs[node] as unknown as Partial<RuleSetResult> | undefined;
    if (!ruleSet || !said?.trace) return [];
    const { fired, notFired, unknown, notEvaluated } = explainRuleSet(ruleSet, said.trace, words);
    return [...fired, ...unknown, ...notFired, ...notEvaluated].map(({ code, title, status, sentence }) => ({
      ...{ hit: `${node}/${code}`, node, code, title, status, sentence },
    }));
  });
}
