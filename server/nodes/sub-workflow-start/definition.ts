import { z } from "zod";
import { NodeFault, pureNode } from "@/server/engine/node";
import { inputFields, missingFields } from "../input-fields";

const subWorkflowStartConfig = z.strictObject({
  fields: inputFields.meta({
    title: "Fields",
    description: "What the workflow that runs this one gives. Without a required field it does not begin.",
  }),
});

/** Paths of what a parent must give and does not, for whoever begins the run. */
export const missingInput = (config: unknown, input: unknown): string[] =>
  missingFields(subWorkflowStartConfig.parse(config), input).map(({ path }) => path);

export const subWorkflowStart = pureNode({
  type: "sub_workflow_start",
  version: 1,
  title: "Sub-workflow start",
  summary: "Begins when another workflow runs this one as a part of itself, for the same party.",
  group: "Start",
  hasNoApplicant: true,
  icon: "corner-down-right",
  config: subWorkflowStartConfig,
  outlets: () => [{ key: "next", title: "Next", kind: "normal" }],
  describe({ fields }) {
    const required = fields.filter((each) => each.required).map((each) => each.title);
    return required.length === 0
      ? "Another workflow runs this one."
      : `Another workflow runs this one and gives ${required.join(", ")}.`;
  },
  prepare: (config) => (scope) => {
    const missing = missingFields(config, scope.data.input);
    if (missing.length > 0)
      throw new NodeFault(`it was not given ${missing.map(({ path }) => path).join(", ")}`);
    return { outlet: "next", output: {} };
  },
  examples: [
    { name: "Begins with what the parent gives", config: {}, data: { input: { amount: 5 } }, outlet: "next" },
    {
      name: "Has what it requires",
      config: { fields: [{ path: "input.owner", title: "Owner", required: true }] },
      data: { input: { owner: { name: "Ada" } } },
      outlet: "next",
      output: {},
    },
  ],
});
