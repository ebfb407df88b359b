import { z } from "zod";
import { listChangeStates, listKinds } from "@/db/enums/enums";

export type ListKind = (typeof listKinds)[number];

export const listKey = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, "Use small letters, digits and _, starting with a letter.");
const title = z.string().trim().min(1, "Give it a name.").max(120, "Use at most 120 characters.");
const description = z.string().trim().max(500, "Use at most 500 characters.");
const reason = z.string().trim().min(1, "Say why.").max(500, "Use at most 500 characters.");
const owner = z.string().trim().max(120, "Use at most 120 characters.");
const value = z.string().trim().min(1, "Write a value.").max(600, "Use at most 500 characters.");
const time = z.iso.datetime("Write a time such as 2027-01-31T00:00:00Z.").transform((text) => new Date(text));
const id = z.string().min(1).max(64);

export const createListInput = z.strictObject({
  key: listKey,
  title,
  description: description.default(""),
  kind: z.enum(listKinds, "Choose what the list holds."),
  ignoresCase: z.boolean().default(true),
  needsApproval: z.boolean().default(false),
});
export const listInput = z.strictObject({ key: listKey });
export const changeListInput = z.strictObject({
  key: listKey,
  title: title.optional(),
  description: description.optional(),
  needsApproval: z.boolean().optional(),
});

export const addEntryInput = z.strictObject({
  key: listKey,
  value,
  reason,
  /** Left out: whoever adds it. */
  owner: owner.optional(),
  /** Left out: from now on. */
  validFrom: time.optional(),
  /** Null: it does not expire. */
  validTo: time.nullable().default(null),
});
export const changeEntryInput = z.strictObject({
  key: listKey,
  entryId: id,
  reason,
  owner: owner.optional(),
  validTo: time.nullable().optional(),
});
export const withdrawEntryInput = z.strictObject({ key: listKey, entryId: id, reason });

export const entryFilters = ["active", "upcoming", "expired", "withdrawn", "all"] as const;
export const listEntriesInput = z.strictObject({
  key: listKey,
  state: z.enum(entryFilters).default("active"),
  search: z.string().trim().max(200).default(""),
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(200).default(50),
});
export const entryInput = z.strictObject({ key: listKey, entryId: id });
export const listChangesInput = z.strictObject({
  key: listKey,
  state: z.enum(listChangeStates).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(100).default(50),
});
export const changeInput = z.strictObject({
  key: listKey,
  changeId: id,
  cursor: z.string().max(300).optional(),
  limit: z.int().min(1).max(200).default(50),
});
export const decideChangeInput = z.strictObject({
  key: listKey,
  changeId: id,
  says: z.enum(["approve", "refuse", "take_back"]),
  note: z.string().trim().max(500).default(""),
});

export interface WrittenEntry {
  entryId: string;
  changeId: string;
  /** `waiting`: another member must approve it first. */
  state: "waiting" | "applied";
}

/** Counted exactly as far as this; a count above says *more than*. */
export const MOST_COUNTED = 10_000;

export interface ListView {
  key: string;
  title: string;
  description: string;
  kind: ListKind;
  ignoresCase: boolean;
  needsApproval: boolean;
  createdAt: Date;
  createdBy: string;
  changedAt: Date;
  archivedAt: Date | null;
  /** That count now, up to one more than `MOST_COUNTED`. */
  entries: number;
  /** Changes that wait for a second person. */
  waiting: number;
  /** Workflows whose live version or draft names it. */
  workflows: number;
}

export interface EntryView {
  entryId: string;
  value: string;
  state: "active" | "upcoming" | "expired" | "withdrawn";
  validFrom: Date;
  validTo: Date | null;
  reason: string;
  owner: string;
  /** Who said last what is known of it, and since when it is. */
  by: string;
  knownSince: Date;
  /** A change of it waits for a second person. */
  isWaiting: boolean;
}

export interface EntryVersion extends Omit<EntryView, "state" | "isWaiting"> {
  changeId: string;
  change: "add" | "change" | "withdraw" | "import";
  /** Null: it is what is known now. */
  knownUntil: Date | null;
  /** Who approved it, where the list asks for a second person. */
  approvedBy: string | null;
}

export interface ListChangeView {
  changeId: string;
  kind: "add" | "change" | "withdraw" | "import";
  state: "waiting" | "applied" | "refused" | "taken_back";
  entries: number;
  reason: string;
  proposedAt: Date;
  proposedBy: string;
  isOwn: boolean;
  decidedAt: Date | null;
  decidedBy: string | null;
  note: string | null;
  /** The first values it is about. */
  values: string[];
}

/** One entry of a change, beside what was known of it before. */
export interface ChangedEntry {
  entryId: string;
  value: string;
  before: {
    validFrom: Date;
    validTo: Date | null;
    reason: string;
    owner: string;
    isWithdrawn: boolean;
  } | null;
  after: { validFrom: Date; validTo: Date | null; reason: string; owner: string; isWithdrawn: boolean };
}

export interface ListUse {
  workflowId: string;
  title: string;
  /** Null: its draft. */
  version: number | null;
  /** What that version does now; `runs`: only runs that began with it still ask. */
  role: "live" | "shadow" | "challenger" | "runs" | "old" | "draft";
  /** Where it is named, in words. */
  places: string[];
}

export const listListsInput = z.strictObject({ archived: z.boolean().default(false) });
export const archiveListInput = z.strictObject({ key: listKey, archived: z.boolean() });
export const checkListsInput = z.strictObject({
  questions: z
    .array(z.strictObject({ list: listKey, value: z.union([z.string().min(1).max(600), z.number()]) }))
    .min(1)
    .max(2_000),
  /** The day that is asked about; left out: now. */
  at: time.optional(),
  /** By what was known then; left out: on that day. */
  knownAt: time.optional(),
});

export const MAX_IMPORT_BYTES = 50 * 1024 * 1024;
export const MAX_IMPORT_ROWS = 1_000_000;
/** Bad rows that are named; the others are counted. */
export const MOST_PROBLEMS = 200;

export const importInput = z.strictObject({
  key: listKey,
  /** `look`: says what would happen. `good`: rows that can be read come in. `all_or_nothing`: all of them, or none. */
  mode: z.enum(["look", "good", "all_or_nothing"]),
  /** Of rows that say none themselves. */
  reason,
});
export type ImportInput = z.output<typeof importInput>;

export interface ImportResult {
  rows: number;
  added: number;
  changed: number;
  unchanged: number;
  bad: number;
  /** By row and column, the first of them. */
  problems: { row: number; column: string; value: string; message: string }[];
  ignoredColumns: string[];
  /** The first rows that would come in. */
  sample: {
    row: number;
    value: string;
    reason: string;
    owner: string;
    validTo: Date | null;
    isKnown: boolean;
  }[];
  /** Null: nothing was done. */
  applied: { changeId: string; state: "waiting" | "applied" } | null;
}
