import { z } from "zod";
import { sizeFault } from "./size";

/**
 * `rule/v1`: the one typed language of conditions and formulas. Every node has an id, so a trace can point at it.
 * Three-valued: a comparison with a missing value is unknown, and a rule fires only on true.
 */

/** What a value, a column, a factor or a band is called in data: `monthly_volume`. */
export const valueKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, "Use small letters, digits and _, starting with a letter.");

const id = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
export const path = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z_][\w-]*(\[\])?(\.[\w-]+(\[\])?)*$/);

export const money = z.strictObject({ amount: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) });
export const duration = z.strictObject({
  amount: z.int().min(0).max(100_000),
  unit: z.enum(["minutes", "hours", "days", "months", "years"]),
});

/**
 * Where a value comes from. Inside a quantifier, `item.` starts a path into the element (`item` alone is the element).
 * A field with `[]` on the left of a test asks whether any element passes; elsewhere it is the list of values.
 */
export type Operand =
  | { field: string; default?: Literal }
  | { value: Literal }
  | { formula: Expression }
  | { count: string; where?: Condition }
  | { aggregate: "sum" | "min" | "max" | "average" | "distinct"; list: string; of: string; where?: Condition }
  /** Whole years between a date and the evaluation's time, calendar-exact. */
  | { ageInYears: Operand }
  /** Whole days between a date and the evaluation's time; negative when in the future. */
  | { daysSince: Operand };

export type Literal =
  | string
  | number
  | boolean
  | z.infer<typeof money>
  | z.infer<typeof duration>
  | (string | number)[];

export type Expression =
  | { op: "add" | "subtract" | "multiply" | "divide"; left: Expression; right: Expression }
  | { op: "negate" | "abs"; of: Expression }
  /** `coalesce`: the first that is not missing. What is unknown for another reason stays unknown. */
  | { op: "min" | "max" | "coalesce"; of: Expression[] }
  /** Unknown when the condition is. */
  | { op: "if"; when: Condition; yes: Expression; no: Expression }
  /** Whole days from one date to another; negative when the second is earlier. */
  | { op: "days_between"; from: Operand; to: Operand }
  /** A number made of a list or a date: count, aggregate, ageInYears, daysSince. */
  | { op: "operand"; of: Operand }
  | { op: "round"; of: Expression; digits: number; mode: "half_even" | "half_up" | "down" | "up" }
  | { op: "field"; field: string; default?: number | z.infer<typeof money> }
  | { op: "value"; value: number | z.infer<typeof money> };

export const comparisons = ["=", "≠", "<", "≤", ">", "≥"] as const;
export const textTests = ["contains", "starts_with", "ends_with", "matches"] as const;
export const timeTests = ["before", "after", "within_last", "older_than"] as const;
export const setTests = ["in", "not_in", "overlaps", "not_overlaps"] as const;
/** Against addresses and networks: `10.0.0.0/8`, `2001:db8::/32`, `203.0.113.7`. */
export const networkTests = ["in_network", "not_in_network"] as const;

export const listTests = ["in_list", "not_in_list"] as const;

export type Condition = WrittenCondition & {
  /** Left out: as if it were not written, until somebody takes it in again. */
  off?: true;
};

type WrittenCondition =
  | { id: string; op: "all" | "any" | "none"; of: Condition[] }
  | {
      id: string;
      op: (typeof comparisons)[number] | (typeof timeTests)[number] | (typeof networkTests)[number];
      left: Operand;
      right: Operand;
    }
  | {
      id: string;
      op: "between";
      left: Operand;
      low: Operand;
      high: Operand;
      openLow?: boolean;
      openHigh?: boolean;
    }
  | {
      id: string;
      op: (typeof setTests)[number] | (typeof textTests)[number];
      left: Operand;
      right: Operand;
      ignoreCase?: boolean;
    }
  /** Two names, or a name and any of several, are alike to at least `atLeast` of 100; see `likeness.ts`. */
  | { id: string; op: "similar_to"; left: Operand; right: Operand; atLeast: number }
  | { id: string; op: "is_missing" | "is_present" | "is_true" | "is_false"; left: Operand }
  /** On a list of the workspace, by its key, as of the time of the evaluation. Of several values any. */
  | { id: string; op: (typeof listTests)[number]; left: Operand; listKey: string }
  /** Over the elements of a list; `n` belongs to at_least and exactly. An unknown element does not match. */
  | {
      id: string;
      op: "some" | "every" | "no" | "at_least" | "exactly";
      list: string;
      n?: number;
      where: Condition;
    };

