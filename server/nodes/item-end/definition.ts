import { z } from "zod";
import { itemEndNode } from "@/server/engine/node";
import type { Json } from "@/server/engine/state";
import { operand } from "@/server/rules/core/ast";
import { compileValue } from "@/server/rules/core/compile";
import { key } from "@/server/workflows/schema";

const itemEndConfig = z.strictObject({
  result: key.default("done").meta({ title: "Result", description: "One word for how this element ended." }),
  output: z
    .record(z.string().min(1).max(64), operand)
    .default({})
    .meta({ title: "Output", description: "Values that are kept for this element." }),
});

export const itemEnd = itemEndNode({
  type: "item_end",
  version: 1,
  title: "Item end",
  summary: "Ends the body of a “for each” for one element, with its result.",
  group: "Flow",
  icon: "circle-check",
  config: itemEndConfig,
  outlets: () => [],
  describe: ({ result }) => `The element is “${result}”.`,
  prepare({ result, output }, { settings }) {
    const values = Object.entries(output).map(
      ([key, operand]) => [key, compileValue(operand, settings)] as const,
    );
    return (scope) => ({
      result,
      output: Object.fromEntries(
        values.flatMap(([key, get]): [string, Json][] => {
          const value = get(scope.data, scope.at);
          return value === undefined ? [] : [[key, value]];
        }),
      ),
    });
  },
  examples: [
    { name: "Ends", config: {}, outlet: "", output: { result: "done" } },
    {
      name: "Keeps the element's name",
      config: { result: "checked", output: { name: { field: "item.name" } } },
      data: { item: { name: "Ada" }, index: 0 },
      outlet: "",
      output: { result: "checked", output: { name: "Ada" } },
    },
  ],
});
