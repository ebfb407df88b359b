import { describe, expect, it } from "vitest";
import { readDecimal, readMinor, showMinor } from "./amounts";

describe("amounts", () => {
  it.each([
    ["12500", "en", "12500"],
    ["12,500.00", "en", "12500.00"],
    ["12.500,00", "en", "12500.00"],
    ["12.500,00", "de", "12500.00"],
    ["12.500", "de", "12500"],
    ["12.500", "en", "12.500"],
    ["1 250,5", "fr", "1250.5"],
    ["1'250'000", "de-CH", "1250000"],
    ["12,5", "en", "12.5"],
    ["12,500", "en", "12500"],
    ["-3", "en", "-3"],
    ["5.", "en", "5"],
  ])("reads %s in %s as %s", (typed, locale, plain) => {
    expect(readDecimal(typed, locale)).toBe(plain);
  });

  it.each(["", "twelve", "1,2,3", "12.5.6", "1e9", "12,50,000.0", "--3"])("does not guess %j", (typed) => {
    expect(readDecimal(typed, "en")).toBeUndefined();
  });

  it("keeps minor units whole in every currency", () => {
    expect(readMinor("0.29", "EUR", "en")).toBe(29);
    expect(readMinor("1234567890.12", "EUR", "en")).toBe(123456789012);
    expect(readMinor("1500", "JPY", "en")).toBe(1500);
    expect(readMinor("1.5", "KWD", "en")).toBe(1500);
    expect(readMinor("1.50", "JPY", "en")).toBeUndefined();
    expect(readMinor("1.005", "EUR", "en")).toBeUndefined();
  });

  it("shows what it reads", () => {
    for (const minor of [0, 5, 29, 12500000, 9007199254740991])
      expect(readMinor(showMinor(minor, "EUR", "en"), "EUR", "en")).toBe(minor);
    expect(showMinor(12500050, "EUR", "en")).toBe("125,000.50");
  });
});
