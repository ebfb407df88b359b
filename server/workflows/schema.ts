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

export const outcome = z.strictObject({ key, title: z.string().min(1).max(80), kind: z.enum(outcomeKinds) });

/** Two voices: what the applicant reads (neutral, reveals no rule or suspicion) and what staff read. */
export const reasonCode = z.strictObject({
  applicant: z.string().min(1).max(400),
  staff: z.string().min(1).max(400),
  /** A notice lists the first n by priority; smaller is more important. */
  priority: z.int().min(1).max(999),
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
  key,
  title: z.string().min(1).max(120),
  description: z.string().max(600).optional(),
  visibleWhen: condition.optional(),
  schema: z.record(z.string(), z.unknown()),
  uiSchema: z.record(z.string(), z.unknown()).default({}),
});

export const form = z.strictObject({
  key,
  title: z.string().min(1).max(120),
  pages: z.array(formPage).min(1).max(30),
});

export const workflowNode = z.strictObject({
  type: z.string().min(1).max(64),
  version: z.int().min(1),
  title: z.string().min(1).max(120),
  config: z.record(z.string(), z.unknown()),
});

export const edge = z.strictObject({ from: key, outlet: z.string().min(1).max(64), to: key });

/** A queue this workflow's review nodes send cases to; created in the workspace at publish when missing. */
export const queueWish = z.strictObject({
  title: z.string().min(1).max(80),
  slaHours: z.int().min(1).max(8760),
  checklist: z.array(z.string().min(1).max(200)).max(30).default([]),
});

/** What an applicant may be asked to upload. */
export const documentType = z.strictObject({
  title: z.string().min(1).max(120),
  help: z.string().max(400),
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

/** Positions, notes and saved tests: shown in the builder, outside the hash. */
export const editorPart = z.strictObject({
  positions: z.record(key, z.strictObject({ x: z.number(), y: z.number() })).default({}),
  notes: z
    .array(z.strictObject({ id: z.string(), text: z.string(), x: z.number(), y: z.number() }))
    .default([]),
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

export const versionInput = z.strictObject({
  workflowId: z.string().max(64),
  /** Absent: the live version. */
  version: z.int().min(1).optional(),
});

/** Read as a document by the verb, which names every field to mend. */
const part = z.record(z.string(), z.unknown());
export const createWorkflowInput = z.strictObject({ document: part, editor: part.optional() });
const id = z.string().max(64);
const path = z.string().max(2000);
const version = z.int().min(1);
const reason = z.string().trim().min(3, "Say why, in a few words.").max(1000);

/** RFC 6902, over `{document, editor}`. */
const patchOperation = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("add"), path, value: z.json() }),
  z.strictObject({ op: z.literal("replace"), path, value: z.json() }),
  z.strictObject({ op: z.literal("test"), path, value: z.json() }),
  z.strictObject({ op: z.literal("remove"), path }),
  z.strictObject({ op: z.literal("move"), from: path, path }),
  z.strictObject({ op: z.literal("copy"), from: path, path }),
]);
export type PatchOperation = z.infer<typeof patchOperation>;

export const workflowInput = z.strictObject({ workflowId: id });
export const getDraftInput = z.strictObject({ workflowId: id, device: id.optional() });
/** One window of one member; two of them do not edit one draft. */
export const leaseInput = z.strictObject({ workflowId: id, device: id });
export const saveDraftInput = z
  .strictObject({
    workflowId: id,
    /** The revision the change was made on; 0 when there is no draft yet. */
    revision: z.int().min(0),
    device: id.optional(),
    /** The whole document, or what changed in it. */
    document: part.optional(),
    editor: part.optional(),
    patch: z.array(patchOperation).min(1).max(5000).optional(),
  })
  .refine(({ document, patch }) => (document === undefined) !== (patch === undefined), {
    path: ["patch"],
    message: "Send the whole document or a patch, one of the two.",
  });
