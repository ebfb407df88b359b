import { z } from "zod";

/**
 * Every event a webhook can tell. Each is derived from an audit entry in the transaction of what happened, and carries
 * ids, states and codes only: whoever may know more asks the API for it.
 */

const id = z.string().max(64);
const word = z.string().max(200);

/** What every event is about, as far as it is about one. */
export const aboutShape = {
  application: id.nullable(),
  run: id.nullable(),
  party: id.nullable(),
  /** The caller's own reference. */
  reference: z.string().max(200).nullable(),
  workflow: z.strictObject({ key: word, version: z.int() }).nullable(),
  /** Where people see it in Gatehouse. */
  link: z.string().nullable(),
};
export const about = z.strictObject(aboutShape);
export type About = z.infer<typeof about>;

export const eventGroups = {
  application: "Applications",
  requirement: "Requirements",
  document: "Documents",
  run: "Runs",
  check: "Checks",
  case: "Cases",
  decision: "Decisions",
  party: "Parties",
  workflow: "Workflows",
  connection: "Connections",
} as const;

const exampleAbout = {
  application: "app_01kaxk3m9tfq4rjz2s6v8w0y1b",
  run: "run_01kaxk3m9tfq4rjz2s6v8w0y1c",
  party: "pty_01kaxk3m9tfq4rjz2s6v8w0y1d",
  reference: "seller-4711",
  workflow: { key: "marketplace_seller", version: 3 },
  link: "https://risk.example.com/parties/pty_01kaxk3m9tfq4rjz2s6v8w0y1d",
};

function event<S extends z.ZodRawShape>(
  title: string,
  description: string,
  fields: S,
  example: z.input<z.ZodObject<S>>,
) {
  return {
    title,
    description,
    /** What stands under `data`. */
    data: z.strictObject({ ...aboutShape, ...fields }) as z.ZodObject,
    /** The fields that this event adds to what every event carries. */
    fields: Object.keys(fields),
    example: { ...exampleAbout, ...example } as Record<string, unknown>,
  };
}

const requirement = { requirement: id };
const asked = { ...requirement, kind: word, key: word };
const caseFields = { case: id };
const reasons = z.array(word);
const decided = { decision: id, outcome: word, reasonCodes: reasons, automatic: z.boolean() };
const aRequirement = { requirement: "req_01kaxk3m9tfq4rjz2s6v8w0y1e" };
const aCase = { case: "case_01kaxk3m9tfq4rjz2s6v8w0y1f" };
const aDocument = { document: "doc_01kaxk3m9tfq4rjz2s6v8w0y1g", type: "passport" };
const aDecision = {
  decision: "dec_01kaxk3m9tfq4rjz2s6v8w0y1h",
  outcome: "approve",
  reasonCodes: [],
  automatic: true,
};

