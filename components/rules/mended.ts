import type { Condition } from "@/server/rules/core/ast";
import type { RuleProblem } from "@/server/rules/core/check-operand";

/** The condition with what was meant in the place of what is wrong. */
export function mended(condition: Condition, { path, name, instead }: RuleProblem): Condition {
  if (instead === undefined) return condition;
  const replaced = (value: unknown): unknown => {
    if (name === undefined)
      return typeof value === "object" && value !== null && "value" in value
        ? { ...value, value: instead }
        : instead;
    if (value === name) return instead;
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one)]));
  };
  const write = (at: unknown, [step, ...rest]: string[]): unknown => {
    if (step === undefined) return replaced(at);
    if (Array.isArray(at)) return at.with(Number(step), write(at[Number(step)], rest));
    return { ...(at as object), [step]: write((at as { [step: string]: unknown })[step], rest) };
  };
  return write(condition, path.split(".").filter(Boolean)) as Condition;
}
