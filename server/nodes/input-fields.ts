import { z } from "zod";
import { readPath } from "@/server/rules/core/read";
import { isMissing } from "@/server/rules/core/value";

/** What a declared field holds; without a type it may be anything. */
export const requestTypes = ["text", "number", "money", "boolean", "date", "date_time", "country"] as const;

const field = z.strictObject({
  path: z
    .string()
    .max(200)
    .regex(/^input(\.[\w-]+)+$/, "Write a path below input, like input.company.name.")
    .meta({
      title: "Path",
      description: "Where the value stands, e.g. input.company.name.",
      "x-path": "declared",
    }),
  title: z.string().min(1).max(120).meta({ title: "Title" }),
  type: z.enum(requestTypes).optional().meta({
    title: "Type",
    description: "A value of another type is refused. Tables of many requests are read by it.",
  }),
  required: z.boolean().default(false).meta({ title: "Required" }),
});

/** What a start may be given, and what it cannot do without. */
export const inputFields = z.array(field).max(200).default([]);
export type RequestField = z.infer<typeof field>;

/** Required fields a request lacks, for the door that takes the request. */
export function missingFields(
  { fields }: { fields: RequestField[] },
  input: unknown,
): { path: string; title: string }[] {
  return fields
    .filter(({ path, required }) => required && isMissing(readPath({ input }, path)))
    .map(({ path, title }) => ({ path, title }));
}