export const beginDraftInput = z.strictObject({ workflowId: id, version, device: id.optional() });
export const stepDraftInput = z.strictObject({
  workflowId: id,
  revision: z.int().min(1),
  device: id.optional(),
});
export const checkDocumentInput = z.strictObject({ workflowId: id, document: part });

export const publishDraftInput = z.strictObject({
  workflowId: id,
  revision: z.int().min(1),
  note: z.string().trim().min(1, "Say what changed, in a few words.").max(1000),
  /** Problems that refuse nothing, but that somebody must have seen. */
  acceptWarnings: z.boolean().default(false),
  /** When new runs begin with it. `no`: it is there for shadows and challengers, or for later. */
  live: z.union([z.literal("now"), z.literal("no"), z.iso.datetime()]).default("now"),
});

export const requestReviewInput = z.strictObject({
  workflowId: id,
  change: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("publish"), revision: z.int().min(1) }),
    z.strictObject({ kind: z.literal("make_live"), version }),
    z.strictObject({ kind: z.literal("challenger"), version, percent: z.int().min(1).max(99) }),
  ]),
  note: reason,
});
export type ReviewedChange = z.infer<typeof requestReviewInput>["change"];
export const reviewInput = z.strictObject({ workflowId: id, reviewId: id });
export const decideReviewInput = z.strictObject({
  workflowId: id,
  reviewId: id,
  says: z.enum(["approve", "reject"]),
  note: reason,
});

export const versionChangeInput = z.strictObject({ workflowId: id, version, reason });
export const challengerInput = z.strictObject({
  workflowId: id,
  version,
  percent: z.int().min(1, "At least 1 %.").max(99, "At most 99 %; make the version live instead."),
  reason,
});
export const planLiveInput = z.strictObject({ workflowId: id, version, at: z.iso.datetime(), reason });
export const cancelPlanInput = z.strictObject({ workflowId: id, planId: id, reason });
export const archiveInput = z.strictObject({ workflowId: id, reason });
const checkpointTitle = z.string().trim().min(1, "Give it a name.").max(120);
export const createCheckpointInput = z.strictObject({ workflowId: id, title: checkpointTitle });
export const checkpointInput = z.strictObject({ workflowId: id, checkpointId: id });
export const renameCheckpointInput = checkpointInput.extend({ title: checkpointTitle });

/** A version, the draft, or a checkpoint of it. */
const side = z.union([
  version,
  z.literal("draft"),
  z.string().regex(/^chp_[0-9a-z]{1,60}$/, "Name a version, the draft, or a checkpoint."),
]);
export const compareInput = z.strictObject({ workflowId: id, from: side, to: side });
export type SideName = z.infer<typeof side>;
export const comparisonInput = z.strictObject({
  workflowId: id,
  version,
  days: z.int().min(1).max(366).default(30),
});
export const migrationInput = z.strictObject({ workflowId: id, migrationId: id });
export const planMigrationInput = z.strictObject({ workflowId: id, toVersion: version });
export const startMigrationInput = z.strictObject({
  workflowId: id,
  toVersion: version,
  /** Only these; absent: all that can. */
  runIds: z.array(id).min(1).max(10_000).optional(),
  reason,
});

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
  /** Whose applications it takes; null as long as nothing is published. */
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
  message: string;
  fix?: string;
}

/** Who is editing a draft. `isMine` is this member in this window. */
export interface LeaseView {
  holder: string;
  isMine: boolean;
  since: string;
  until: string;
}

/** The draft as it stands, or what a new one would begin from. */
export interface DraftView {
  /** 0: there is no draft; saving makes one. */
  revision: number;
  basedOn: number | null;
  savedBy: string | null;
  savedAt: string | null;
  document: WorkflowDocument;
  editor: EditorPart;
  /** Whether it says anything else than the live version. */
  isChanged: boolean;
  canUndo: boolean;
  canRedo: boolean;
  lease: LeaseView | null;
}

/** The draft as somebody named it. */
export interface CheckpointRow {
  id: string;
  title: string;
  revision: number;
  createdBy: string;
  createdAt: string;
}

