import { z } from "zod";
import type { Json, JsonObject } from "@/server/engine/state";
import type { FieldIssue } from "@/server/errors";

export type { Json, JsonObject };

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

/** Why a call gave no answer. The engine retries `unavailable` and `timeout`; `unknown`: it may have been done. */
export class PluginFailure extends Error {
  readonly kind: "unavailable" | "timeout" | "refused" | "garbage" | "input_missing" | "unknown";
  /** The other side certainly never heard of it: trying again at once can double nothing. */
  readonly neverArrived: boolean;
  constructor(kind: PluginFailure["kind"], message: string, more: { neverArrived?: boolean } = {}) {
    super(message);
    this.name = "PluginFailure";
    this.kind = kind;
    this.neverArrived = more.neverArrived ?? false;
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
  /** Where a vendor that answers later tells it, and the word by which its answer finds the question. */
  callback?: CallbackAddress | undefined;
}

export interface CallbackAddress {
  url: string;
  /** Unguessable, and good for this one question only. */
  token: string;
}

/** The vendor took the question and tells its answer by a callback. */
export interface AnswersLater {
  /** Longer is not waited for: then there was no answer. */
  withinMs: number;
  /** Of pretended vendors: when their callback is played. */
  rehearseAfterMs?: number;
}

/** A request of a vendor to us, as it came. */
export interface Callback {
  headers: Headers;
  raw: Uint8Array;
}

/** How a vendor tells its answers later. Needs the token of the question in what it tells. */
export interface VendorCallback {
  /** The vendor's id of the event if signature and time are right; undefined refuses it. Compares in constant time. */
  verify(callback: Callback, credentials: JsonObject, now: Date): { eventId: string } | undefined;
  /** The token that went with the question; undefined: the event is about nothing that was asked. */
  tokenOf(body: unknown): string | undefined;
  /** The answer in our words, or PluginFailure; undefined: nothing final yet. */
  answer(capability: Capability, request: JsonObject, body: unknown): CheckAnswer | undefined;
  /** Of pretended vendors: what they send. */
  rehearse?(
    capability: Capability,
    request: JsonObject,
    credentials: JsonObject,
    given: { token: string; at: Date },
  ): Callback;
}

/** What a connection is for: asking a vendor, or one of the tools that node types of their own use. */
export type PluginUse = "check" | keyof ToolActions;
export type Tool = Exclude<PluginUse, "check">;

interface AnyDefinition {
  key: string;
  title: string;
  summary: string;
  /** Only offered in workspaces of kind `sandbox`. */
  sandboxOnly: boolean;
  credentials: z.ZodObject;
  settings: z.ZodObject;
  /** Settings that say where it is: when one changes, credentials are entered anew, or they could be sent elsewhere. */
  address: readonly string[];
  /** What one field's schema cannot see: which credentials these settings need. */
  complaints?(settings: JsonObject, credentials: JsonObject): FieldIssue[];
  /** Documented test values, shown on the connection's page. */
  testValues?: readonly TestValue[];
}

/** A vendor that answers checks. */
export interface VendorDefinition extends AnyDefinition {
  use: "check";
  /** True when the vendor honours `idempotencyKey`: a call whose answer was lost may be sent again. */
  idempotent: boolean;
  capabilities: readonly Capability[];
  /** A harmless question, asked when a member tests the connection. */
  probe: { capability: Capability; request: JsonObject };
}

export interface ToolDefinition<T extends Tool = Tool> extends AnyDefinition {
  use: T;
}

export type PluginDefinition = VendorDefinition | ToolDefinition;

export interface TestValue {
  capability: Capability;
  /** The identifying field, as people call it: "Registration number". */
  field: string;
  /** How the field's value ends, or `any other`. */
  suffix: string;
  answer: string;
}

export interface VendorPlugin {
  definition: VendorDefinition;
  /** Answers or throws PluginFailure. `request` has passed the capability's schema. */
  check(
    capability: Capability,
    request: JsonObject,
    credentials: JsonObject,
    settings: JsonObject,
    call: PluginCall,
  ): Promise<CheckAnswer | { later: AnswersLater }>;
  callback?: VendorCallback;
}

/** What each tool is told to do. */
export interface ToolActions {
  http: {
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    /** Below the connection's address, already encoded. */
    path: string;
    query: { [name: string]: string };
    headers: { [name: string]: string };
    body?: Json;
    /** Statuses besides 200 to 299 that are answers. */
    expect: number[];
    maxBytes: number;
  };
  sql: { text: string; parameters: SqlParameter[]; maxRows: number };
  mail: { messageId: string; to: string; subject: string; text: string };
  slack: { text: string };
  webhook: { event: string; body: Json };
}
export type SqlParameter = string | number | boolean | null;

export interface ToolOutputs {
  http: { status: number; headers: { [name: string]: string }; body: Json };
  sql: { rows: JsonObject[]; count: number; isCut: boolean };
  mail: Record<string, never>;
  slack: Record<string, never>;
  webhook: { status: number };
}

export interface ToolCall extends PluginCall {
  /** Whether doing it twice is harmless: a safe method, or a server that recognises the idempotency key. */
  mayRepeat: boolean;
  /** Keeps what goes over the wire for people to read; what is secret in it is masked by the caller. */
  note(part: { request?: Json; response?: Json }): void;
}

export interface ToolPlugin<T extends Tool = Tool> {
  definition: ToolDefinition<T>;
  /** Does it or throws PluginFailure. */
  act(
    action: ToolActions[T],
    credentials: JsonObject,
    settings: JsonObject,
    call: ToolCall,
  ): Promise<ToolOutputs[T]>;
  /** A harmless try whether address and credentials are good: a few words, or PluginFailure that says what to mend. */
  test(credentials: JsonObject, settings: JsonObject, call: ToolCall): Promise<string>;
}

export type Plugin = VendorPlugin | { [T in Tool]: ToolPlugin<T> }[Tool];

export const isVendor = (plugin: Plugin): plugin is VendorPlugin => plugin.definition.use === "check";

/** Parses an answer against the one shape and its capability's facts; anything else is garbage, never clear. */
export function parseAnswer(capability: Capability, raw: unknown): CheckAnswer {
  const answer = checkAnswer.safeParse(raw);
  if (!answer.success)
    throw new PluginFailure("garbage", "The vendor's answer did not have the expected shape.");
  const details = answerDetails[capability].safeParse(answer.data.details);
  if (!details.success) throw new PluginFailure("garbage", "The vendor's answer lacked the expected facts.");
  return { ...answer.data, details: details.data as Record<string, Json> };
}
