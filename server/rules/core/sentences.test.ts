import { describe, expect, it } from "vitest";
import { type Condition, condition, type Operand, ruleSet } from "./ast";
import { conditionParts, conditionText, operandParts, ruleSetSentences } from "./sentences";
import { textOf, type Words } from "./words";

const words: Words = {
  titles: {
    "forms.company.country": "Country",
    "forms.owners.owners": "Owners",
    "forms.owners.owners[].share": "Share",
    "forms.owners.owners[].nationality": "Nationality",
    "forms.owners.owners[].dateOfBirth": "Date of birth",
    "nodes.registry.results": "Company registry",
    "nodes.registry.results[].details.registryStatus": "Company registry: status",
    "forms.business.plannedSales": "Planned sales",
  },
  single: ["nodes.registry.results"],
  choices: {
    "nodes.registry.results[].details.registryStatus": { dissolved: "Dissolved", strike_off: "Strike-off" },
  },
  countries: ["forms.company.country", "forms.owners.owners[].nationality"],
  outcomes: { decline: "Decline" },
  reasons: { DISSOLVED: "The registry lists the company as dissolved." },
  documents: { bank_statement: "Bank statement" },
  queues: { edd: "Enhanced due diligence" },
};

let count = 0;
const id = () => `t${++count}`;
const field = (path: string): Operand => ({ field: path });
const literal = (value: string | number | string[]): Operand => ({ value });
const says = (wanted: Condition, text: string) =>
  expect(conditionText(condition.parse(wanted), words)).toBe(text);

