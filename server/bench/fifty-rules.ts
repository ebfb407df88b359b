import type { RunData } from "@/server/engine/state";
import { type Condition, type RuleSet, ruleSet as ruleSetSchema } from "@/server/rules/core/ast";

/** Fifty rules of one to three tests over forty fields: numbers, money, text, dates, lists, a formula and an age. */
export function fiftyRules(): RuleSet {
  let id = 0;
  const next = () => `t${++id}`;
  const rules = Array.from({ length: 50 }, (_, i) => {
    const number: Condition = {
      id: next(),
      op: "≥",
      left: { field: `forms.company.score${i % 12}` },
      right: { value: 40 + i },
    };
    const money: Condition = {
      id: next(),
      op: ">",
      left: { field: `forms.volumes.monthly${i % 6}` },
      right: { value: { amount: 50_000_000 + i, currency: "EUR" } },
    };
    const country: Condition = {
      id: next(),
      op: "in",
      left: { field: `nodes.registry.country${i % 5}` },
      right: { value: ["IR", "KP", "SY", "MM"] },
    };
    const flag: Condition = { id: next(), op: "is_true", left: { field: `nodes.screening.flag${i % 8}` } };
    const when: Condition =
      i === 7
        ? {
            id: next(),
            op: "<",
            left: { ageInYears: { field: "forms.person.dateOfBirth" } },
            right: { value: 18 },
          }
        : i === 13
          ? {
              id: next(),
              op: "some",
              list: "forms.owners.owners",
              where: { id: next(), op: "≥", left: { field: "item.share" }, right: { value: 25 } },
            }
          : i === 21
            ? {
                id: next(),
                op: ">",
                left: {
                  formula: {
                    op: "multiply",
                    left: { op: "field", field: "forms.volumes.monthly0" },
                    right: { op: "value", value: 12 },
                  },
                },
                right: { value: { amount: 9_000_000_00, currency: "EUR" } },
              }
            : i % 3 === 0
              ? { id: next(), op: "all", of: [number, money] }
              : i % 3 === 1
                ? { id: next(), op: "any", of: [country, flag] }
                : number;
    return {
      code: `R${i}`,
      title: `Rule ${i}`,
      when,
      outcome: "review",
      points: 1,
      reasonCode: `REASON_${i % 10}`,
    };
  });
  return ruleSetSchema.parse({ title: "Fifty rules", rules, otherwise: "approve" });
}

/** Documents with every fifth leaf missing, so that unknowns are paid for too. */
export function documents(count: number): RunData[] {
  let seed = 42;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const fill = (
    name: string,
    n: number,
    make: () => string | number | boolean | { amount: number; currency: string },
  ) =>
    Object.fromEntries(
      Array.from({ length: n }, (_, i) => [`${name}${i}`, make()] as const).filter(() => random() > 0.2),
    );
  return Array.from({ length: count }, () => ({
    input: {},
    party: {},
    forms: {
      company: fill("score", 12, () => Math.floor(random() * 80)),
      volumes: fill("monthly", 6, () => ({ amount: Math.floor(random() * 55_000_000), currency: "EUR" })),
      person: { dateOfBirth: "1990-02-28" },
      owners: { owners: [{ share: 10 }, { share: 60 }, { share: 30 }] },
    },
    nodes: {
      registry: fill("country", 5, () => (random() > 0.9 ? "IR" : "DE")),
      screening: fill("flag", 8, () => random() > 0.9),
    },
    values: {},
  }));
}
