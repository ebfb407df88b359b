import type { z } from "zod";
import { ruleSet } from "@/server/rules/core/ast";
import { fieldsOf } from "@/server/rules/core/fields";
import { formula } from "@/server/rules/core/formula";
import { scorecard } from "@/server/rules/core/scorecard";
import { decisionTable } from "@/server/rules/core/table";
import { freeKey } from "../edits/policy";
import {
  type DraftParts,
  documentType,
  form,
  outcome,
  queueWish,
  reasonCode,
  type WorkflowDocument,
} from "../schema";

/** What a workflow holds beside its steps, as people add, change and remove it: rule sets, forms, reasons, queues. */

export const partKinds = [
  "outcome",
  "form",
  "ruleSet",
  "table",
  "scorecard",
  "formula",
  "reasonCode",
  "queue",
  "documentType",
] as const;
export type PartKind = (typeof partKinds)[number];

type Entries = readonly (readonly [key: string, value: unknown])[];
type Settings = WorkflowDocument["settings"];

interface Part {
  /** All of them, and one of them in a sentence. */
  title: string;
  one: string;
  help: string;
  schema: z.ZodType;
  read(document: WorkflowDocument): Entries;
  write(document: WorkflowDocument, entries: Entries): WorkflowDocument;
  /** What a new one begins with. */
  start(title: string, document: WorkflowDocument): unknown;
}

const record =
  <P extends "rules" | "tables" | "scorecards" | "formulas" | "forms" | "reasonCodes">(part: P) =>
  () => ({
    read: (document: WorkflowDocument): Entries => Object.entries(document[part]),
    write: (document: WorkflowDocument, entries: Entries): WorkflowDocument => ({
      ...document,
      [part]: Object.fromEntries(entries),
    }),
  });
const setting =
  <P extends "queues" | "documentTypes">(part: P) =>
  () => ({
    read: ({ settings }: WorkflowDocument): Entries => Object.entries(settings[part]),
    write: (document: WorkflowDocument, entries: Entries): WorkflowDocument => ({
      ...document,
      settings: { ...document.settings, [part]: Object.fromEntries(entries) as Settings[P] },
    }),
  });

/** A test in a cell of that type that something passes. */
const FIRST_BAND = { text: '"a"', number: ">= 0", boolean: "true" } as const;

/** A column to begin with: the first plain field that can be tested. */
function firstColumn(document: WorkflowDocument) {
  for (const { path, title, type } of fieldsOf(document).values())
    if (!path.includes("[]") && (type === "text" || type === "number" || type === "boolean"))
      return { key: freeKey(title, () => false), path, type } as const;
  return { key: "amount", path: "input.amount", type: "number" } as const;
}

function firstFactor(document: WorkflowDocument) {
  const column = firstColumn(document);
  const none = { points: 0 };
  const bands = [{ when: FIRST_BAND[column.type], points: 0 }];
  return { ...column, title: "First factor", bands, missing: none, otherwise: none };
}

