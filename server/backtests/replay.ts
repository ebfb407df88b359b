import type { Context } from "@/server/context";
import type { Leave } from "@/server/engine/node";
import type { Plan } from "@/server/engine/plan";
import type { RunEvent, RunState } from "@/server/engine/state";
import type { RuleSetResult } from "@/server/rules/core/compile";
import type { ScorecardResult } from "@/server/rules/core/compile-scorecard";
import type { TableResult } from "@/server/rules/core/compile-table";
import { decidersOf } from "@/server/runs/made-decision";
import { answersIn } from "@/server/runs/shadow/answers";
import { followWithLists } from "@/server/runs/shadow/list-answers";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { watchedPlan } from "@/server/workflows/trial/watch";
import { type Ending, STANDS } from "./policy";

/** Nobody waits for times that are still to come: what was decided is over. */
export const END_OF_TIME = "9999-12-31T23:59:59.999Z";

/** A plan that tells which rules fired, wherever they stand: also in the bodies of lists, whose findings a run forgets. */
export interface WatchedPlan {
  plan: Plan;
  document: WorkflowDocument;
  /** What has fired since it was last asked. */
  take(): string[];
}

export function watch(document: WorkflowDocument, plan: Plan): WatchedPlan {
  let seen = new Map<string, string[]>();
  const watched = watchedPlan(plan, {}, ({ node, frame = "", left }) => {
    const found = left && hitsOf(document.nodes[node]?.type, node, left);
    // A later visit replaces an earlier one, as it does in the run.
    if (found) seen.set(`${node}/${frame}`, found);
  });
  return {
    plan: watched,
    document,
    take() {
      const hits = new Set([...seen.values()].flat());
      seen = new Map();
      return [...hits];
    },
  };
}

function hitsOf(type: string | undefined, node: string, { output }: Leave): string[] | undefined {
  switch (type) {
    case "rules":
      return ((output as Partial<RuleSetResult> | undefined)?.fired ?? []).map(
        ({ code }) => `${node}/${code}`,
      );
    case "decision_table": {
      const { matched = [], isDefault } = (output ?? {}) as Partial<TableResult>;
      return isDefault ? [`${node}/otherwise`] : matched.map((row) => `${node}/row ${row}`);
    }
    case "scorecard": {
      const { band } = (output ?? {}) as Partial<ScorecardResult>;
      return band === undefined ? [] : [`${node}/${band}`];
    }
    default:
      return undefined;
  }
}

/** What a hit is called: the rule's own title, the row's note, the band's key. */
export function hitTitle({ nodes, rules, tables, scorecards }: WorkflowDocument, hit: string): string {
  const at = hit.indexOf("/");
  const [node, code] = [hit.slice(0, at), hit.slice(at + 1)];
  const config = nodes[node]?.config ?? {};
  const of = <T>(all: { readonly [key: string]: T }, key: unknown): T | undefined =>
    typeof key === "string" && Object.hasOwn(all, key) ? all[key] : undefined;
  const rule = of(rules, config["ruleSet"])?.rules.find((one) => one.code === code);
  if (rule) return `${code}: ${rule.title}`;
  const named = of(tables, config["table"])?.title ?? of(scorecards, config["scorecard"])?.title;
  const words = code === "otherwise" ? "no other row holds" : code;
  return named === undefined ? hit : `${named}, ${words}`;
}

export type Replay =
  | { before: Ending; after: Ending; standsAt: string | null; states: { before: RunState; after: RunState } }
  /** `not_reproduced`, `failed`, or what keeps a silent run from being compared. */
  | { reason: string; node: string | null };

export interface Decided {
  runId: string;
  /** The version it ended with. */
  version: number;
  outcome: string;
  reasonCodes: readonly string[];
  decidedBy: readonly string[];
  journal: readonly RunEvent[];
}

/** Every version a run has followed, the first one first. */
export function versionsOf({ version, journal }: Pick<Decided, "version" | "journal">): number[] {
  const moves = journal.filter((event) => event.type === "migrated");
  return [...new Set([moves[0]?.fromVersion ?? version, ...moves.map(({ toVersion }) => toVersion)])];
}

const said = ({ outcome, reasonCodes }: Pick<Decided, "outcome" | "reasonCodes">) =>
  [outcome, ...reasonCodes].join("\n");

/**
 * One stored decision on another plan: with the input it had, and told what was said then wherever it asks the very
 * same. Lists are read as they were known then. A vendor's answer that nobody has is never guessed, nor what people would say who were not asked.
 */
export async function replay(
  ctx: Context,
  candidate: WatchedPlan,
  versions: (version: number) => WatchedPlan,
  decided: Decided,
): Promise<Replay> {
  const [first] = decided.journal;
  if (first?.type !== "started") return { reason: "failed", node: null };
  const used = versionsOf(decided).map(versions);
  const [before] = used as [WatchedPlan];
  const { answers, state } = answersIn(before.plan, decided.journal, (version) => versions(version).plan);
  const hits = [...new Set(used.flatMap((one) => one.take()))];
  // The past must lead where it led, else a difference would say nothing about the change.
  if (!state?.decision || said(state.decision) !== said(decided))
    return { reason: "not_reproduced", node: null };
  const followed = await followWithLists(ctx, candidate.plan, [first], answers, END_OF_TIME);
  const newHits = candidate.take();
  const { standstill } = followed;
  const token = followed.state.tokens[0];
  const waits =
    standstill && (standstill.reason === "people_not_asked" || token?.phase === "wait")
      ? standstill
      : undefined;
  if (standstill && !waits) return { reason: standstill.reason, node: standstill.node };
  const made = followed.state.decision;
  if (!made && !waits) return { reason: "stopped", node: null };
  return {
    states: { before: state, after: followed.state },
    standsAt: waits?.node ?? null,
    before: {
      outcome: decided.outcome,
      reasonCodes: decided.reasonCodes,
      hits,
      calls: callsIn(before.plan, decided.runId, decided.journal),
      byPeople: decided.decidedBy.some((one) => one !== "system"),
    },
    after: {
      outcome: made?.outcome ?? STANDS,
      reasonCodes: made?.reasonCodes ?? [],
      hits: newHits,
      calls: callsIn(
        candidate.plan,
        first.runId,
        followed.heard.map(({ event }) => event),
      ),
      byPeople: !made || decidersOf(candidate.document, followed.state).some((one) => one !== "system"),
    },
  };
}

/** How many questions vendors answered; mails and writes are pretended, and ask nobody anything. */
export function callsIn(plan: Plan, runId: string, events: Iterable<RunEvent>): number {
  let calls = 0;
  for (const event of events) {
    if (event.type !== "effect_succeeded" && event.type !== "effect_failed") continue;
    // A key is `run:node@frame:scope…`.
    const node = event.key.slice(runId.length + 1).split(/[:@]/, 1)[0] ?? "";
    const work = plan.nodes.get(node)?.work;
    if (work?.kind !== "effect" || work.definition.asksNobody === true) continue;
    if (work.definition.pretended === undefined) calls++;
  }
  return calls;
}