export const literal = z.union([
  z.string().max(2000),
  z.number(),
  z.boolean(),
  money,
  duration,
  z.array(z.union([z.string().max(500), z.number()])).max(5000),
]);

export const expression: z.ZodType<Expression> = z.lazy(() =>
  z.discriminatedUnion("op", [
    z.strictObject({
      op: z.enum(["add", "subtract", "multiply", "divide"]),
      left: expression,
      right: expression,
    }),
    z.strictObject({ op: z.enum(["negate", "abs"]), of: expression }),
    z.strictObject({ op: z.enum(["min", "max", "coalesce"]), of: z.array(expression).min(1).max(50) }),
    z.strictObject({ op: z.literal("if"), when: condition, yes: expression, no: expression }),
    z.strictObject({ op: z.literal("days_between"), from: operand, to: operand }),
    z.strictObject({ op: z.literal("operand"), of: operand }),
    z.strictObject({
      op: z.literal("round"),
      of: expression,
      digits: z.int().min(0).max(12),
      mode: z.enum(["half_even", "half_up", "down", "up"]),
    }),
    z.strictObject({
      op: z.literal("field"),
      field: path,
      default: z.union([z.number(), money]).optional(),
    }),
    z.strictObject({ op: z.literal("value"), value: z.union([z.number(), money]) }),
  ]),
) as z.ZodType<Expression>;

/* Chosen by the keys present, so every part is read once: a plain union reads `where` once per alternative, which doubles per level. */
export const operand: z.ZodType<Operand> = z
  .lazy(() =>
    z.union(
      [
        z.strictObject({ field: path, default: literal.optional() }),
        z.strictObject({ value: literal }),
        z.strictObject({ formula: expression }),
        z
          .strictObject({
            count: path.optional(),
            aggregate: z.enum(["sum", "min", "max", "average", "distinct"]).optional(),
            list: path.optional(),
            of: path.optional(),
            where: condition.optional(),
          })
          .refine(
            (o) =>
              o.count === undefined
                ? o.aggregate !== undefined && o.list !== undefined && o.of !== undefined
                : o.aggregate === undefined && o.list === undefined && o.of === undefined,
            "Give `count` with a list, or `aggregate` with `list` and `of`.",
          ),
        z.strictObject({ ageInYears: operand }),
        z.strictObject({ daysSince: operand }),
      ],
      "This is no value of rule/v1: give one of field, value, formula, count, aggregate, ageInYears or daysSince.",
    ),
  )
  .meta({ "x-editor": "operand" }) as z.ZodType<Operand>;

const off = z.literal(true).optional();

export const condition: z.ZodType<Condition> = z
  .lazy(() =>
    z.discriminatedUnion("op", [
      z.strictObject({ id, op: z.enum(["all", "any", "none"]), of: z.array(condition).min(1).max(200), off }),
      z.strictObject({
        id,
        op: z.enum([...comparisons, ...timeTests, ...networkTests]),
        left: operand,
        right: operand,
        off,
      }),
      z.strictObject({
        id,
        op: z.literal("similar_to"),
        left: operand,
        right: operand,
        atLeast: z.int().min(1).max(100),
        off,
      }),
      z.strictObject({
        id,
        op: z.literal("between"),
        left: operand,
        low: operand,
        high: operand,
        openLow: z.boolean().optional(),
        openHigh: z.boolean().optional(),
        off,
      }),
      z.strictObject({
        id,
        op: z.enum([...setTests, ...textTests]),
        left: operand,
        right: operand,
        ignoreCase: z.boolean().optional(),
        off,
      }),
      z.strictObject({
        id,
        op: z.enum(["is_missing", "is_present", "is_true", "is_false"]),
        left: operand,
        off,
      }),
      z.strictObject({ id, op: z.enum(listTests), left: operand, listKey: valueKey, off }),
      z.strictObject({
        id,
        op: z.enum(["some", "every", "no", "at_least", "exactly"]),
        list: path,
        n: z.int().min(0).max(10_000).optional(),
        where: condition,
        off,
      }),
    ]),
  )
  .meta({ "x-editor": "condition" }) as z.ZodType<Condition>;

