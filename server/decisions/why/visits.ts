import type { Plan } from "@/server/engine/plan";
import type { JsonObject, RunData, RunState } from "@/server/engine/state";
import { type RuleSet, ruleSet } from "@/server/rules/core/ast";
import { compileRuleSet, type RuleSetResult } from "@/server/rules/core/compile";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { type Look, watchedPlan } from "@/server/workflows/trial/watch";

/** One visit of a step with what it left, whether on the main line or on an element's. */
export interface Visit {
  node: string;
  visit: number;
  frame: string | undefined;
  enteredAt: string;
  leftAt: string | undefined;
  output: JsonObject;
  values: JsonObject;
  /** Of a branch by conditions: what its conditions saw then. */
  branch: BranchReading | undefined;
  /** No later visit on the same line took its place. */
  counts: boolean;
}

export interface BranchReading {
  set: RuleSet;
  trace: RuleSetResult["trace"];
}

/** Looks at a replay: what every visit left, and what branches saw at the moment they chose. */
export function watchVisits(document: WorkflowDocument): {
  watch: (plan: Plan) => Plan;
  visitsOf: (stored: RunState) => Visit[];
} {
  const left = new Map<string, NonNullable<Look["left"]>>();
  const branches = new Map<string, BranchReading>();
  return {
    watch: (plan) =>
      watchedPlan(plan, {}, (look) => {
        const place = placeOf(look);
        if (look.left) left.set(place, look.left);
        const branch = look.saw && readBranch(document, look.node, look.saw, look.at ?? "");
        if (branch) branches.set(place, branch);
      }),
    visitsOf: (stored) => {
      const latest = new Map(stored.path.map((step) => [`${step.node} ${step.frame ?? ""}`, step.visit]));
      return stored.path.map(({ node, visit, frame, enteredAt, leftAt }) => {
        const place = placeOf({ node, visit, frame });
        const counts = latest.get(`${node} ${frame ?? ""}`) === visit;
        // What is on record goes before what came out again: the record is what was decided on.
        const kept = counts && frame === undefined ? stored.data.nodes[node] : undefined;
        return {
          ...{ node, visit, frame, enteredAt, leftAt, counts },
          output: kept ?? left.get(place)?.output ?? {},
          values: left.get(place)?.values ?? {},
          branch: branches.get(place),
        };
      });
    },
  };
}

const placeOf = ({ node, visit, frame = "" }: { node: string; visit: number; frame?: string | undefined }) =>
  `${node}/${visit}/${frame}`;

/** A branch's conditions as rules of which the first that is true decides: so they are told the same way. */
function readBranch(
  document: WorkflowDocument,
  node: string,
  data: RunData,
  at: string,
): BranchReading | undefined {
  const { type, config, title } = document.nodes[node] ?? {};
  if (type !== "branch" || config?.["by"] !== "conditions") return undefined;
  const branches = config["branches"] as { key: string; title: string; when: unknown }[];
  const read = ruleSet.safeParse({
    title,
    mode: "first",
    rules: branches.map(({ key, title, when }) => ({ code: key.toUpperCase(), title, when })),
  });
  if (!read.success) return undefined;
  const { timeZone, leapDayBirthday } = document.settings;
  const evaluate = compileRuleSet(read.data, { timeZone, leapDayBirthday, outcomes: [] });
  return { set: read.data, trace: evaluate(data, at).trace };
}
