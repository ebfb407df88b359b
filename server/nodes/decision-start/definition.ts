import { z } from "zod";
import { NodeFault, pureNode } from "@/server/engine/node";
import { readPath } from "@/server/rules/core/read";
import { isMissing } from "@/server/rules/core/value";

/** What a declared field holds; without a type it may be anything. */
export const requestTypes = ["text", "number", "money", "boolean", "date", "date_time", "country"] as const;

const field = z.strictObject({
  path: z
    .string()
    .max(200)
    .regex(/^input(\.[\w-]+)+$/, "Write a path below input, like input.company.name.")
    .meta({ title: "Path", description: "Where the value stands, e.g. input.company.name." }),
  title: z.string().min(1).max(120).meta({ title: "Title" }),
  type: z.enum(requestTypes).optional().meta({
    title: "Type",
    description: "A value of another type is refused. Tables of many requests are read by it.",
  }),
  required: z.boolean().default(false).meta({ title: "Required" }),
});

export const decisionStartConfig = z.strictObject({
  fields: z.array(field).max(200).default([]).meta({
    title: "Fields",
    description: "What a request may bring. A required field that is missing stops it.",
  }),
});

export type RequestField = z.infer<typeof field>;

/** Required fields a request lacks, for the door that takes the request. */
export function missingFields(
  config: z.infer<typeof decisionStartConfig>,
  input: unknown,
): { path: string; title: string }[] {
  return config.fields
    .filter(({ path, required }) => required && isMissing(readPath({ input }, path)))
    .map(({ path, title }) => ({ path, title }));
}

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
