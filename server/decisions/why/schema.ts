import { z } from "zod";
import { partyKinds, verdicts } from "@/db/enums/enums";

/** Why a decision is what it is: everything that was tested, with values, limits, sources and times, in words. */

const at = z.iso.datetime();

/** Where a value came from, and when. */
const source = z.strictObject({
  /** "Company registry", "Seller's application". */
  title: z.string(),
  kind: z.enum(["request", "party", "form", "step", "value", "list"]),
  /** The vendor, or who answered by hand. */
  by: z.string().nullable(),
  /** Null when it never came. */
  at: at.nullable(),
});
export type Source = z.output<typeof source>;

const test = z.strictObject({
  field: z.string(),
  /** What was seen; null when sealed for whoever asks. */
  value: z.string().nullable(),
  test: z.string(),
  limit: z.string().nullable(),
  result: z.enum(["true", "false", "unknown", "not_evaluated"]),
  sentence: z.string(),
  sources: z.array(source),
  /** Of an open answer: what was missing and why, in a sentence each. */
  needed: z.array(z.string()),
});
export type WhyTest = z.output<typeof test>;

const ruleReading = z.strictObject({
  code: z.string(),
  title: z.string(),
  status: z.enum(["fired", "not_fired", "unknown", "not_evaluated", "switched_off"]),
  /** *Fired: R21, 4 other sign-ups on this device in 30 days; the limit is 3.* */
  sentence: z.string(),
  outcome: z.string().nullable(),
  points: z.number().nullable(),
  reasonCode: z.string().nullable(),
  /** The tests that made it so; all of them when it was left open. */
  tests: z.array(test),
});
export type WhyRule = z.output<typeof ruleReading>;

const visit = {
  node: z.string(),
  title: z.string(),
  visit: z.int(),
  /** The element or branch on whose line it stood; null on the main line. */
  line: z.string().nullable(),
  at,
  /** False for an earlier visit, whose word a later one took the place of. */
  counts: z.boolean(),
};

const ruleSetReading = z.strictObject({
  ...visit,
  /** Title of the rule set, or of the branch whose conditions these are. */
  part: z.string(),
  kind: z.enum(["rules", "branch"]),
  outcome: z.string().nullable(),
  rules: z.array(ruleReading),
});
export type WhyRules = z.output<typeof ruleSetReading>;

const seen = z.strictObject({
  title: z.string(),
  value: z.string().nullable(),
  isMissing: z.boolean(),
  sources: z.array(source),
  needed: z.array(z.string()),
});

const tableReading = z.strictObject({
  ...visit,
  part: z.string(),
  /** Numbers of the rows that gave the result, counted from 1, and of those that could not be told. */
  rows: z.array(z.int()),
  openRows: z.array(z.int()),
  isDefault: z.boolean(),
  of: z.int(),
  reasonCodes: z.array(z.string()),
  sentences: z.array(z.string()),
  seen: z.array(seen),
});
export type WhyTable = z.output<typeof tableReading>;

const scorecardReading = z.strictObject({
  ...visit,
  part: z.string(),
  total: z.number().nullable(),
  band: z.string(),
  /** What the total's band and limits say, in a sentence. */
  sentence: z.string(),
  factors: z.array(
    seen.extend({
      band: z.string(),
      points: z.number().nullable(),
      isLimited: z.boolean(),
      reasonCode: z.string().nullable(),
    }),
  ),
});
export type WhyScorecard = z.output<typeof scorecardReading>;

const valueSet = z.strictObject({
  key: z.string(),
  title: z.string(),
  value: z.string().nullable(),
  /** The step that set it last, and when. */
  by: z.string(),
  at,
  /** It left with the decision's outputs. */
  isOutput: z.boolean(),
});

const vendorAnswer = z.strictObject({
  node: z.string(),
  title: z.string(),
  subject: z.string().nullable(),
  status: z.string(),
  sentence: z.string().nullable(),
  source: z.string(),
  at,
});

const personsPart = z.strictObject({
  case: z.string(),
  number: z.int(),
  by: z.string(),
  verdict: z.enum(verdicts),
  /** 2: the second pair of eyes. */
  step: z.int(),
  reasons: z.array(z.string()),
  note: z.string().nullable(),
  at,
  /** False for one that was undone. */
  counts: z.boolean(),
});

export const decisionWhy = z.strictObject({
  id: z.string(),
  run: z.string(),
  case: z.string().nullable(),
  workflow: z.strictObject({ id: z.string(), key: z.string(), title: z.string(), version: z.int() }),
  party: z.strictObject({ id: z.string(), kind: z.enum(partyKinds), name: z.string() }),
  reference: z.string().nullable(),
  outcome: z.strictObject({ key: z.string(), title: z.string(), kind: z.string() }),
  /** *Declined by the workflow on its own: …* */
  summary: z.string(),
  decidedAt: at,
  decidedBy: z.array(z.string()),
  score: z.number().nullable(),
  outputs: z.record(z.string(), z.unknown()),
  /** Most important first; `isListed` are those a notice to the applicant lists. */
  reasons: z.array(
    z.strictObject({
      code: z.string(),
      staff: z.string(),
      applicant: z.string(),
      priority: z.int().nullable(),
      isListed: z.boolean(),
      /** Rules, rows and factors that gave it. */
      from: z.array(z.string()),
    }),
  ),
  /** What the applicant reads, and no word more. */
  notice: z.strictObject({ most: z.int(), reasons: z.array(z.string()) }),
  rules: z.array(ruleSetReading),
  tables: z.array(tableReading),
  scorecards: z.array(scorecardReading),
  values: z.array(valueSet),
  answers: z.array(vendorAnswer),
  people: z.array(personsPart),
  /** Values are left out: the role or key may not read the party. */
  isSealed: z.boolean(),
  /** What it was made from is gone. */
  isErased: z.boolean(),
  /** More was evaluated than is told. */
  isCut: z.boolean(),
});
export type DecisionWhy = z.output<typeof decisionWhy>;
