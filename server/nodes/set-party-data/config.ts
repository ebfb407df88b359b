import { z } from "zod";
import { operand } from "../template";

const path = z
  .string()
  .max(200)
  .regex(/^(input|party|forms|nodes|values)(\.[\w-]+)+$/, "Write a path like values.reviewOn.")
  .meta({ "x-path": "read" });

export const setPartyDataConfig = z
  .strictObject({
    values: z
      .record(
        z
          .string()
          .max(64)
          .regex(/^[a-z][A-Za-z0-9]*$/, "Use letters and digits, starting with a small letter.")
          .refine((name) => !["id", "kind"].includes(name), "This is what the party is; it stays."),
        operand,
      )
      .default({})
      .meta({
        title: "What is written",
        description:
          "For each field, where its value stands; later runs read it at party.facts.… – name, country and reference are what the party is found by.",
      }),
    nextReview: z
      .union([
        z.strictObject({
          months: z.int().min(1).max(120).meta({ title: "Months from now" }),
        }),
        z.strictObject({ date: path.meta({ title: "Date", description: "A path to a date." }) }),
      ])
      .optional()
      .meta({ title: "Next review", description: "When the party is due to be looked at again." }),
  })
  .superRefine(({ values, nextReview }, context) => {
    if (Object.keys(values).length === 0 && nextReview === undefined)
      context.addIssue({
        code: "custom",
        path: ["values"],
        message: "Write at least one value, or a next review.",
      });
  });
export type SetPartyDataConfig = z.infer<typeof setPartyDataConfig>;
