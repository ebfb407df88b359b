import { z } from "zod";
import { NodeFault, type PlanSource, pureNode } from "@/server/engine/node";
import type { Json, JsonObject } from "@/server/engine/state";
import { compileFormula, formula } from "@/server/rules/core/formula";
import { compileListQuestions } from "@/server/rules/core/list-sites";
import { joinWith } from "@/server/rules/core/words";
import { key } from "@/server/workflows/schema";
import { titleOf } from "../run-facts";
import { computeExamples } from "./examples";

const computeConfig = z.strictObject({
  formulas: z
    .array(key.meta({ title: "Formula", "x-names": "formula" }))
    .min(1)
    .max(100)
    .refine((keys) => new Set(keys).size === keys.length, "A formula is computed twice.")
    .meta({
      title: "Formulas",
      description: "Computed in this order; each may use those before it, as values of its name.",
    }),
});

function formulaOf(source: PlanSource, name: string) {
  const formulas = source.formulas ?? {};
  if (!Object.hasOwn(formulas, name)) throw new NodeFault(`There is no formula “${name}”.`);
  return formula.parse(formulas[name]);
}

export const compute = pureNode({
  type: "compute",
  version: 1,
  title: "Compute",
  summary: "Works out values with formulas: exact numbers and money, rounded as each says.",
  group: "Decide",
  icon: "calculator",
  config: computeConfig,
  outlets: () => [{ key: "next", title: "Next", kind: "normal" }],
  describe({ formulas }, source) {
    const titles = formulas.map((name) => `“${titleOf(source.formulas ?? {}, name)}”`);
    return `${joinWith(titles, "and")} ${titles.length === 1 ? "is" : "are"} computed.`;
  },
  writes: ({ formulas }) => formulas.map((name) => `values.${name}`),
  references: ({ formulas }) =>
    formulas.map((name, i) => ({ kind: "formula", key: name, path: `formulas[${i}]` })),
  lists({ formulas }, source) {
    const ask = compileListQuestions(
      formulas.map((name) => formulaOf(source, name)),
      source.settings,
    );
    return ask && (({ data, at }) => ask(data, at));
  },
  prepare({ formulas }, source) {
    const compiled = formulas.map(
      (name) => [name, compileFormula(formulaOf(source, name), source.settings)] as const,
    );
    return ({ data, at }) => {
      const values: JsonObject = {};
      const unknown: { [name: string]: Json } = {};
      for (const [name, run] of compiled) {
        const found = run({ ...data, values: { ...data.values, ...values } }, at);
        // What cannot be told is null, so that an earlier visit's value does not pass for this one's.
        values[name] = found.value;
        if ("reason" in found) unknown[name] = found.reason;
      }
      return { outlet: "next", output: { values, unknown }, values };
    };
  },
  examples: computeExamples,
});