/** One of two texts that are compared. */
export interface ComparedSide {
  name: SideName;
  /** "Version 3", "The draft", "Checkpoint “Before the limits”". */
  title: string;
  note: string | null;
  by: string;
  at: string;
  document: WorkflowDocument;
  editor: EditorPart;
}

export interface ComparisonSides {
  workflow: { id: string; key: string; title: string; liveVersion: number | null };
  from: ComparedSide;
  to: ComparedSide;
  /** What else could be chosen, newest first. */
  choices: { name: SideName; title: string }[];
  /** 0: there is no draft. */
  draftRevision: number;
}

/** What a migration would do, run by run; those that cannot move stand first. */
export interface MigrationPlan {
  toVersion: number;
  movable: number;
  stuck: number;
  runs: {
    runId: string;
    party: string;
    fromVersion: number;
    status: string;
    startedAt: string;
    /** Empty: it can move. */
    why: string[];
  }[];
}

export interface MigrationView {
  id: string;
  toVersion: number;
  state: "running" | "done";
  reason: string;
  startedBy: string;
  startedAt: string;
  endedAt: string | null;
  total: number;
  moved: number;
  stayed: number;
  runs: {
    runId: string;
    party: string;
    fromVersion: number;
    state: "planned" | "moved" | "refused" | "failed";
    why: string | null;
  }[];
}

/** How a version stands. One may be several: live, and planned again. */
export type VersionState =
  | { is: "live" }
  | { is: "shadow" }
  | { is: "challenger"; percent: number }
  | { is: "planned"; at: string };

export interface VersionRow {
  version: number;
  states: VersionState[];
  note: string;
  hash: string;
  publishedBy: string;
  publishedAt: string;
  runs: number;
  openRuns: number;
}

export interface ReviewView {
  id: string;
  change: ReviewedChange;
  state: "open" | "approved" | "rejected" | "withdrawn" | "outdated" | "used";
  note: string;
  requestedBy: string;
  requestedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  decisionNote: string | null;
  /** Why this member may not decide it; null when they may. */
  whyNot: string | null;
  /** Names of those who may. */
  mayApprove: string[];
}

/** Everything about a workflow's versions that one screen shows. */
export interface LifecycleView {
  workflow: { id: string; key: string; title: string; liveVersion: number | null; archivedAt: string | null };
  needsApproval: boolean;
  draft: {
    revision: number;
    basedOn: number | null;
    savedBy: string;
    savedAt: string;
    isChanged: boolean;
    lease: LeaseView | null;
  } | null;
  versions: VersionRow[];
  plan: {
    id: string;
    version: number;
    at: string;
    reason: string;
    plannedBy: string;
    plannedAt: string;
  } | null;
  /** A plan that could not be carried out, and nothing was made live since. */
  failedPlan: { version: number; at: string; failure: string } | null;
  review: ReviewView | null;
  migrations: Pick<MigrationView, "id" | "toVersion" | "state" | "startedBy" | "startedAt">[];
  openRuns: number;
}

/** One change of what runs live, with who and why. */
export interface RolloutChange {
  id: string;
  action: string;
  version: number | null;
  percent: number | null;
  before: number | null;
  reason: string | null;
  by: string;
  at: string;
}

/** Silent runs beside those that decided. */
export interface ShadowComparison {
  version: number;
  liveVersion: number | null;
  outcomes: { key: string; title: string; kind: string }[];
  compared: number;
  agreed: number;
  waiting: number;
  /** How often the live run said `live` and the silent one `shadow`. */
  matrix: { live: string; shadow: string; count: number }[];
  notComparable: { reason: string; node: string | null; title: string | null; count: number }[];
  /** The latest that came to another outcome, or to the same for other reasons. */
  differing: {
    runId: string;
    liveRunId: string;
    party: string;
    at: string;
    live: string;
    shadow: string;
    liveReasonCodes: string[];
    reasonCodes: string[];
  }[];
}
