import { z } from "zod";
import { attemptsField, connectionField, deadlineField, timeoutField } from "../asking";
import { operand } from "../template";
import { parameterNumbers, statementProblem } from "./statement";

export const sqlQueryConfig = z
  .strictObject({
    connection: connectionField,
    text: z
      .string()
      .trim()
      .min(1, "Write a SELECT.")
      .max(20_000)
      .superRefine((text, context) => {
        const problem = statementProblem(text);
        if (problem) context.addIssue({ code: "custom", message: problem });
      })
      .meta({
        title: "Statement",
        description:
          "One SELECT with $1, $2 … for its parameters. It runs in a transaction that can only read.",
        "x-editor": "sql",
      }),
    parameters: z.array(operand).max(50).default([]).meta({
      title: "Parameters",
      description: "Where the value of $1, $2 … stands, in their order.",
    }),
    maxRows: z.int().min(1).max(1000).default(100).meta({
      title: "Most rows",
      description: "More are left out, and “isCut” says so.",
    }),
    attempts: attemptsField,
    timeoutMs: timeoutField,
    deadlineMinutes: deadlineField,
  })
  .superRefine(({ text, parameters }, context) => {
    const used = parameterNumbers(text).length;
    if (used !== parameters.length && !statementProblem(text))
      context.addIssue({
        code: "custom",
        path: ["parameters"],
        message: `The statement uses ${used} ${used === 1 ? "parameter" : "parameters"}, but ${parameters.length} ${parameters.length === 1 ? "is" : "are"} listed.`,
      });
  });
export type SqlQueryConfig = z.infer<typeof sqlQueryConfig>;
