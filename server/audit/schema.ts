import { z } from "zod";
import { events } from "./events";

/** Filters of the list; each absent one means all. */
export const listAuditInput = z.strictObject({
  action: z.enum(events).optional(),
  /** Kind of what was changed: `case`, `member`, … */
  subjectKind: z.string().max(64).optional(),
  subjectId: z.string().max(64).optional(),
  actorId: z.string().max(64).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
});

export const auditEntryView = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  action: z.enum(events),
  /** Who did it; `name` is what people call them, also after they left. */
  actor: z.strictObject({ kind: z.string(), id: z.string(), name: z.string() }),
  subject: z.strictObject({ kind: z.string(), id: z.string() }),
  /** Place in the chain of its subject, from 1. */
  seq: z.int(),
  /** Facts free of personal data. */
  facts: z.record(z.string(), z.unknown()),
  /** Whether personal values were recorded with it, under the party's key. */
  hasPersonal: z.boolean(),
  /** The seal that covers it, once one was signed. */
  seal: z.int().nullable(),
  hash: z.string(),
});
export type AuditEntryView = z.infer<typeof auditEntryView>;

/** Every action an entry can carry, for the filter. */
export const auditActions = listAuditInput.shape.action.unwrap().options;
