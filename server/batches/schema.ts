import { z } from "zod";
import { batchFormats, batchRowStates, batchStatuses } from "@/db/enums/enums";
import { reference } from "@/server/applications/schema";
import { type RequestField, requestTypes } from "@/server/nodes/input-fields";
import { partyReference } from "@/server/parties/schema";
import { key } from "@/server/workflows/schema";

export const MAX_BATCH_BYTES = 50 * 1024 * 1024;
export const MAX_BATCH_ROWS = 100_000;

/** Where one column of a CSV leads. */
export const batchColumn = z.strictObject({
  /** The column's heading. */
  column: z.string().max(200),
  /** `input.amount`, `reference`, `party.name`. */
  path: z.string().max(200),
  type: z.enum(requestTypes).default("text"),
  /** Heading of the column that holds the currency of an amount. */
  currencyColumn: z.string().max(200).optional(),
});
export type BatchColumn = z.infer<typeof batchColumn>;

/** One row: a decision request without its workflow. */
export const batchRequest = z.strictObject({
  input: z.record(z.string().min(1).max(64), z.unknown()),
  party: partyReference.optional(),
  reference: reference.optional(),
});
export type BatchRequest = z.infer<typeof batchRequest>;

/** A row on its way to its run, as it came: the version that decides it reads it. */
export interface HeldRow {
  request: BatchRequest;
  /** Amounts that no version declares: the columns were chosen to be money. */
  own?: RequestField[];
}

/** What comes beside the file, in the address. */
export const createBatchInput = z.strictObject({
  /** Key of a published workflow that begins with a decision request. */
  workflow: key,
  format: z.enum(batchFormats),
  /** Without it the headings say where the columns lead. */
  columns: z.array(batchColumn).max(500).optional(),
  /** The file's name, for people. */
  name: z.string().trim().max(200).default(""),
});
export type CreateBatchInput = z.infer<typeof createBatchInput>;

export const batchInput = z.strictObject({ batchId: z.string().max(64) });

export const listBatchesInput = z.strictObject({
  /** Key of the workflow. */
  workflow: z.string().max(64).optional(),
  status: z.enum(batchStatuses).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(200).default(50),
});

export const listBatchRowsInput = z.strictObject({
  batchId: z.string().max(64),
  state: z.enum(batchRowStates).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(200).default(50),
});

const time = z.iso.datetime();

export const batchView = z.strictObject({
  id: z.string(),
  workflow: z.strictObject({ key: z.string(), title: z.string(), version: z.int() }),
  name: z.string(),
  format: z.enum(batchFormats),
  status: z.enum(batchStatuses),
  counts: z.strictObject({
    rows: z.int(),
    /** Not begun yet. */
    pending: z.int(),
    decided: z.int(),
    /** Begun, and waiting for a vendor or a person. */
    open: z.int(),
    /** Cannot be decided as they are. */
    failed: z.int(),
    /** Not begun when the batch was cancelled. */
    cancelled: z.int(),
  }),
  createdBy: z.string(),
  createdAt: time,
  finishedAt: time.nullable(),
});
export type BatchView = z.infer<typeof batchView>;

export const batchRowView = z.strictObject({
  /** The line a spreadsheet shows. */
  row: z.int(),
  reference: z.string().nullable(),
  state: z.enum(batchRowStates),
  errors: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })),
  run: z.string().nullable(),
  decision: z.string().nullable(),
  outcome: z.string().nullable(),
  /** The version that decides it: the batch's own, or its challenger. */
  version: z.int().nullable(),
});
export type BatchRowView = z.infer<typeof batchRowView>;