describe("sentences", () => {
  it("name every test in words", () => {
    const left = field("forms.company.tradingName");
    const rows: [Condition, string][] = [
      [
        { id: id(), op: "=", left: field("forms.company.country"), right: literal("DE") },
        "Country is Germany",
      ],
      [{ id: id(), op: "≠", left, right: literal("x") }, "trading name is not “x”"],
      [{ id: id(), op: "<", left, right: literal(18) }, "trading name is less than 18"],
      [{ id: id(), op: "≥", left, right: literal(1850000.5) }, "trading name is at least 1,850,000.5"],
      [
        {
          id: id(),
          op: ">",
          left: field("forms.business.plannedSales"),
          right: { value: { amount: 7_500_000, currency: "EUR" } },
        },
        "Planned sales is more than EUR 75,000.00",
      ],
      [
        { id: id(), op: "before", left, right: literal("2026-01-31") },
        "trading name is before 31 January 2026",
      ],
      [
        { id: id(), op: "within_last", left, right: { value: { amount: 1, unit: "months" } } },
        "trading name is within the last 1 month",
      ],
      [
        { id: id(), op: "older_than", left, right: { value: { amount: 120, unit: "days" } } },
        "trading name is longer ago than 120 days",
      ],
      [
        { id: id(), op: "in", left: field("forms.company.country"), right: literal(["IR", "KP", "SY"]) },
        "Country is one of Iran, North Korea or Syria",
      ],
      [{ id: id(), op: "not_in", left, right: literal(["a"]) }, "trading name is none of “a”"],
      [
        { id: id(), op: "starts_with", left, right: literal("A"), ignoreCase: true },
        "trading name starts with “A” (large and small letters alike)",
      ],
      [{ id: id(), op: "is_missing", left }, "trading name is missing"],
      [{ id: id(), op: "is_true", left }, "trading name is yes"],
      [
        { id: id(), op: "between", left, low: literal(1), high: literal(5), openHigh: true },
        "trading name is at least 1 and less than 5",
      ],
      [
        { id: id(), op: "<", left: { ageInYears: field("forms.owner.dateOfBirth") }, right: literal(18) },
        "age by date of birth is less than 18",
      ],
    ];
    for (const [wanted, text] of rows) says(wanted, text);
  });

  it("speak of lists: any element, quantifiers, counts and totals, and leave single-element lists unsaid", () => {
    const isMajor: Condition = { id: id(), op: "≥", left: field("item.share"), right: literal(25) };
    says(
      { id: id(), op: "in", left: field("forms.owners.owners[].nationality"), right: literal(["IR"]) },
      "any Nationality in Owners is one of Iran",
    );
    says(
      { id: id(), op: "some", list: "forms.owners.owners", where: isMajor },
      "there is an entry in Owners where Share is at least 25",
    );
    says(
      { id: id(), op: "every", list: "forms.owners.owners[]", where: isMajor },
      "for every entry in Owners, Share is at least 25",
    );
    says(
      { id: id(), op: "at_least", n: 2, list: "forms.owners.owners", where: isMajor },
      "there are at least 2 entries in Owners where Share is at least 25",
    );
    says(
      {
        id: id(),
        op: ">",
        left: { count: "forms.owners.owners", where: isMajor },
        right: literal(3),
      },
      "number of entries in Owners where Share is at least 25 is more than 3",
    );
    says(
      {
        id: id(),
        op: ">",
        left: { aggregate: "sum", list: "forms.owners.owners", of: "share" },
        right: literal(100),
      },
      "total Share in Owners is more than 100",
    );
    says(
      {
        id: id(),
        op: "=",
        left: field("nodes.registry.results[].details.registryStatus"),
        right: literal("strike_off"),
      },
      "Company registry: status is Strike-off",
    );
  });

  it("bracket what would read two ways", () => {
    const a: Condition = { id: id(), op: "is_present", left: field("a") };
    const b: Condition = { id: id(), op: "is_present", left: field("b") };
    const c: Condition = { id: id(), op: "is_present", left: field("c") };
    says(
      { id: id(), op: "all", of: [a, { id: id(), op: "any", of: [b, c] }] },
      "a is given and (b is given or c is given)",
    );
    says({ id: id(), op: "none", of: [a, b] }, "not (a is given or b is given)");
    says({ id: id(), op: "any", of: [a] }, "a is given");
  });

  it("write formulas with the brackets they need and no others", () => {
    const sum = { op: "add", left: { op: "field", field: "a" }, right: { op: "field", field: "b" } } as const;
    const shown = (operand: Operand) => textOf(operandParts(operand, words));
    expect(shown({ formula: { op: "multiply", left: sum, right: { op: "value", value: 12 } } })).toBe(
      "(a + b) × 12",
    );
    expect(shown({ formula: { op: "subtract", left: { op: "field", field: "c" }, right: sum } })).toBe(
      "c − (a + b)",
    );
    expect(shown({ formula: { op: "add", left: sum, right: { op: "field", field: "c" } } })).toBe(
      "a + b + c",
    );
  });

  it("tell rules with their effects, and the rule set with what holds otherwise", () => {
    const told = ruleSetSentences(
      ruleSet.parse({
        title: "Company",
        otherwise: "approve",
        values: { payoutDelayDays: { value: 5 } },
        rules: [
          {
            code: "DISSOLVED",
            title: "Dissolved",
            when: {
              id: id(),
              op: "=",
              left: field("nodes.registry.results[].details.registryStatus"),
              right: literal("dissolved"),
            },
            outcome: "decline",
            points: 100,
            reasonCode: "DISSOLVED",
          },
          {
            code: "BANK",
            title: "Bank",
            enabled: false,
            when: { id: id(), op: "is_true", left: field("x") },
            queue: "edd",
            flags: ["watch_payouts"],
            require: [{ kind: "document", key: "bank_statement", reasonCode: "B" }],
          },
        ],
      }),
      words,
    );
    expect(told.rules.map((rule) => rule.sentence)).toEqual([
      "When Company registry: status is Dissolved, propose “Decline” and add 100 points, because: The registry lists the company as dissolved.",
      "(Switched off.) When x is yes, ask for “Bank statement”, name the queue “Enhanced due diligence” and mark it “watch payouts”.",
    ]);
    expect(told.otherwise).toBe(
      "If no rule proposes an outcome, propose “approve”. Unless a rule says otherwise, set payout delay days to 5.",
    );
  });

  it("hand out fields with their paths, so that a screen can draw pills", () => {
    expect(
      conditionParts(
        {
          id: id(),
          op: "some",
          list: "forms.owners.owners",
          where: { id: id(), op: ">", left: field("item.share"), right: literal(25) },
        },
        words,
      ),
    ).toEqual([
      { kind: "operator", text: "there is an entry in" },
      { kind: "field", text: "Owners", path: "forms.owners.owners" },
      { kind: "operator", text: "where" },
      { kind: "field", text: "Share", path: "forms.owners.owners[].share" },
      { kind: "operator", text: "is more than" },
      { kind: "value", text: "25" },
    ]);
  });
});
