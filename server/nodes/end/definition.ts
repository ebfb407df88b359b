import { z } from "zod";
import { NodeFault, type NodeScope, pureNode, type Reference } from "@/server/engine/node";
import type { Json } from "@/server/engine/state";
import { operand } from "@/server/rules/core/ast";
import { compileValue } from "@/server/rules/core/compile";
import { key } from "@/server/workflows/schema";
import { inOrderOfPriority, mostSevere, scoreOf } from "../run-facts";

const endConfig = z.strictObject({
  outcome: key.meta({
    title: "Outcome",
    description: "One of the workflow's outcomes, or “proposed” for the most severe one proposed.",
    "x-names": "outcome",
    "x-also": { proposed: "The most severe one proposed" },
  }),
  reasonCodes: z
    .union([
      z.literal("proposed"),
      z.array(z.string().min(1).max(64).meta({ title: "Reason", "x-names": "reasonCode" })).max(50),
    ])
    .default("proposed")
    .meta({ title: "Reasons", description: "“proposed”: the reasons that came with the outcome." }),
  outputs: z
    .record(z.string().min(1).max(64), operand)
    .default({})
    .meta({ title: "Outputs", description: "Values the answer carries beside the outcome." }),
});

/** The reasons proposed with this outcome. A negative end that was reached by path alone takes the worst proposal's. */
function reasonsFor(outcome: string, { proposals, source }: NodeScope): string[] {
  const codesOf = (of: string | null) =>
    proposals.filter((proposal) => proposal.outcome === of).flatMap((proposal) => proposal.reasonCodes);
  const own = codesOf(outcome);
  const isNegative = source.outcomes.some(({ key, kind }) => key === outcome && kind === "negative");
  return inOrderOfPriority(
    own.length > 0 || !isNegative ? own : codesOf(mostSevere(proposals, source)),
    source,
  );
}

export const end = pureNode({
  type: "end",
  version: 1,
  title: "End",
  summary: "Makes the decision: outcome, reasons and outputs.",
  group: "End",
  icon: "flag-check",
  config: endConfig,
  outlets: () => [],
  describe({ outcome }, { outcomes }) {
    if (outcome === "proposed") return "The decision is the most severe outcome proposed.";
    return `The decision is “${outcomes.find(({ key }) => key === outcome)?.title ?? outcome}”.`;
  },
  references: ({ outcome, reasonCodes }) => [
    ...(outcome === "proposed"
      ? []
      : [{ kind: "outcome", key: outcome, path: "outcome" } satisfies Reference]),
    ...(reasonCodes === "proposed"
      ? []
      : reasonCodes.map(
          (code, i): Reference => ({ kind: "reasonCode", key: code, path: `reasonCodes[${i}]` }),
        )),
  ],
  prepare(config, source) {
    const outputs = Object.entries(config.outputs).map(
      ([key, operand]) => [key, compileValue(operand, source.settings)] as const,
    );
    return (scope) => {
      const outcome = config.outcome === "proposed" ? mostSevere(scope.proposals, source) : config.outcome;
      if (outcome === null) throw new NodeFault("Nothing was proposed, so there is no outcome to decide on.");
      return {
        outlet: "",
        decision: {
          outcome,
          reasonCodes: config.reasonCodes === "proposed" ? reasonsFor(outcome, scope) : config.reasonCodes,
          outputs: Object.fromEntries(
            outputs.flatMap(([key, get]): [string, Json][] => {
              const value = get(scope.data, scope.at);
              return value === undefined ? [] : [[key, value]];
            }),
          ),
          score: scoreOf(scope),
        },
      };
    };
  },
  examples: [
    { name: "Approves", config: { outcome: "approve" }, outlet: "" },
    {
      name: "Decides what was proposed",
      config: { outcome: "proposed", outputs: { limit: { value: 5000 } } },
      proposals: [{ node: "rules", visit: 1, outcome: "decline", reasonCodes: ["UNDER_AGE"] }],
      outlet: "",
    },
  ],
});
