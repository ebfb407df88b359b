import { z } from "zod";
import { messageStatuses } from "@/db/enums/enums";

export const listMessagesInput = z.strictObject({
  status: z.enum(messageStatuses).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
});

/** Mail that left or would leave. `held`: no SMTP is configured, so it stays here. */
export const messageView = z.strictObject({
  id: z.string(),
  status: z.enum(messageStatuses),
  template: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  party: z.strictObject({ id: z.string(), name: z.string() }),
  applicationId: z.string().nullable(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  failure: z.string().nullable(),
});
export type MessageView = z.infer<typeof messageView>;
