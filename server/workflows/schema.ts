import { z } from "zod";
import { condition, ruleSet } from "@/server/rules/core/ast";
import { formula } from "@/server/rules/core/formula";
import { scorecard } from "@/server/rules/core/scorecard";
import { decisionTable } from "@/server/rules/core/table";
import { savedTest } from "./trial/schema";

/** `workflow/v1`: the whole policy in one JSON document. All references are by stable key, never by id. */

export const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, "Use small letters, digits and _, starting with a letter.");

/** Kinds of outcome, used for colour and analytics; the outcome itself is the workflow's own word. */
export const outcomeKinds = ["positive", "negative", "review", "request", "neutral"] as const;

export const outcome = z.strictObject({
  key,
  title: z.string().min(1).max(80).meta({ title: "Name" }),
  kind: z
    .enum(outcomeKinds)
    .meta({ title: "Kind", description: "Its colour, and how it counts in reports." }),
});

/** Two voices: what the applicant reads (neutral, reveals no rule or suspicion) and what staff read. */
export const reasonCode = z.strictObject({
  applicant: z.string().min(1).max(400).meta({
    title: "What the applicant reads",
    description: "Neutral, and without giving away a rule or a suspicion.",
  }),
  staff: z.string().min(1).max(400).meta({ title: "What staff read" }),
  /** A notice lists the first n by priority; smaller is more important. */
  priority: z
    .int()
    .min(1)
    .max(999)
    .meta({ title: "Priority", description: "1 is the most important; a notice lists the first ones." }),
});

/**
 * One page of a form: JSON Schema draft-07 of an object, whose properties become `forms.FORM.PROPERTY`. Besides it:
 * - `x-visibleWhen`, `x-requiredWhen`: conditions of `rule/v1` over the whole run data (`forms.company.country`); inside
 *   a list's elements `item.FIELD` is the field beside it. Hidden when not true; required when true.
 * - `x-document`: a key of `settings.documentTypes`; a string whose answer is the id of the uploaded document.
 * - `x-money`: `{ currency }` or `{ currencyFrom: path of a currency }`; the answer is `{ amount, currency }` in minor units.
 * - `x-format`: `country` `currency` `date` `email` `phone` `url` `iban` `sort_code` `routing_number` `account_number`
 *   `vat` `company_number` `ein` `postcode`: how it is typed, shown and checked (check digits included).
 *   `x-country` (`GB`) or `x-countryFrom` (path of a country): the country whose `company_number`, `postcode`, `account_number`, `vat` or `phone` it is.
 * - `x-date`: `past` (not after today) or `future`. `x-message`: the form's own words when `pattern` or format fail.
 * - `x-choices`: `{ VALUE: title }`, the words of an `enum`. `x-itemTitle`: path of the field that names a list's element.
 * - `x-order`: keys of an object's properties as they are shown; a stored document keeps no order of its own.
 * - `title` of a page's schema: its question; of a list's `items`: what one is called (`person`).
 */
export const formPage = z.strictObject({
  key: key.meta({ title: "Key" }),
  title: z.string().min(1).max(120).meta({ title: "Name" }),
  description: z.string().max(600).optional().meta({ title: "Introduction" }),
  visibleWhen: condition.optional().meta({ title: "Shown when", "x-editor": "condition" }),
  schema: z.record(z.string(), z.unknown()).meta({ title: "Fields", "x-editor": "fields" }),
  uiSchema: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({ title: "How fields are drawn", "x-editor": "json" }),
});

export const form = z.strictObject({
  key,
  title: z.string().min(1).max(120).meta({ title: "Name" }),
  pages: z.array(formPage).min(1).max(30).meta({ title: "Pages" }),
});

export const workflowNode = z.strictObject({
  type: z.string().min(1).max(64),
  version: z.int().min(1),
  title: z.string().min(1).max(120),
  config: z.record(z.string(), z.unknown()),
  /** Left out: a run that comes by does nothing here and goes on at this outlet. */
  disabled: z.string().min(1).max(64).optional(),
});

export const edge = z.strictObject({ from: key, outlet: z.string().min(1).max(64), to: key });

/** A queue this workflow's review nodes send cases to; created in the workspace at publish when missing. */
export const queueWish = z.strictObject({
  title: z.string().min(1).max(80).meta({ title: "Name" }),
  slaHours: z.int().min(1).max(8760).meta({ title: "Hours until a case is late" }),
  checklist: z.array(z.string().min(1).max(200)).max(30).default([]).meta({ title: "Checklist" }),
});

/** What an applicant may be asked to upload. */
export const documentType = z.strictObject({
  title: z.string().min(1).max(120).meta({ title: "Name" }),
  help: z.string().max(400).meta({ title: "What makes one acceptable" }),
});

