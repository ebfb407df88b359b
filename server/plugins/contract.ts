import { z } from "zod";
import type { Json, JsonObject } from "@/server/engine/state";

/**
 * What a vendor's plugin promises. A plugin never touches the database and never knows which node asked;
 * credentials reach it decrypted, for one call.
 */

/** What a check can ask, whoever answers it. */
export const capabilities = {
  company_lookup: "Company registry",
  watchlist_screening: "Sanctions and PEP screening",
  identity_document: "Identity document",
  bank_account_name: "Bank account name check",
} as const;
export type Capability = keyof typeof capabilities;
export const capabilityNames = Object.keys(capabilities) as [Capability, ...Capability[]];

/** A vendor's answer in one shape. Unknown vendor words become `unknown`, never a default that reads as clear. */
export const checkAnswer = z.strictObject({
  status: z.enum(["clear", "hit", "not_found", "unknown"]),
  /** Two or three words for a chip: "Active", "Dissolved", "2 possible hits". */
  label: z.string().min(1).max(60),
  /** One sentence for people. */
  sentence: z.string().min(1).max(400),
  /** Facts that rules may read, per capability; see `answerDetails`. */
  details: z.record(z.string(), z.unknown()),
  /** Who said it ("Companies House", "Sandbox registry"). */
  source: z.string().min(1).max(80),
  /** The vendor's own reference, for their support desk. */
  vendorReference: z.string().max(200).optional(),
});
export type CheckAnswer = z.infer<typeof checkAnswer>;

const said = z.string().trim().min(1);

/** A person's two names as the one that lists are searched for. */
function withWholeName(request: unknown): unknown {
  if (typeof request !== "object" || request === null || "name" in request) return request;
  const { firstName, lastName } = request as { firstName?: unknown; lastName?: unknown };
  const parts = [firstName, lastName].filter((part) => typeof part === "string" && part.trim() !== "");
  return { ...request, name: parts.join(" ") };
}

/** What each capability is asked. Dates are YYYY-MM-DD, countries ISO 3166-1 alpha-2. */
export const requestSchemas = {
  company_lookup: z.object({
    country: said,
    registrationNumber: said,
    name: z.string().optional(),
  }),
  /** `name`, or `firstName` and `lastName`. */
  watchlist_screening: z.preprocess(
    withWholeName,
    z.object({
      kind: z.enum(["business", "person"]),
      name: said,
      dateOfBirth: z.string().optional(),
      country: z.string().optional(),
    }),
  ),
  identity_document: z.object({
    firstName: z.string(),
    lastName: said,
    dateOfBirth: said,
    /** One id, or several. */
    documentIds: z
      .preprocess((ids) => (typeof ids === "string" ? [ids] : ids), z.array(z.string()))
      .default([]),
    /** The number printed on the document, when the applicant typed it. */
    documentNumber: z.string().optional(),
  }),
  bank_account_name: z.object({
    holder: said,
    iban: z.string().optional(),
    sortCode: z.string().optional(),
    routingNumber: z.string().optional(),
    accountNumber: z.string().optional(),
    country: said,
  }),
} as const satisfies Record<Capability, z.ZodType>;

/** The facts in `details`, per capability: what rules can read at `nodes.KEY.results[].details`. */
export const answerDetails = {
  company_lookup: z.object({
    registryStatus: z.enum(["active", "dissolved", "liquidation", "strike_off", "unknown"]).optional(),
    name: z.string().optional(),
    incorporatedOn: z.string().optional(),
    address: z.string().optional(),
    officers: z.array(z.object({ name: z.string(), role: z.string() })).optional(),
    matches: z
      .array(z.object({ name: z.string(), registrationNumber: z.string(), status: z.string() }))
      .optional(),
  }),
  watchlist_screening: z.object({
    hits: z.array(
      z.object({
        name: z.string(),
        list: z.enum(["sanctions", "pep", "adverse_media", "unknown"]),
        /** 0 to 100. */
        score: z.number().min(0).max(100),
        /** True when the vendor is certain it is the same person or company. */
        confirmed: z.boolean(),
        reason: z.string(),
      }),
    ),
  }),
  identity_document: z.object({
    documentStatus: z.enum(["genuine", "forged", "expired", "unreadable", "unknown"]),
    nameMatches: z.boolean().optional(),
    birthDateMatches: z.boolean().optional(),
    expiresOn: z.string().optional(),
    documentNumber: z.string().optional(),
  }),
  bank_account_name: z.object({
    match: z.enum(["full", "close", "none", "unknown"]),
    holderFound: z.string().optional(),
    bankCountry: z.string().optional(),
  }),
} as const satisfies Record<Capability, z.ZodType>;

/** Why a call gave no answer. The engine retries `unavailable` and `timeout`. */
export class PluginFailure extends Error {
  readonly kind: "unavailable" | "timeout" | "refused" | "garbage" | "input_missing";
  constructor(kind: PluginFailure["kind"], message: string) {
    super(message);
    this.name = "PluginFailure";
    this.kind = kind;
  }
}

export interface PluginCall {
  /** Sent to the vendor; the same for every attempt at one question, so a repeated call is charged once. */
  idempotencyKey: string;
  /** From 1. */
  attempt: number;
  timeoutMs: number;
  signal: AbortSignal;
  at: Date;
}

export interface PluginDefinition {
  key: string;
  title: string;
  summary: string;
  /** Only offered in workspaces of kind `sandbox`. */
  sandboxOnly: boolean;
  /** True when the vendor honours `idempotencyKey`: a call whose answer was lost may be sent again. */
  idempotent: boolean;
  credentials: z.ZodObject;
  settings: z.ZodObject;
  capabilities: readonly Capability[];
  /** A harmless question, asked when a member tests the connection. */
  probe: { capability: Capability; request: JsonObject };
  /** Documented test values, shown on the connection's page. */
  testValues?: readonly TestValue[];
}

export interface TestValue {
  capability: Capability;
  /** The identifying field, as people call it: "Registration number". */
  field: string;
  /** How the field's value ends, or `any other`. */
  suffix: string;
  answer: string;
}

export interface Plugin {
  definition: PluginDefinition;
  /** Answers or throws PluginFailure. `request` has passed the capability's schema. */
  check(
    capability: Capability,
    request: JsonObject,
    credentials: JsonObject,
    settings: JsonObject,
    call: PluginCall,
  ): Promise<CheckAnswer>;
}

/** Parses an answer against the one shape and its capability's facts; anything else is garbage, never clear. */
export function parseAnswer(capability: Capability, raw: unknown): CheckAnswer {
  const answer = checkAnswer.safeParse(raw);
  if (!answer.success)
    throw new PluginFailure("garbage", "The vendor's answer did not have the expected shape.");
  const details = answerDetails[capability].safeParse(answer.data.details);
  if (!details.success) throw new PluginFailure("garbage", "The vendor's answer lacked the expected facts.");
  return { ...answer.data, details: details.data as Record<string, Json> };
}
