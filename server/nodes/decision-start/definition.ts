import { z } from "zod";
import { NodeFault, pureNode } from "@/server/engine/node";
import { inputFields, missingFields } from "../input-fields";

export type { RequestField } from "../input-fields";

export const decisionStartConfig = z.strictObject({
  fields: inputFields.meta({
    title: "Fields",
    description: "What a request may bring. A required field that is missing stops it.",
  }),
});

export const decisionStart = pureNode({
  type: "decision_start",
  version: 1,
  title: "Decision request",
  summary: "Begins when another system asks for a decision through the API.",
  group: "Start",
  icon: "bolt",
  config: decisionStartConfig,
  outlets: () => [{ key: "next", title: "Next", kind: "normal" }],
  describe({ fields }) {
    const required = fields.filter((each) => each.required).map((each) => each.title);
    return required.length === 0
      ? "A system asks for a decision."
      : `A system asks for a decision and gives ${required.join(", ")}.`;
  },
  prepare: (config) => (scope) => {
    const missing = missingFields(config, scope.data.input);
    if (missing.length > 0)
      throw new NodeFault(`The request lacks ${missing.map(({ path }) => path).join(", ")}.`);
    return { outlet: "next", output: {} };
  },
  examples: [
    { name: "Takes any input", config: {}, data: { input: { amount: 5 } }, outlet: "next", output: {} },
    {
      name: "Has what it requires",
      config: { fields: [{ path: "input.company.name", title: "Company name", required: true }] },
      data: { input: { company: { name: "Acme Ltd" } } },
      outlet: "next",
    },
  ],
});