export const workflowDocument = z.strictObject({
  format: z.literal("workflow/v1"),
  key,
  title: z.string().min(1).max(120),
  description: z.string().max(600).default(""),
  /** From least to most severe. */
  outcomes: z.array(outcome).min(1).max(20),
  nodes: z.record(key, workflowNode),
  edges: z.array(edge).max(5000),
  rules: z.record(key, ruleSet).default({}),
  tables: z.record(key, decisionTable).default({}),
  scorecards: z.record(key, scorecard).default({}),
  formulas: z.record(key, formula).default({}),
  forms: z.record(key, form).default({}),
  reasonCodes: z.record(z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/), reasonCode).default({}),
  texts: z.record(z.string(), z.string()).default({}),
  settings: z.strictObject({
    /** Whom the workflow decides about. */
    partyKind: z.enum(["business", "person"]),
    /** IANA zone; copied from the workspace at publish. */
    timeZone: z.string().default("UTC"),
    /** On which day a 29 February birthday counts in common years. */
    leapDayBirthday: z.enum(["03-01", "02-28"]).default("03-01"),
    /** How often a node may be entered in one run before the run stops in an incident. */
    visitLimit: z.int().min(1).max(1000).default(25),
    /**
     * Paths of the answers that become the party's own data. A name that stands in two fields is both paths with a space
     * between: `forms.person.firstName forms.person.lastName`.
     */
    party: z.strictObject({
      name: z.string(),
      country: z.string(),
      reference: z.string().optional(),
    }),
    queues: z.record(key, queueWish).default({}),
    documentTypes: z.record(key, documentType).default({}),
    /** How many reasons a decision notice lists. */
    noticeReasons: z.int().min(1).max(20).default(4),
  }),
});

/** Positions and notes: shown in the builder, outside the hash. */
export const editorPart = z.strictObject({
  positions: z.record(key, z.strictObject({ x: z.number(), y: z.number() })).default({}),
  /** In whose body a step stands that no way leads to yet; of all others the ways tell. */
  inside: z.record(key, key).optional(),
  notes: z
    .array(
      z.strictObject({
        id: z.string().max(64),
        text: z.string().max(4000),
        /** The “for each” in whose drawing it was written. */
        inside: key.optional(),
        x: z.number(),
        y: z.number(),
        width: z.number().min(120).max(2000).optional(),
        height: z.number().min(60).max(2000).optional(),
        /** Who wrote it last. */
        by: z.string().max(120).optional(),
        at: z.iso.datetime().optional(),
      }),
    )
    .max(500)
    .default([]),
  comments: z
    .array(
      z.strictObject({
        id: z.string().max(64),
        node: key,
        text: z.string().min(1).max(4000),
        by: z.string().max(120),
        at: z.iso.datetime(),
        isSettled: z.boolean().default(false),
      }),
    )
    .max(2000)
    .optional(),
  /** Test cases: trials of this workflow with what they should come to. */
  tests: z.array(savedTest).max(200).optional(),
});

export type WorkflowDocument = z.infer<typeof workflowDocument>;
export type WorkflowDocumentInput = z.input<typeof workflowDocument>;
export type WorkflowNode = z.infer<typeof workflowNode>;
export type Edge = z.infer<typeof edge>;
export type Form = z.infer<typeof form>;
export type FormPage = z.infer<typeof formPage>;
export type EditorPart = z.infer<typeof editorPart>;

/** What a draft consists of: what runs, and what only the builder shows. */
export interface DraftParts {
  document: WorkflowDocument;
  editor: EditorPart;
}

export const id = z.string().max(64);
export const version = z.int().min(1);

/** What stays on record beside a change of what runs live. */
export const reason = z.string().trim().min(3, "Say why, in a few words.").max(1000);

/** Read as a document by the verb, which names every field to mend. */
export const part = z.record(z.string(), z.unknown());

export const workflowInput = z.strictObject({ workflowId: id });
export const versionInput = z.strictObject({
  workflowId: id,
  /** Absent: the live version. */
  version: version.optional(),
});

export const freeKeyInput = z.strictObject({ key });
/** Larger files than this are no policy somebody wrote. */
export const MAX_FILE_CHARACTERS = 4_000_000;
export const readFileInput = z.strictObject({
  text: z.string().min(1).max(MAX_FILE_CHARACTERS, "The file is larger than 4 MB."),
});
export const createWorkflowInput = z.strictObject({ document: part, editor: part.optional() });
export const checkDocumentInput = z.strictObject({ workflowId: id, document: part });

/** One line of the workflow list. */
export interface WorkflowRow {
  id: string;
  key: string;
  title: string;
  description: string;
  liveVersion: number | null;
  publishedAt: string | null;
  nodes: number;
  /** Whether it begins with an application; what begins with a decision request is asked by a program. */
  takesApplications: boolean;
  /** Whom it decides about, by what is live; by the draft as long as nothing is published. */
  partyKind: "business" | "person" | null;
  /** Runs that are not finished, and those that need attention. */
  openRuns: number;
  attention: number;
}

/** One published version, as it was frozen. */
export interface VersionView {
  workflow: { id: string; key: string; title: string; liveVersion: number | null };
  version: number;
  document: WorkflowDocument;
  editor: EditorPart;
  hash: string;
  note: string;
  publishedBy: string;
  publishedAt: string;
  versions: { version: number; note: string; publishedBy: string; publishedAt: string }[];
}

/** One complaint about a document, in words that name the fix. Errors refuse a publish; warnings ask to be seen. */
export interface DocumentProblem {
  severity: "error" | "warning";
  /** Where in the document: `nodes.registry.config.connection`. */
  path: string;
  code: string;
  node?: string;
  /** The way out of the node it is about. */
  outlet?: string;
  message: string;
  /** What it comes to when nobody mends it: what happens to whom. */
  harm?: string;
  fix?: string;
  /** What was written there and is wrong, and what was probably meant. */
  name?: string;
  instead?: string | number | boolean;
}
