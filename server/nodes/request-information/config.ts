import { z } from "zod";
import { key } from "@/server/workflows/schema";

export const requestInformationConfig = z.strictObject({
  from: z
    .union([z.literal("proposals"), z.strictObject({ node: key.meta({ title: "Node", "x-names": "node" }) })])
    .meta({
      title: "What is asked",
      description:
        "“proposals”: what the rules of this run require and was not asked yet. A node: the items a review sent back, or what one rules node requires.",
    }),
  deadlineDays: z.int().min(1).max(365).default(14).meta({ title: "Deadline in days" }),
  notify: z.boolean().default(true).meta({
    title: "Tell the applicant",
    description: "Sends a mail with the link when something is asked.",
  }),
});
export type RequestInformationConfig = z.infer<typeof requestInformationConfig>;

/** What is asked of the applicant: the wait's request holds `{requirements, notify, dueAt}`. */
export const requirementAsked = z.object({
  kind: z.enum(["field", "document"]),
  key: z.string(),
  subject: z.string(),
  reasonCode: z.string(),
  note: z.string().optional(),
});
export type RequirementAsked = z.infer<typeof requirementAsked>;

/** What `requirements_answered` brings. */
export const requirementsAnswered = z.object({
  answers: z.object({ forms: z.record(z.string(), z.record(z.string(), z.unknown())).default({}) }),
  requirements: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["field", "document"]),
      key: z.string(),
      subject: z.string(),
      documentId: z.string().optional(),
    }),
  ),
});
