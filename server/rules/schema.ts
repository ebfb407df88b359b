import { z } from "zod";
import { key, outcome, reasonCode } from "@/server/workflows/schema";
import { ruleSet } from "./core/ast";
import { formula } from "./core/formula";
import { scorecard } from "./core/scorecard";
import { decisionTable } from "./core/table";
import { logicRule } from "./exchange/import-rule-set";

/** What `rule/v1` holds: each of its artifacts stands alone in a file or a request. */
const artifactKinds = ["ruleSet", "table", "scorecard", "formula"] as const;
export type ArtifactKind = (typeof artifactKinds)[number];

const place = z.record(z.string().max(64), z.unknown()).default({});

/** What the rules read, by where it would stand in a run. */
const record = z.strictObject({
  input: place,
  party: place,
  forms: z.record(z.string().max(64), z.record(z.string().max(200), z.unknown())).default({}),
  nodes: z.record(z.string().max(64), z.record(z.string().max(200), z.unknown())).default({}),
  values: place,
});

/** Of a published workflow by name, or written into the request. */
export const evaluateInput = z
  .strictObject({
    workflow: key.optional().describe("Key of a published workflow, for `use`."),
    version: z.int().min(1).optional().describe("Without it the live one."),
    use: z
      .strictObject({ kind: z.enum(artifactKinds), key })
      .optional()
      .describe("Which of the workflow's rule sets, tables, scorecards or formulas."),
    ruleSet: ruleSet.optional(),
    table: decisionTable.optional(),
    scorecard: scorecard.optional(),
    formula: formula.optional(),
    outcomes: z
      .array(outcome)
      .max(20)
      .default([])
      .describe("Of rules in the request: from least to most severe."),
    reasonCodes: z.record(z.string().max(64), reasonCode).default({}).describe("Of rules in the request."),
    timeZone: z.string().max(64).default("UTC").describe("Of rules in the request."),
    leapDayBirthday: z.enum(["03-01", "02-28"]).default("03-01").describe("Of rules in the request."),
    data: record,
    at: z.iso.datetime().optional().describe("When it is evaluated; now, if not given."),
  })
  .superRefine((given, ctx) => {
    const say = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
    const written = artifactKinds.filter((kind) => given[kind] !== undefined);
    if (given.workflow === undefined) {
      if (given.use || given.version !== undefined) say("workflow", "Say of which workflow.");
      else if (written.length !== 1)
        say(
          written[1] ?? "ruleSet",
          "Give exactly one of ruleSet, table, scorecard and formula, or a workflow and `use`.",
        );
    } else if (!given.use) say("use", "Say which of the workflow's rules: `{kind, key}`.");
    else for (const kind of written) say(kind, "Leave this out, or leave out the workflow.");
  });
export type EvaluateInput = z.output<typeof evaluateInput>;

const told = z.strictObject({
  code: z.string(),
  title: z.string(),
  /** "Fired: R21, Registry status is Dissolved." */
  sentence: z.string(),
});

export const evaluation = z.strictObject({
  kind: z.enum(artifactKinds),
  /** Of a published workflow. */
  workflow: z.string().optional(),
  version: z.int().optional(),
  at: z.iso.datetime(),
  /** Proposed; null when nothing was. */
  outcome: z.string().nullable(),
  /** Points of a rule set or a table, the total of a scorecard. */
  points: z.number().nullable(),
  /** Most important first. */
  reasons: z.array(z.strictObject({ code: z.string(), applicant: z.string(), staff: z.string() })),
  values: z.record(z.string(), z.unknown()),
  /** Of a rule set: which fired, and which could not be told because of what is missing. */
  fired: z.array(
    told.extend({
      outcome: z.string().optional(),
      points: z.int().optional(),
      reasonCode: z.string().optional(),
    }),
  ),
  unknown: z.array(told),
  flags: z.array(z.string()),
  queue: z.string().nullable(),
  requirements: z.array(z.unknown()),
  /** What every test saw: a rule set's flat trace, a table's rows, a scorecard's factors, a formula's value. */
  trace: z.record(z.string(), z.unknown()),
});
export type Evaluation = z.output<typeof evaluation>;

const notes = z.array(z.string());

export const exportInput = z
  .strictObject({
    workflow: key.optional().describe("Key of a published workflow, for `ruleSet` by its key."),
    version: z.int().min(1).optional().describe("Without it the live one."),
    key: key.optional().describe("Of the workflow's rule set."),
    ruleSet: ruleSet.optional().describe("Written into the request instead."),
    timeZone: z.string().max(64).default("UTC").describe("Of rules in the request."),
    leapDayBirthday: z.enum(["03-01", "02-28"]).default("03-01").describe("Of rules in the request."),
    at: z.iso
      .datetime()
      .optional()
      .describe("From when ages and spans of time are counted; now, if not given."),
  })
  .superRefine(({ workflow, version, key, ruleSet }, ctx) => {
    const say = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
    if (workflow !== undefined && key === undefined) say("key", "Say which of the workflow's rule sets.");
    if (workflow === undefined && (key ?? version) !== undefined) say("workflow", "Say of which workflow.");
    if ((workflow === undefined) === (ruleSet === undefined))
      say("ruleSet", "Give a rule set, or name one of a workflow.");
  });
export type ExportInput = z.output<typeof exportInput>;

export const exported = z.strictObject({
  format: z.literal("json-logic"),
  rules: z.array(
    z.strictObject({
      code: z.string(),
      title: z.string(),
      when: z.unknown().optional().describe("Absent where JSONLogic has no words for it."),
      outcome: z.string().optional(),
      points: z.int().optional(),
      reasonCode: z.string().optional(),
    }),
  ),
  report: z.array(z.strictObject({ code: z.string(), as: z.enum(["exact", "nearly", "not"]), notes })),
});

export const importInput = z.strictObject({
  title: z.string().min(1).max(200).default("Imported rules"),
  rules: z.array(logicRule).min(1).max(500),
});

export const imported = z.strictObject({
  ruleSet: z.record(z.string(), z.unknown()),
  report: z.array(z.strictObject({ code: z.string(), as: z.enum(["mapped", "approximated", "not"]), notes })),
});

/** `rule/v1` as JSON Schema, for editors and generators elsewhere. */
export function ruleSchema(address: string): Record<string, unknown> {
  const of = z.strictObject({
    format: z.literal("rule/v1"),
    ruleSet: ruleSet.optional(),
    table: decisionTable.optional(),
    scorecard: scorecard.optional(),
    formula: formula.optional(),
  });
  const { $schema, ...rest } = z.toJSONSchema(of, { target: "draft-2020-12", io: "input" });
  return {
    $schema,
    $id: address,
    title: "rule/v1",
    description: "Conditions, rule sets, decision tables, scorecards and formulas of Gatehouse.",
    ...rest,
  };
}
