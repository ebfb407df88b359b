import { z } from "zod";
import { capabilityNames } from "@/server/plugins/contract";
import { condition } from "@/server/rules/core/ast";
import { key } from "@/server/workflows/schema";
import { subjectSource, subjectsField } from "../subjects";

export const checkConfig = z.strictObject({
  connection: key.meta({
    title: "Connection",
    description: "Which of the workspace's connections is asked.",
    "x-names": "connection",
  }),
  capability: z.enum(capabilityNames).meta({ title: "Question", description: "What it is asked." }),
  subjects: subjectsField.meta({
    title: "About",
    description:
      "“party” asks once; a list like forms.owners.owners[] asks once for each of its items; “item” asks about the element of the “for each” around it.",
  }),
  only: condition.optional().meta({
    title: "Only items where",
    description: "A test over item. An item whose test cannot be answered is asked about too.",
  }),
  ask: z.record(z.string().min(1).max(64), subjectSource).meta({
    title: "What is sent",
    description: "For each field of the question, where its value stands.",
  }),
  attempts: z.int().min(1).max(10).default(3).meta({
    title: "Attempts",
    description: "How often it is asked in all when the vendor cannot be reached.",
  }),
  timeoutMs: z
    .int()
    .min(100)
    .max(120_000)
    .default(5000)
    .meta({ title: "Time limit of one attempt, in milliseconds" }),
  deadlineMinutes: z.int().min(1).max(10_080).optional().meta({
    title: "Deadline in minutes",
    description: "Time for all attempts together; then the run leaves by “overdue”.",
  }),
  onFailure: z.enum(["human", "hit", "clear"]).default("human").meta({
    title: "No answer counts as",
    description: "“human” leaves by “no answer”; the other two go on as if the vendor had said so.",
  }),
  onInputMissing: z.enum(["human", "hit", "skip"]).default("human").meta({
    title: "A question that lacks input counts as",
    description: "“human” leaves by “no answer”; “skip” goes on and shows the subject as not asked.",
  }),
});
export type CheckConfig = z.infer<typeof checkConfig>;
