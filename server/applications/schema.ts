import { z } from "zod";
import { partyKinds, requirementKinds, requirementStates } from "@/db/enums/enums";
import { partyReference } from "@/server/parties/schema";
import { key } from "@/server/workflows/schema";
import { applicationStatuses } from "./policy";

/** The caller's own reference, echoed and searchable. */
export const reference = z.string().trim().min(1, "Give a reference, or leave it out.").max(200);

export const createApplicationInput = z.strictObject({
  /** Key of a published workflow. */
  workflow: key,
  party: partyReference.optional(),
  /** Answers the applicant finds filled in: form key → field → value. */
  prefill: z.record(key, z.record(z.string().min(1).max(64), z.unknown())).optional(),
  reference: reference.optional(),
  /** Language of the applicant's pages and mail. */
  locale: z
    .string()
    .max(35)
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "Use a language tag such as en or de-AT.")
    .default("en"),
  /** Where the applicant goes when everything is handed in. */
  redirectUrl: z
    .url({ protocol: /^https?$/, error: "Use a full http or https address." })
    .max(2000)
    .optional(),
});
export type CreateApplicationInput = z.infer<typeof createApplicationInput>;

/** Filters of the list; each absent one means all. */
export const listApplicationsInput = z.strictObject({
  /** Started within so many days of the workspace's zone, today included. */
  startedDays: z.int().min(1).max(400).optional(),
  /** Started on this day of the workspace's zone. */
  startedOn: z.iso.date().optional(),
  /** Decided within so many days, whenever it began. */
  decidedDays: z.int().min(1).max(400).optional(),
  /** What became of it; `open` is not decided yet. */
  result: z.enum(["positive", "negative", "other", "open"]).optional(),
  /** Whether a person decided. */
  by: z.enum(["system", "person"]).optional(),
  /** Its run met something it cannot go on from. */
  attention: z.boolean().optional(),
  /** Key of the workflow. */
  workflow: z.string().max(64).optional(),
  /** The caller's own reference, exactly. */
  reference: z.string().max(200).optional(),
  partyId: z.string().max(64).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
});

export const cancelApplicationInput = z.strictObject({
  applicationId: z.string().max(64),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(1000),
});

export const applicationInput = z.strictObject({ applicationId: z.string().max(64) });

const time = z.iso.datetime();

/** A reason in both voices. */
export const reason = z.strictObject({
  code: z.string(),
  /** Neutral words that may be shown to the applicant. */
  applicant: z.string(),
  /** For the company's own people only. */
  staff: z.string(),
});

export const applicationCreated = z.strictObject({
  id: z.string(),
  status: z.enum(applicationStatuses),
  /** The applicant's page. Shown once: only its hash is kept. */
  link: z.string(),
  linkExpiresAt: time,
});

export const requirementView = z.strictObject({
  /** `req_…`; of what the open form still asks for, `form:` and the field. */
  id: z.string(),
  /** `party`, or a path to one element such as `forms.owners.owners[1]`. */
  subject: z.string(),
  kind: z.enum(requirementKinds),
  /** Field path or document type. */
  key: z.string(),
  state: z.enum(requirementStates),
  reason,
  /** What stays closed until it is settled, e.g. `payouts`. */
  blocks: z.array(z.string()),
  /** Other sets of keys that would settle it. */
  alternatives: z.array(z.array(z.string())),
  deadline: time.nullable(),
  answeredAt: time.nullable(),
});

export const decisionView = z.strictObject({
  id: z.string(),
  /** One of the workflow's own outcomes. */
  outcome: z.string(),
  kind: z.string(),
  /** Most important first. */
  reasons: z.array(reason),
  score: z.number().nullable(),
  outputs: z.record(z.string(), z.unknown()),
  /** `system` when the workflow decided alone, else the members who did. */
  decidedBy: z.array(z.string()),
  decidedAt: time,
});

export const applicationView = z.strictObject({
  id: z.string(),
  status: z.enum(applicationStatuses),
  workflow: z.strictObject({ key: z.string(), version: z.int() }),
  run: z.string(),
  party: z.strictObject({ id: z.string(), kind: z.enum(partyKinds), name: z.string() }),
  reference: z.string().nullable(),
  createdAt: time,
  submittedAt: time.nullable(),
  requirements: z.array(requirementView),
  decision: decisionView.nullable(),
});

export const applicationRow = z.strictObject({
  id: z.string(),
  party: z.strictObject({
    id: z.string(),
    kind: z.enum(partyKinds),
    name: z.string(),
    country: z.string().nullable(),
  }),
  workflow: z.strictObject({ id: z.string(), key: z.string(), title: z.string(), version: z.int() }),
  runId: z.string(),
  status: z.enum(applicationStatuses),
  /** The first incident's sentence. */
  attention: z.string().nullable(),
  reference: z.string().nullable(),
  createdAt: time,
  submittedAt: time.nullable(),
  decision: z
    .strictObject({ outcome: z.string(), title: z.string(), kind: z.string(), alone: z.boolean(), at: time })
    .nullable(),
});
export type ApplicationRow = z.infer<typeof applicationRow>;

export type ApplicationCreated = z.infer<typeof applicationCreated>;
export type ApplicationView = z.infer<typeof applicationView>;
export type RequirementView = z.infer<typeof requirementView>;
export type DecisionView = z.infer<typeof decisionView>;
export type Reason = z.infer<typeof reason>;
