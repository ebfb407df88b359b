import { z } from "zod";
import { operand } from "@/server/rules/core/ast";
import { key } from "@/server/workflows/schema";

export const subWorkflowConfig = z.strictObject({
  workflow: key.meta({
    title: "Workflow",
    description: "Key of a workflow with a sub-workflow start.",
    "x-names": "workflow",
  }),
  version: z
    .union([
      z.literal("pinned").meta({ title: "Pinned when this one is published" }),
      z.literal("live").meta({ title: "The one that is live when the run comes here" }),
      z.int().min(1).meta({ title: "This number" }),
    ])
    .default("pinned")
    .meta({
      title: "Version",
      description: "“pinned”: publishing writes the number here of the version that is live then.",
    }),
  input: z
    .record(z.string().regex(/^[A-Za-z][\w-]{0,63}$/), operand)
    .default({})
    .meta({ title: "Input", description: "What the other workflow reads under input." }),
  outcomes: z.array(key).max(20).default([]).meta({
    title: "Outcomes with a way out of their own",
    description: "Any other decision leaves by “completed”.",
  }),
  values: z
    .record(z.string().regex(/^[A-Za-z][\w-]{0,63}$/), z.string().min(1).max(64).meta({ title: "Output" }))
    .default({})
    .meta({
      title: "Values",
      description: "Values of this run that are taken from the other one's outputs.",
    }),
  deadlineDays: z.int().min(1).max(365).optional().meta({
    title: "Deadline in days",
    description:
      "Then the other run is cancelled and this one leaves by “expired”. Empty: it waits for ever.",
  }),
});
export type SubWorkflowConfig = z.infer<typeof subWorkflowConfig>;