/**
 * Something the applicant must still give. `subject` is "party", a path to list elements (`forms.owners.owners[]`), or a
 * path to texts that name them (`nodes.identity.results[].subject`). Of a list, those are meant that the rule matched.
 */
export const requirementWish = z.strictObject({
  kind: z.enum(["field", "document"]).meta({ title: "What is asked for" }),
  /** Field path inside the run's data (`forms.company.vatNumber`) or document type (`bank_statement`). */
  key: z.string().min(1).max(200).meta({ title: "Field or kind of document" }),
  subject: z.string().max(200).default("party").meta({ title: "Of whom" }),
  reasonCode: z.string().min(1).max(64).meta({ title: "Reason code", "x-names": "reasonCode" }),
});

/** One rule: when the condition is true, its effects happen. Points add up over fired rules. */
export const rule = z.strictObject({
  title: z.string().min(1).max(200).meta({ title: "Name" }),
  code: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,63}$/, "Use large letters, digits and _, starting with a letter.")
    .meta({ title: "Code", description: "What reports and traces call it: R07." }),
  when: condition.meta({ title: "When", "x-editor": "condition" }),
  outcome: z.string().max(64).optional().meta({ title: "Proposes", "x-names": "outcome" }),
  reasonCode: z.string().max(64).optional().meta({ title: "Reason code", "x-names": "reasonCode" }),
  points: z.int().min(-1000).max(1000).optional().meta({ title: "Points" }),
  queue: z.string().max(64).optional().meta({ title: "Queue", "x-names": "queue" }),
  flags: z.array(z.string().max(64)).max(20).optional().meta({ title: "Flags" }),
  require: z.array(requirementWish).max(20).optional().meta({ title: "What the applicant must still give" }),
  values: z.record(z.string().max(64), operand).optional().meta({ title: "Values it sets" }),
  enabled: z.boolean().default(true).meta({ title: "In use" }),
});

const ruleSetShape = z.strictObject({
  title: z.string().min(1).max(200).meta({ title: "Name" }),
  /** `all`: every rule is evaluated. `first`: stops at the first that fires. */
  mode: z
    .enum(["all", "first"])
    .default("all")
    .meta({ title: "Evaluate", description: "All rules, or only up to the first that fires." }),
  rules: z.array(rule).max(500).meta({ title: "Rules" }),
  /** Proposed when no fired rule proposes an outcome. */
  otherwise: z.string().max(64).optional().meta({ title: "Otherwise proposes", "x-names": "outcome" }),
  /** Values set whatever fires; a rule that fires overrides them. */
  values: z
    .record(z.string().max(64), operand)
    .optional()
    .meta({ title: "Values set in any case", description: "A rule that fires overrides them." }),
});

/** Its size is looked at before it is read: reading ten thousand tests would hold everybody up. */
export const ruleSet = z.preprocess((given, ctx) => {
  const fault = sizeFault(given, "This rule set");
  if (fault === undefined) return given;
  ctx.addIssue({ code: "custom", message: fault });
  return z.NEVER;
}, ruleSetShape);

export type Rule = z.infer<typeof rule>;
export type RuleSet = z.infer<typeof ruleSet>;
export type RequirementWish = z.infer<typeof requirementWish>;
export type Money = z.infer<typeof money>;
export type Duration = z.infer<typeof duration>;
