import { z } from "zod";
import { NodeFault, type PlanSource, pureNode } from "@/server/engine/node";
import type { JsonObject } from "@/server/engine/state";
import { compileTable } from "@/server/rules/core/compile-table";
import { type DecisionTable, decisionTable as tableSchema } from "@/server/rules/core/table";
import { joinWith } from "@/server/rules/core/words";
import { key } from "@/server/workflows/schema";
import { titleOf } from "../run-facts";
import { decisionTableExamples } from "./examples";

const decisionTableConfig = z.strictObject({
  table: key.meta({
    title: "Table",
    description: "The decision table of this workflow that is looked up.",
    "x-names": "table",
  }),
});

function tableOf(source: PlanSource, name: string): DecisionTable {
  const tables = source.tables ?? {};
  if (!Object.hasOwn(tables, name)) throw new NodeFault(`There is no table “${name}”.`);
  return tableSchema.parse(tables[name]);
}

function describeTable(name: string, source: PlanSource): string {
  const table = tableSchema.safeParse(source.tables?.[name]).data;
  if (!table) return `“${titleOf(source.tables ?? {}, name)}” is looked up.`;
  const rows = table.rows.length === 1 ? "1 row" : `${table.rows.length} rows`;
  const gives = joinWith(
    table.outputs.map(({ title }) => `“${title}”`),
    "and",
  );
  return `${rows} of “${table.title}” give ${gives}.`;
}

export const decisionTable = pureNode({
  type: "decision_table",
  version: 1,
  title: "Decision table",
  summary: "Looks a case up in a table: outcomes, values, reasons and points of the rows that hold.",
  group: "Decide",
  icon: "table",
  config: decisionTableConfig,
  outlets: ({ table }, source) => [
    { key: "matched", title: "A row holds", kind: "normal" },
    // With a row of last resort there is always one.
    ...(tableSchema.safeParse(source.tables?.[table]).data?.otherwise
      ? []
      : [{ key: "no_match", title: "No row holds", kind: "normal" as const }]),
    { key: "unknown", title: "Cannot be told", kind: "normal" },
  ],
  describe: ({ table }, source) => describeTable(table, source),
  writes({ table }, source) {
    const { outputs = [] } = tableSchema.safeParse(source.tables?.[table]).data ?? {};
    return outputs.flatMap(({ kind, key }) => (kind === "value" ? [`values.${key}`] : []));
  },
  references: ({ table }) => [{ kind: "table", key: table, path: "table" }],
  prepare({ table: name }, source) {
    const table = tableOf(source, name);
    const { timeZone, leapDayBirthday } = source.settings;
    const lookUp = compileTable(table, {
      timeZone,
      leapDayBirthday,
      outcomes: source.outcomes.map(({ key }) => key),
    });
    return (scope) => {
      const result = lookUp(scope.data, scope.at);
      if (result.conflict) {
        const rows = joinWith(result.conflict.map(String), "and");
        throw new NodeFault(
          table.hitPolicy === "unique"
            ? `In “${table.title}” the rows ${rows} hold at once, and only one may.`
            : `In “${table.title}” the rows ${rows} hold at once and do not say the same.`,
        );
      }
      const outlet = result.isUncertain
        ? "unknown"
        : result.matched.length > 0 || result.isDefault
          ? "matched"
          : "no_match";
      return {
        outlet,
        output: result as unknown as JsonObject,
        values: result.values,
        proposals: result.proposals,
      };
    };
  },
  examples: decisionTableExamples,
});