export const parts: { readonly [kind in PartKind]: Part } = {
  outcome: {
    ...{ title: "Outcomes", one: "outcome", schema: outcome.omit({ key: true }) },
    help: "What a decision can be, from the least to the most severe.",
    read: ({ outcomes }) => outcomes.map(({ key, ...value }) => [key, value]),
    write: (document, entries) => ({
      ...document,
      outcomes: entries.map(([key, value]) => ({ key, ...(value as object) })) as never,
    }),
    start: (title) => ({ title, kind: "neutral" }),
  },
  form: {
    ...{ title: "Forms", one: "form", schema: form.omit({ key: true }) },
    help: "What applicants are asked for, page by page.",
    read: ({ forms }) => Object.entries(forms).map(([key, { key: _, ...value }]) => [key, value]),
    write: (document, entries) => ({
      ...document,
      forms: Object.fromEntries(entries.map(([key, value]) => [key, { key, ...(value as object) }])) as never,
    }),
    start: (title) => ({
      title,
      pages: [
        { key: "page", title, schema: { type: "object", properties: {}, "x-order": [] }, uiSchema: {} },
      ],
    }),
  },
  ruleSet: {
    ...{ title: "Rule sets", one: "rule set", schema: ruleSet },
    help: "Rules that are looked at together; each can propose an outcome and say why.",
    ...record("rules")(),
    start: (title) => ({ title, mode: "all", rules: [] }),
  },
  table: {
    ...{ title: "Decision tables", one: "decision table", schema: decisionTable },
    help: "Rows of tests, each with what it gives.",
    ...record("tables")(),
    start: (title, document) => ({
      title,
      hitPolicy: "first",
      inputs: [firstColumn(document)],
      outputs: [{ key: "result", title: "Result", kind: "value", type: "text" }],
      rows: [],
    }),
  },
  scorecard: {
    ...{ title: "Scorecards", one: "scorecard", schema: scorecard },
    help: "Points for what is known, added up, with bands of the total.",
    ...record("scorecards")(),
    start: (title, document) => ({
      ...{ title, base: 0, worse: "higher", reasons: 4 },
      factors: [firstFactor(document)],
      bands: [{ key: "all", title: "All" }],
    }),
  },
  formula: {
    ...{ title: "Formulas", one: "formula", schema: formula },
    help: "Values that are worked out from others, exactly.",
    ...record("formulas")(),
    start: (title) => formula.parse({ title, formula: "0" }),
  },
  reasonCode: {
    ...{ title: "Reason codes", one: "reason code", schema: reasonCode },
    help: "Why somebody was decided about so, in the words for the applicant and for staff.",
    ...record("reasonCodes")(),
    start: (title, { reasonCodes }) => {
      const last = Math.max(0, ...Object.values(reasonCodes).map(({ priority }) => priority));
      return { applicant: title, staff: title, priority: Math.min(999, last + 1) };
    },
  },
  queue: {
    ...{ title: "Queues", one: "queue", schema: queueWish },
    help: "Where cases wait for people.",
    ...setting("queues")(),
    start: (title) => ({ title, slaHours: 24, checklist: [] }),
  },
  documentType: {
    ...{ title: "Documents", one: "kind of document", schema: documentType },
    help: "What applicants can be asked to upload.",
    ...setting("documentTypes")(),
    start: (title) => ({ title, help: "" }),
  },
};

/** A reason code is read aloud by people and matched by programs: large letters. */
const keyOf = (kind: PartKind, title: string, taken: (key: string) => boolean): string =>
  kind === "reasonCode"
    ? freeKey(title, (key) => taken(key.toUpperCase())).toUpperCase()
    : freeKey(title, taken);

const withDocument = (given: DraftParts, document: WorkflowDocument): DraftParts => ({ ...given, document });

/** Adds one under a key made of its title. */
export function addPart(
  given: DraftParts,
  kind: PartKind,
  title: string,
): { parts: DraftParts; key: string } {
  const { document } = given;
  const entries = parts[kind].read(document);
  const key = keyOf(kind, title, (one) => entries.some(([known]) => known === one));
  const value = parts[kind].start(title, document);
  return { parts: withDocument(given, parts[kind].write(document, [...entries, [key, value]])), key };
}

export const partOf = (document: WorkflowDocument, kind: PartKind, key: string): unknown =>
  parts[kind].read(document).find(([one]) => one === key)?.[1];

/** What people call one of them. */
export function partTitle(kind: PartKind, key: string, value: unknown): string {
  const { title, staff } = value as { title?: string; staff?: string };
  return (kind === "reasonCode" ? staff : title) || key;
}

/** Puts another value in its place; what is not there stays so. */
export function changePart(given: DraftParts, kind: PartKind, key: string, value: unknown): DraftParts {
  const entries = parts[kind].read(given.document);
  const next = entries.map((entry) => (entry[0] === key ? ([key, value] as const) : entry));
  return withDocument(given, parts[kind].write(given.document, next));
}

export function removePart(given: DraftParts, kind: PartKind, key: string): DraftParts {
  const entries = parts[kind].read(given.document);
  return withDocument(
    given,
    parts[kind].write(
      given.document,
      entries.filter(([one]) => one !== key),
    ),
  );
}

/** Puts one before the one above it: outcomes stand in the order of their severity. */
export function raisePart(given: DraftParts, kind: PartKind, key: string): DraftParts {
  const entries = [...parts[kind].read(given.document)];
  const at = entries.findIndex(([one]) => one === key);
  if (at <= 0) return given;
  [entries[at - 1], entries[at]] = [entries[at]!, entries[at - 1]!];
  return withDocument(given, parts[kind].write(given.document, entries));
}

/** Copies one under another key and title. */
export function duplicatePart(
  given: DraftParts,
  kind: PartKind,
  key: string,
): { parts: DraftParts; key: string } | undefined {
  const value = partOf(given.document, kind, key);
  if (value === undefined) return undefined;
  const title = `${partTitle(kind, key, value)}, copy`;
  const { parts: added, key: made } = addPart(given, kind, title);
  const copy = kind === "reasonCode" ? value : { ...(value as object), title };
  return { parts: changePart(added, kind, made, copy), key: made };
}
