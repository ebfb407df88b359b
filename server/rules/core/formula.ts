import { z } from "zod";
import type { RunData } from "@/server/engine/state";
import { compileQuantity, type Result, valueOfQuantity } from "./arithmetic";
import { type Expression, expression, type Money, money } from "./ast";
import { assertTimeZone, type CalendarSettings } from "./calendar";
import { newKit } from "./condition";
import { currencyDigits } from "./currency";
import { compileClock, newEnvironment } from "./environment";
import { parseFormula } from "./formula-parse";
import { formulaText } from "./formula-text";
import { arithmeticKit } from "./operand";
import { roundExact } from "./rational";
import { MISSING, reasonOf, Unknown, type UnknownReason } from "./value";

/**
 * A formula of a workflow. What is stored is the tree of `rule/v1`, the same that stands inside conditions: it is what
 * is hashed, checked and run, so that a later reader of text can never change a version that decided. Text is notation:
 * it is taken wherever a tree is, and `formulaText` gives it back. Every stored tree is the one its own text reads as.
 */
const formulaTree = z
  .union([z.string().max(10_000), expression], "Write a formula, or its tree in rule/v1.")
  .transform((given, ctx): Expression => {
    const text = typeof given === "string" ? given : formulaText(given);
    const read = text === undefined ? undefined : parseFormula(text);
    const canonical = read?.ok ? parseFormula(formulaText(read.expression) ?? "") : read;
    if (canonical?.ok) return canonical.expression;
    const problem = canonical?.problems[0];
    ctx.addIssue({
      code: "custom",
      message: problem
        ? `${problem.message} (at character ${problem.from + 1})`
        : "A formula cannot hold this test; make a rule or a branch of it.",
    });
    return z.NEVER;
  });

export const rounding = z.strictObject({
  /** Without: money to its currency's minor unit, a number not at all. */
  decimals: z.int().min(0).max(12).optional().meta({ title: "Decimals" }),
  mode: z.enum(["half_even", "half_up", "down", "up"]).default("half_even").meta({ title: "Mode" }),
});

export const formula = z.strictObject({
  title: z.string().min(1).max(120).meta({ title: "Name" }),
  formula: formulaTree.meta({ title: "Formula", "x-editor": "formula" }),
  rounding: rounding.prefault({}).meta({ title: "Rounding" }),
  /** Taken when something the formula reads is missing; what fails otherwise stays unknown. */
  whenMissing: z.union([z.number(), money]).optional().meta({ title: "When something is missing" }),
  /** What a plain number counts: “days”, “%”. */
  unit: z.string().min(1).max(20).optional().meta({ title: "Unit" }),
});
export type Formula = z.infer<typeof formula>;

export type Computed = { value: number | Money } | { value: null; reason: UnknownReason };

function rounded(result: Result, { decimals, mode }: Formula["rounding"]): Result {
  if (result instanceof Unknown) return result;
  const { amount, currency } = result;
  const minor = currency === undefined ? 0 : currencyDigits(currency);
  const digits = decimals ?? (currency === undefined ? undefined : minor);
  if (digits === undefined) return result;
  // Money is kept in whole minor units: finer decimals than it has end there.
  const finest = currency === undefined ? digits : Math.min(digits, minor);
  return { amount: roundExact(amount, finest - minor, mode), currency };
}

/** A formula as a function of data and time. Data never makes it throw: what cannot be told is null, with the reason. */
export function compileFormula(
  { formula, rounding, whenMissing }: Formula,
  settings: CalendarSettings,
): (data: RunData, at: string) => Computed {
  assertTimeZone(settings.timeZone);
  const run = compileQuantity(formula, arithmeticKit(newKit(settings), 0));
  const clock = compileClock(settings);
  return (data, at) => {
    const env = newEnvironment(0, 0);
    env.data = data;
    env.item = data.item;
    env.now = clock(at);
    const value = valueOfQuantity(rounded(run(env), rounding));
    if (!(value instanceof Unknown)) return { value };
    if (value.truth === MISSING && whenMissing !== undefined) return { value: whenMissing };
    return { value: null, reason: reasonOf(value.truth) ?? "missing" };
  };
}