export const webhookCatalogue = {
  "application.created": event(
    "Application created",
    "An application was started and its link was made.",
    { channel: word },
    { channel: "api" },
  ),
  "application.submitted": event(
    "Form handed in",
    "The applicant handed in a form of the application.",
    { form: word },
    { form: "company" },
  ),
  "application.decided": event(
    "Application decided",
    "The run of an application made its one decision.",
    decided,
    aDecision,
  ),
  "requirement.added": event(
    "Requirement added",
    "The applicant is asked for something more.",
    { ...asked, reasonCode: word.nullable() },
    { ...aRequirement, kind: "document", key: "bank_statement", reasonCode: "ADDRESS_NOT_PROVEN" },
  ),
  "requirement.answered": event("Requirement answered", "The applicant answered what was asked.", asked, {
    ...aRequirement,
    kind: "document",
    key: "bank_statement",
  }),
  "requirement.satisfied": event(
    "Requirement satisfied",
    "What was handed in for a requirement was accepted.",
    requirement,
    aRequirement,
  ),
  "requirement.waived": event(
    "Requirement waived",
    "A requirement is no longer asked for.",
    requirement,
    aRequirement,
  ),
  "requirement.expired": event(
    "Requirement expired",
    "Nobody answered a requirement in time.",
    requirement,
    aRequirement,
  ),
  "document.uploaded": event(
    "Document uploaded",
    "A document arrived and can be looked at.",
    { document: id, type: word },
    aDocument,
  ),
  "document.refused": event(
    "Document refused",
    "A file was turned away at upload and not kept.",
    { type: word, refusal: word },
    { type: "passport", refusal: "not_an_image" },
  ),
  "run.started": event("Run started", "A workflow began for a party.", {}, {}),
  "run.attention": event(
    "Run needs attention",
    "A run stopped in an incident. A member retries, answers by hand, skips or cancels.",
    { node: word },
    { node: "registry" },
  ),
  "run.resolved": event(
    "Incident resolved",
    "A member let a stopped run go on.",
    { how: word },
    { how: "retry" },
  ),
  "run.completed": event("Run completed", "A run came to its end.", {}, {}),
  "run.cancelled": event("Run cancelled", "A run was ended before it decided.", {}, {}),
  "check.completed": event(
    "Check completed",
    "A vendor gave its last word on one subject of a check, or a member answered by hand.",
    { check: id, node: word, subject: word, status: word },
    { check: "chk_01kaxk3m9tfq4rjz2s6v8w0y1j", node: "registry", subject: "party", status: "clear" },
  ),
  "case.opened": event(
    "Case opened",
    "A run asks for a human decision.",
    { ...caseFields, queue: word, proposed: word.nullable(), reasonCodes: reasons, dueAt: z.iso.datetime() },
    {
      ...aCase,
      queue: "edd",
      proposed: "review",
      reasonCodes: ["POSSIBLE_HIT"],
      dueAt: "2026-11-25T10:00:00.000Z",
    },
  ),
  "case.reopened": event(
    "Case came back",
    "A case that was sent back to the applicant is open again.",
    { ...caseFields, proposed: word.nullable(), reasonCodes: reasons, dueAt: z.iso.datetime() },
    { ...aCase, proposed: "review", reasonCodes: [], dueAt: "2026-11-25T10:00:00.000Z" },
  ),
  "case.assigned": event(
    "Case assigned",
    "A member took a case, was given it, or gave it back.",
    { ...caseFields, assignee: id.nullable() },
    { ...aCase, assignee: "mem_01kaxk3m9tfq4rjz2s6v8w0y1k" },
  ),
  "case.decided": event(
    "Case decided",
    "A human verdict took effect.",
    { ...caseFields, verdict: word },
    { ...aCase, verdict: "approve" },
  ),
  "case.sent_back": event("Case sent back", "A reviewer asked the applicant for more.", caseFields, aCase),
  "case.closed": event(
    "Case closed",
    "A case ended without a verdict of its own.",
    { ...caseFields, status: word },
    { ...aCase, status: "cancelled" },
  ),
  "decision.made": event("Decision made", "A run made its one decision.", decided, aDecision),
  "party.created": event(
    "Party created",
    "Somebody to decide about is known from now on.",
    { kind: word },
    { kind: "business" },
  ),
  "party.changed": event(
    "Party changed",
    "What is known about a party changed.",
    { source: word },
    { source: "form" },
  ),
  "party.erased": event("Party erased", "A party's personal data was erased for good.", {}, {}),
  "workflow.published": event(
    "Workflow published",
    "A new version of a workflow was published.",
    { published: z.strictObject({ workflow: id, version: z.int() }) },
    { published: { workflow: "wf_01kaxk3m9tfq4rjz2s6v8w0y1m", version: 4 } },
  ),
  "connection.tripped": event(
    "Connection rests",
    "A connection failed so often that nothing is asked through it until it is tried again.",
    { key: word, failures: z.int() },
    { key: "registry", failures: 5 },
  ),
  "connection.recovered": event(
    "Connection recovered",
    "A connection that rested answered again.",
    { key: word },
    { key: "registry" },
  ),
} as const;

export type WebhookEvent = keyof typeof webhookCatalogue;
export const webhookEventNames = Object.keys(webhookCatalogue) as [WebhookEvent, ...WebhookEvent[]];

/** What the test button sends. No endpoint subscribes to it. */
export const TEST_EVENT = "webhook.test";
