import { z } from "zod";

/**
 * A trial is a run that happens nowhere but in the builder: a document, an input, a clock, and what a person says in
 * the world's place. Saved, it is a test case in the `editor` part of a draft.
 */

const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, "Use small letters, digits and _, starting with a letter.");
const object = z.record(z.string(), z.json());
const word = z.string().min(1).max(200);
/** What waits for an answer, as the engine's key without its run: `node:scope:visit:attempt`. */
const place = z.string().min(1).max(2000);
const YEAR_MS = 366 * 86_400_000;

/** How a question to the world can fail; the engine asks again after the first two. */
export const failureKinds = [
  "unavailable",
  "timeout",
  "refused",
  "garbage",
  "input_missing",
  "unknown",
] as const;

const incidentAnswer = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("retry") }),
  z.strictObject({ action: z.literal("answer"), outlet: word, output: object }),
  z.strictObject({ action: z.literal("skip"), outlet: word }),
]);

export const trialAnswer = z.discriminatedUnion("kind", [
  /** A vendor, or whatever else was asked, answers. */
  z.strictObject({ kind: z.literal("said"), to: place, output: z.json() }),
  /** `always`: however often it is asked. */
  z.strictObject({
    kind: z.literal("failed"),
    to: place,
    error: z.strictObject({ kind: z.enum(failureKinds), message: z.string().max(400) }),
    always: z.boolean().optional(),
  }),
  /** A person or another system answers a wait. */
  z.strictObject({ kind: z.literal("signal"), to: place, payload: object }),
  z.strictObject({
    kind: z.literal("child"),
    to: place,
    status: z.enum(["completed", "cancelled", "refused"]),
    outcome: word.optional(),
    reasonCodes: z.array(word).max(100).optional(),
    outputs: object.optional(),
    reason: z.string().max(400).optional(),
  }),
  /** An incident is answered; `to` is the token's id. */
  z.strictObject({ kind: z.literal("resolved"), to: place, how: incidentAnswer }),
  /** Time passes; null: until the next timer goes off. */
  z.strictObject({
    kind: z.literal("time"),
    ms: z
      .int()
      .min(0)
      .max(50 * YEAR_MS)
      .nullable(),
  }),
]);
export type TrialAnswer = z.output<typeof trialAnswer>;

/** What a node leaves with instead of being run. */
const pin = z.strictObject({
  outlet: z.string().max(64),
  output: object.optional(),
  forms: z.record(key, object).optional(),
  values: object.optional(),
  proposals: z
    .array(z.strictObject({ outcome: word, reasonCodes: z.array(word).max(200) }))
    .max(200)
    .optional(),
  supersedes: z.literal(true).optional(),
});
export type Pin = z.output<typeof pin>;

/** What a trial begins with. */
const trialSetup = z.strictObject({
  at: z.iso.datetime(),
  input: object,
  party: object,
  pins: z.record(key, pin).default({}),
});
export type TrialSetup = z.output<typeof trialSetup>;

/** What a test case should come to. `outcome` null: it stops before a decision. */
const expectation = z.strictObject({
  outcome: word.nullable(),
  reasonCodes: z.array(word).max(200),
  score: z.number().nullable().default(null),
  outputs: object.default({}),
});
export type Expectation = z.output<typeof expectation>;

export const savedTest = z.strictObject({
  key,
  title: z.string().trim().min(1).max(120),
  setup: trialSetup,
  answers: z.array(trialAnswer).max(500),
  expected: expectation,
});
export type SavedTest = z.output<typeof savedTest>;
