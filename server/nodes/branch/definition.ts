import { z } from "zod";
import { pureNode } from "@/server/engine/node";
import { condition } from "@/server/rules/core/ast";
import { compileCondition } from "@/server/rules/core/compile";
import { compileListQuestions } from "@/server/rules/core/list-sites";
import { key } from "@/server/workflows/schema";
import { listed, mostSevere } from "../run-facts";

const byOutcome = z.strictObject({ by: z.literal("outcome") }).meta({
  title: "By proposed outcome",
  description: "One way out for each outcome of the workflow; the most severe proposal chooses.",
});

const byConditions = z
  .strictObject({
    by: z.literal("conditions"),
    branches: z
      .array(
        z.strictObject({
          key: key.meta({ title: "Key" }),
          title: z.string().min(1).max(80).meta({ title: "Title" }),
          when: condition.meta({ title: "When" }),
        }),
      )
      .min(1)
      .max(30)
      .refine((branches) => new Set(branches.map((each) => each.key)).size === branches.length, {
        error: "Two branches have the same key.",
      })
      .refine((branches) => branches.every((each) => each.key !== "otherwise"), {
        error: "“otherwise” is the way out when no branch is true; choose another key.",
      })
      .meta({ title: "Branches", description: "The first whose condition is true is taken." }),
  })
  .meta({ title: "By conditions" });

const branchConfig = z.discriminatedUnion("by", [byOutcome, byConditions]);

export const branch = pureNode({
  type: "branch",
  version: 1,
  title: "Branch",
  summary: "Chooses one way: by the outcome proposed, or by conditions.",
  group: "Decide",
  icon: "arrows-split-2",
  config: branchConfig,
  outlets: (config, { outcomes }) =>
    config.by === "outcome"
      ? [
          ...outcomes.map(({ key, title }) => ({ key, title, kind: "normal" as const })),
          { key: "none", title: "Nothing proposed", kind: "normal" },
        ]
      : [
          ...config.branches.map(({ key, title }) => ({ key, title, kind: "normal" as const })),
          { key: "otherwise", title: "Otherwise", kind: "normal" },
        ],
  describe: (config) =>
    config.by === "outcome"
      ? "The path follows the most severe outcome proposed."
      : `The path follows the first that is true: ${listed([...config.branches.map(({ title }) => `“${title}”`), "otherwise"])}.`,
  lists(config, source) {
    const ask = config.by === "outcome" ? undefined : compileListQuestions(config.branches, source.settings);
    return ask && (({ data, at }) => ask(data, at));
  },
  prepare(config, source) {
    if (config.by === "outcome")
      return (scope) => {
        const chosen = mostSevere(scope.proposals, source) ?? "none";
        return { outlet: chosen, output: { chosen } };
      };
    const tests = config.branches.map(({ key, when }) => ({
      key,
      test: compileCondition(when, source.settings),
    }));
    return (scope) => {
      const chosen = tests.find(({ test }) => test(scope.data, scope.at).result === true)?.key ?? "otherwise";
      return { outlet: chosen, output: { chosen } };
    };
  },
  said({ chosen }, { config, outlet, source: { outcomes } }) {
    if (config["by"] !== "outcome" || typeof chosen !== "string" || chosen !== outlet) return null;
    if (chosen === "none") return "No outcome was proposed.";
    return `Most severe outcome: ${outcomes.find(({ key }) => key === chosen)?.title ?? chosen}.`;
  },
  examples: [
    {
      name: "The most severe proposal wins",
      config: { by: "outcome" },
      proposals: [
        { node: "a", visit: 1, outcome: "review", reasonCodes: [] },
        { node: "b", visit: 1, outcome: "approve", reasonCodes: [] },
      ],
      outlet: "review",
      output: { chosen: "review" },
    },
    { name: "Nothing was proposed", config: { by: "outcome" }, outlet: "none" },
    {
      name: "The first condition that is true",
      config: {
        by: "conditions",
        branches: [
          {
            key: "large",
            title: "Large",
            when: { id: "a", op: "≥", left: { field: "input.amount" }, right: { value: 1000 } },
          },
        ],
      },
      data: { input: { amount: 5000 } },
      outlet: "large",
    },
    {
      name: "An unanswerable condition is not true",
      config: {
        by: "conditions",
        branches: [
          {
            key: "large",
            title: "Large",
            when: { id: "a", op: "≥", left: { field: "input.amount" }, right: { value: 1000 } },
          },
        ],
      },
      outlet: "otherwise",
    },
  ],
});
