import { z } from "zod";
import { caseStatuses, checkStatuses, partyKinds, requirementKinds, verdicts } from "@/db/enums/enums";
import { reason, requirementView } from "@/server/applications/schema";
import { documentView } from "@/server/documents/schema";
import { key } from "@/server/workflows/schema";

/** What a review node asks of its case: the request of its wait. */
export const reviewRequest = z.object({
  queue: key,
  fourEyes: z.enum(["none", "approve", "both"]).default("none"),
  title: z.string().max(200).optional(),
  /** Reason codes offered to the reviewer; none means all the workflow knows. */
  codes: z.array(z.string().max(64)).default([]),
  /** What the policy proposes so far, with its codes and points. */
  proposedOutcome: z.string().max(64).nullable().default(null),
  reasonCodes: z.array(z.string().max(64)).default([]),
  score: z.int().nullable().default(null),
});
export type ReviewRequest = z.output<typeof reviewRequest>;

export const caseInput = z.strictObject({ caseId: z.string().max(64) });

export const caseSorts = ["due", "opened", "score"] as const;

/** Filters of the list; each absent one means all. */
export const listCasesInput = z.strictObject({
  queue: z.string().max(64).optional(),
  /** `active` = every status a person still has to do something about. */
  status: z.enum(["active", ...caseStatuses]).default("active"),
  assignee: z.union([z.literal("me"), z.literal("nobody"), z.string().max(64)]).optional(),
  /** Opened more than so many hours ago. */
  olderThanHours: z.int().min(1).max(8760).optional(),
  overdue: z.boolean().optional(),
  partyId: z.string().max(64).optional(),
  runId: z.string().max(64).optional(),
  /** Party name, registration number or C-123. */
  search: z.string().trim().max(100).optional(),
  sort: z.enum(caseSorts).default("due"),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListCasesInput = z.infer<typeof listCasesInput>;

const person = z.strictObject({ id: z.string(), name: z.string() });
const time = z.iso.datetime();

export const caseRow = z.strictObject({
  id: z.string(),
  number: z.int(),
  status: z.enum(caseStatuses),
  queue: z.strictObject({ key: z.string(), title: z.string() }),
  party: z.strictObject({
    id: z.string(),
    name: z.string(),
    kind: z.enum(partyKinds),
    country: z.string().nullable(),
  }),
  workflow: z.strictObject({ id: z.string(), key: z.string(), title: z.string(), version: z.int() }),
  assignee: person.nullable(),
  /** What the policy proposes, with its title and kind. */
  proposed: z.strictObject({ outcome: z.string(), title: z.string(), kind: z.string() }).nullable(),
  score: z.int().nullable(),
  /** The most important reason, in the staff voice. */
  headline: z.string().nullable(),
  openedAt: time,
  dueAt: time,
  closedAt: time.nullable(),
});
export type CaseRow = z.infer<typeof caseRow>;

/** `total` is exact to 10,000; above, `more` is true and `total` is 10,000. */
export interface CaseList {
  data: CaseRow[];
  nextCursor: string | null;
  total: { count: number; more: boolean };
}

/** Why the case is here: one sentence per fired rule, with its numbers. */
export const caseReason = z.strictObject({
  code: z.string(),
  node: z.string(),
  title: z.string(),
  /** *Company is younger than 60 days: incorporated 30 days ago; the limit is 60.* */
  sentence: z.string(),
  outcome: z.string().nullable(),
  points: z.int().nullable(),
  /** The tests that made it fire, for the value · test · limit columns. */
  tests: z.array(
    z.strictObject({
      field: z.string(),
      value: z.string(),
      test: z.string(),
      limit: z.string(),
      source: z.string().nullable(),
      result: z.enum(["true", "false", "unknown"]),
    }),
  ),
});
export type CaseReason = z.infer<typeof caseReason>;

export const checkView = z.strictObject({
  id: z.string(),
  node: z.string(),
  title: z.string(),
  capability: z.string(),
  subject: z.string(),
  subjectName: z.string().nullable(),
  status: z.enum(checkStatuses),
  label: z.string(),
  sentence: z.string(),
  source: z.string(),
  details: z.record(z.string(), z.unknown()),
  at: time,
  /** Name of the member who answered in the vendor's place; null for the vendor's own answer. */
  by: z.string().nullable(),
  /** What that member did, and why. */
  note: z.string().nullable(),
  /** False when a later answer took its place; `since` says how. */
  current: z.boolean(),
  since: z.enum(["asked_again", "answered_by_hand"]).nullable(),
});
export type CheckView = z.infer<typeof checkView>;

/** One row of *Declared · document · register*. Absent sources are null, never empty text. */
export const comparedField = z.strictObject({
  /** Run-data path: `forms.company.legalName`; what a send-back names. */
  path: z.string(),
  title: z.string(),
  section: z.string(),
  subject: z.string(),
  declared: z.string().nullable(),
  /** What stood there before the applicant answered a send-back. */
  before: z.string().nullable(),
  document: z.string().nullable(),
  register: z.strictObject({ value: z.string(), source: z.string() }).nullable(),
  differs: z.boolean(),
});
export type ComparedField = z.infer<typeof comparedField>;

export const ownerView = z.strictObject({
  subject: z.string(),
  name: z.string(),
  role: z.string().nullable(),
  declaredShare: z.number().nullable(),
  effectiveShare: z.number().nullable(),
  isBeneficialOwner: z.boolean(),
  reason: z.string().nullable(),
  country: z.string().nullable(),
  dateOfBirth: z.string().nullable(),
});

/** A case as another system sees it. */
export const caseSummary = caseRow.extend({
  revision: z.int(),
  runId: z.string(),
  applicationId: z.string().nullable(),
  reasons: z.array(caseReason.omit({ tests: true, node: true })),
});
export type CaseSummary = z.infer<typeof caseSummary>;

export const activityItem = z.strictObject({
  id: z.string(),
  at: time,
  /** An event of `server/audit/events.ts`. */
  event: z.string(),
  actor: z.string(),
  /** One sentence. */
  text: z.string(),
  /** A note's text, a reason given to the applicant. */
  quote: z.string().nullable(),
});
export type ActivityItem = z.infer<typeof activityItem>;

export const sendBackItem = z.strictObject({
  kind: z.enum(requirementKinds),
  /** Field path in the run's data, or document type. */
  key: z.string().min(1).max(200),
  /** `party`, or one element: `forms.owners.owners[1]`. */
  subject: z.string().max(200).default("party"),
  reasonCode: z.string().min(1).max(64),
  /** Words of the reviewer's own, shown to the applicant. */
  note: z.string().trim().max(500).optional(),
});
export type SendBackItem = z.infer<typeof sendBackItem>;

/** What a member says about a case. `revision` guards against deciding on what has changed meanwhile. */
export const decideCaseInput = z
  .strictObject({
    caseId: z.string().max(64),
    revision: z.int().min(0),
    verdict: z.enum(verdicts),
    reasonCodes: z.array(z.string().max(64)).max(20).default([]),
    note: z.string().trim().max(4000).default(""),
    items: z.array(sendBackItem).max(50).default([]),
  })
  .refine((input) => input.verdict !== "send_back" || input.items.length > 0, {
    path: ["items"],
    message: "Choose at least one field or document to send back.",
  })
  .refine((input) => input.verdict !== "decline" || input.reasonCodes.length > 0, {
    path: ["reasonCodes"],
    message: "Choose the reason the applicant will read.",
  });
export type DecideCaseInput = z.infer<typeof decideCaseInput>;

export const assignCaseInput = z.strictObject({
  caseId: z.string().max(64),
  /** `null` gives it back to the queue; absent claims it. */
  memberId: z.string().max(64).nullable().optional(),
});

/** Takes the next case nobody works on, the one due first. */
export const nextCaseInput = z.strictObject({
  queue: z.string().max(64).optional(),
  /** The case just left, so that the next is another one. */
  after: z.string().max(64).optional(),
});

/** Numbers for the rail and the tabs. */
export interface CaseCounts {
  mine: number;
  unassigned: number;
  overdue: number;
}

export const noteCaseInput = z.strictObject({
  caseId: z.string().max(64),
  text: z.string().trim().min(1, "Write something first.").max(4000, "Use at most 4,000 characters."),
});

export const verdictView = z.strictObject({
  id: z.string(),
  verdict: z.enum(verdicts),
  step: z.int(),
  by: person,
  reasonCodes: z.array(z.string()),
  note: z.string(),
  items: z.array(sendBackItem),
  at: time,
  /** Until then it can be undone. */
  effectiveAt: time,
  state: z.enum(["pending", "undone", "applied"]),
});

/** Everything the case page shows, in one answer. */
export const caseView = caseRow.extend({
  revision: z.int(),
  applicationId: z.string().nullable(),
  runId: z.string(),
  fourEyes: z.enum(["none", "approve", "both"]),
  /** The node and visit whose wait the case answers. */
  node: z.string(),
  /** The branch or element of a list that it is about: *Owners 2 · Jane Roe*; null when it is about the whole. */
  line: z.string().nullable(),
  reasons: z.array(caseReason),
  checks: z.array(checkView),
  fields: z.array(comparedField),
  documents: z.array(documentView),
  owners: z.array(ownerView),
  requirements: z.array(requirementView),
  related: z.array(
    z.strictObject({
      caseId: z.string(),
      number: z.int(),
      partyName: z.string(),
      status: z.enum(caseStatuses),
      /** Why it is shown: "same party", "same owner". */
      because: z.string(),
    }),
  ),
  activity: z.array(activityItem),
  checklist: z.array(z.string()),
  /** Reasons this workflow knows, for decline and send-back. */
  reasonCodes: z.array(reason),
  documentTypes: z.array(z.strictObject({ key: z.string(), title: z.string() })),
  verdicts: z.array(verdictView),
  decision: z
    .strictObject({
      id: z.string(),
      outcome: z.string(),
      title: z.string(),
      kind: z.string(),
      reasons: z.array(reason),
      outputs: z.record(z.string(), z.unknown()),
      decidedBy: z.array(z.string()),
      decidedAt: time,
    })
    .nullable(),
  /** What this member may do now; `why` names what opens a closed door. */
  may: z.record(
    z.enum(["claim", "note", "approve", "decline", "send_back", "undo"]),
    z.strictObject({ allowed: z.boolean(), why: z.string().nullable() }),
  ),
  /** True once the party's key was destroyed: personal values are gone. */
  erased: z.boolean(),
});
export type CaseView = z.infer<typeof caseView>;
