import { z } from "zod";

/** The body of every refusal, as the document describes it. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  reference: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })),
});
