import { describe, expect, it } from "vitest";
import {
  and,
  equals,
  FALSE,
  isDuration,
  isMissing,
  isMoney,
  MISSING,
  not,
  or,
  orderOf,
  reasonOf,
  TRUE,
  TRUTH_LETTERS,
  TWO_CURRENCIES,
  typeOfValue,
  unknownReasons,
  WRONG_TYPE,
} from "./value";

const U = MISSING;

describe("Kleene's logic", () => {
  it.each([
    [TRUE, TRUE, TRUE, TRUE],
    [TRUE, FALSE, FALSE, TRUE],
    [TRUE, U, U, TRUE],
    [FALSE, TRUE, FALSE, TRUE],
    [FALSE, FALSE, FALSE, FALSE],
    [FALSE, U, FALSE, U],
    [U, TRUE, U, TRUE],
    [U, FALSE, FALSE, U],
    [U, U, U, U],
  ])("%i and/or %i", (a, b, both, either) => {
    expect(and([a, b])).toBe(both);
    expect(or([a, b])).toBe(either);
    // De Morgan holds in three values too.
    expect(not(and([a, b]))).toBe(or([not(a), not(b)]));
  });

  it("negates: unknown stays unknown, with its reason", () => {
    expect([not(TRUE), not(FALSE), not(U), not(WRONG_TYPE)]).toEqual([FALSE, TRUE, U, WRONG_TYPE]);
    expect(and([TRUE, WRONG_TYPE, MISSING])).toBe(WRONG_TYPE);
    expect(or([FALSE, MISSING, WRONG_TYPE])).toBe(MISSING);
    expect(and([])).toBe(TRUE);
    expect(or([])).toBe(FALSE);
  });

  it("has one letter and one name per reason", () => {
    expect(TRUTH_LETTERS).toHaveLength(2 + unknownReasons.length);
    expect(new Set(TRUTH_LETTERS).size).toBe(TRUTH_LETTERS.length);
    expect(reasonOf(TRUE)).toBeUndefined();
    expect(reasonOf(TWO_CURRENCIES)).toBe("two_currencies");
  });
});

describe("values", () => {
  it("count nothing, empty text and numbers that are none as missing, and nothing else", () => {
    for (const value of [undefined, null, "", Number.NaN, Number.POSITIVE_INFINITY])
      expect(isMissing(value)).toBe(true);
    for (const value of [0, false, " ", "0", [], {}]) expect(isMissing(value)).toBe(false);
  });

  it("are known by their shape, inherited properties aside", () => {
    expect(isMoney({ amount: 1, currency: "EUR" })).toBe(true);
    for (const value of [
      { amount: 1.5, currency: "EUR" },
      { amount: 1, currency: "eur" },
      { amount: 1 },
      Object.create({ amount: 1, currency: "EUR" }),
      null,
      "EUR 1",
    ])
      expect(isMoney(value)).toBe(false);
    expect(isDuration({ amount: 1, unit: "days" })).toBe(true);
    expect(isDuration({ amount: 1, unit: "weeks" })).toBe(false);
    expect(
      [
        "x",
        1,
        true,
        "2026-01-31",
        "2026-02-31",
        "2026-01-31T10:00Z",
        [],
        {},
        { amount: 1, currency: "EUR" },
      ].map(typeOfValue),
    ).toEqual(["text", "number", "boolean", "date", "text", "date_time", "list", "object", "money"]);
  });

  it("have an order only among their own kind", () => {
    const eur = (amount: number) => ({ amount, currency: "EUR" });
    expect(orderOf(1, 2, "UTC")).toBe(-1);
    expect(orderOf(eur(3), eur(2), "UTC")).toBe(1);
    expect(orderOf(eur(3), { amount: 3, currency: "USD" }, "UTC")).toBe(TWO_CURRENCIES);
    expect(orderOf(eur(0), { amount: 0, currency: "USD" }, "UTC")).toBe(TWO_CURRENCIES);
    expect(orderOf(eur(3), 0, "UTC")).toBe(1);
    expect(orderOf(0, eur(3), "UTC")).toBe(-1);
    expect(orderOf(eur(0), 0, "UTC")).toBe(0);
    expect(orderOf(eur(3), 1, "UTC")).toBe(WRONG_TYPE);
    expect(orderOf("9", "10", "UTC")).toBe(WRONG_TYPE);
    expect(orderOf("10", 9, "UTC")).toBe(WRONG_TYPE);
    expect(orderOf("2026-01-02", "2026-01-10", "UTC")).toBe(-1);
    expect(orderOf(undefined, 1, "UTC")).toBe(MISSING);
    expect(orderOf(1, "", "UTC")).toBe(MISSING);
    expect(orderOf("x", null, "UTC")).toBe(MISSING);
    expect(orderOf(true, false, "UTC")).toBe(WRONG_TYPE);
    expect(orderOf([1], [2], "UTC")).toBe(WRONG_TYPE);
  });

  it("are equal in three values, never silently unequal across types", () => {
    expect(equals("a", "a", "UTC")).toBe(TRUE);
    expect(equals("a", "A", "UTC")).toBe(FALSE);
    expect(equals("1", 1, "UTC")).toBe(WRONG_TYPE);
    expect(equals(true, 1, "UTC")).toBe(WRONG_TYPE);
    expect(equals(undefined, undefined, "UTC")).toBe(MISSING);
    expect(equals([1, "a"], [1, "a"], "UTC")).toBe(TRUE);
    expect(equals([1], [1, 2], "UTC")).toBe(FALSE);
    expect(equals([1, undefined], [1, 2], "UTC")).toBe(MISSING);
    // Two spellings of one instant, and a day against a moment in it.
    expect(equals("2026-01-31T10:00:00Z", "2026-01-31T11:00+01:00", "UTC")).toBe(TRUE);
    expect(equals("2026-01-31T23:30:00Z", "2026-02-01", "Europe/Berlin")).toBe(TRUE);
    expect(equals("2026-01-31T23:30:00Z", "2026-02-01", "UTC")).toBe(FALSE);
  });
});
