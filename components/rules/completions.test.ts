import { describe, expect, it } from "vitest";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { fieldsOf } from "@/server/rules/core/fields";
import { parseFormula } from "@/server/rules/core/formula-parse";
import { completed, completionsAt, formulaFunctions } from "./completions";

const fields = [...fieldsOf(marketplaceSeller).values()];
const at = (text: string) => completionsAt(text, text.length, fields);

describe("whoever writes a formula", () => {
  it.each(formulaFunctions.map((one) => [one.name, one] as const))("%s is one that can be read", (_, one) => {
    const whole = one.text
      .replace(
        "|",
        /count|sum|average|smallest|largest|distinct/.test(one.name) ? "forms.a.list[].x" : "input.a",
      )
      .replace(/, (?=[,)])/g, ", input.b")
      .replace("money(input.a", "money(1.5");
    const read = parseFormula(whole);
    expect(read.ok ? "" : `${whole}: ${read.problems[0].message}`).toBe("");
  });

  it("finds every field by its path and by its name", () => {
    for (const field of fields.filter(({ type }) => type === "number" || type === "money")) {
      const half = field.path.slice(0, -1);
      expect(
        at(half).completions.map(({ text }) => text),
        half,
      ).toContain(`${field.path}|`);
      const [word = ""] = /[A-Za-z]{4,}/.exec(field.title) ?? [];
      if (word) expect(completionsAt(word, word.length, fields).completions.length).toBeGreaterThan(0);
    }
  });

  it("may write an amount and a share as people do", () => {
    for (const [text, wanted] of [
      ["min(2 * input.x, 100,000 EUR", 'min(2 * input.x, money(100000, "EUR")'],
      ["5 %", "5 / 100"],
      ["1.5 gbp", 'money(1.5, "GBP")'],
    ] as const) {
      const { from, completions } = at(text);
      expect(completed(text, from, text.length, completions[0]!).text).toBe(wanted);
    }
    expect(at("100 xyz").completions.some(({ text }) => text.startsWith("money(100"))).toBe(false);
  });

  it("is offered nothing inside quotation marks, nor what stands there already", () => {
    expect(at('round(input.a, 0, "ha').completions).toEqual([]);
    const [first] = fields.filter(({ path }) => path.startsWith("forms."));
    expect(at(`2 * ${first!.path}`).completions.map(({ text }) => text)).not.toEqual([`${first!.path}|`]);
    expect(at("2 * ").completions).toEqual([]);
  });

  it("goes on writing where something is to be filled in", () => {
    expect(completed("1 + mi", 4, 6, { text: "min(|, )" })).toEqual({ text: "1 + min(, )", caret: 8 });
  });
});
