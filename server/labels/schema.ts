import { z } from "zod";
import { labelKinds } from "@/db/enums/enums";
import { id } from "@/server/workflows/schema";

export const MOST_LABELS = 20_000;
export const MOST_LABEL_BYTES = 5 * 1024 * 1024;

/** How a label names what it is about; exactly one of them is filled in. */
export const labelKeys = ["decision", "run", "party", "reference"] as const;

const text = z.string().trim().max(200, "Use at most 200 characters.");

/** What turned out, as a file or a request says it. */
export const labelRow = z.strictObject({
  /** Id of the decision it is about. */
  decision: text.optional(),
  run: text.optional(),
  /** Id or registration number of a party: it is about everything that was decided of it. */
  party: text.optional(),
  /** The reference that the request for the decision came with. */
  reference: text.optional(),
  label: z.enum(labelKinds, { error: "Use chargeback, confirmed_fraud or confirmed_good." }),
  /** The day it became known. */
  date: z.iso.date("Use a date, like 2026-01-31."),
  /** Which system or file says so; never a person's name. */
  source: z.string().trim().max(80, "Use at most 80 characters.").default(""),
  /** The source's own number, so that a fact that is sent twice is kept once. */
  sourceReference: z.string().trim().max(80, "Use at most 80 characters.").default(""),
  amount: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,4})?$/, "Use a number like 1250.00.")
    .optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "Use three capitals, such as EUR.")
    .optional(),
});
export type LabelRow = z.output<typeof labelRow>;

export const addLabelsInput = z.strictObject({
  labels: z
    .array(z.unknown())
    .min(1, "Send at least one label.")
    .max(1_000, "Send at most 1,000 labels at once."),
});
export const importLabelsInput = z.strictObject({
  text: z.string().max(MOST_LABEL_BYTES, "The file is larger than 5 MB. Split it."),
  /** Only looks at it: nothing is kept. */
  isPreview: z.boolean().default(false),
});
export const listLabelsInput = z.strictObject({
  kind: z.enum(labelKinds).optional(),
  partyId: id.optional(),
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(200).default(50),
});
export const labelInput = z.strictObject({ labelId: id });

export interface LabelFault {
  /** The row a spreadsheet shows, or the place in the list. */
  row: number;
  /** Heading of the column; empty: the row as a whole. */
  column: string;
  message: string;
}

export interface LabelReport {
  rows: number;
  added: number;
  /** Were here before. */
  known: number;
  refused: number;
  /** The first 200. */
  faults: LabelFault[];
}

export const labelView = z.strictObject({
  id: z.string(),
  label: z.enum(labelKinds),
  party: z.strictObject({ id: z.string(), name: z.string() }),
  run: z.string().nullable(),
  date: z.string(),
  source: z.string(),
  sourceReference: z.string(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type LabelView = z.output<typeof labelView>;
