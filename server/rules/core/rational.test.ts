import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  compareExact,
  divide,
  type Exact,
  exactOf,
  multiply,
  roundExact,
  roundToInteger,
  subtract,
  toNumber,
} from "./rational";

const exact = fc
  .tuple(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), fc.integer({ min: 0, max: 6 }))
  .map(([n, digits]): Exact => divide(exactOf(n), exactOf(10 ** digits)));

describe("exact numbers", () => {
  it("have no float drift", () => {
    expect(toNumber(add(exactOf(0.1), exactOf(0.2)))).toBe(0.3);
    expect(toNumber(multiply(exactOf(1.1), exactOf(1.1)))).toBe(1.21);
    expect(toNumber(subtract(exactOf(1), exactOf(0.9)))).toBe(0.1);
    let sum: Exact = 0;
    for (let i = 0; i < 1000; i++) sum = add(sum, exactOf(0.1));
    expect(sum).toBe(100);
    expect(add(exactOf(Number.MAX_SAFE_INTEGER), exactOf(1))).toEqual({ n: 2n ** 53n, d: 1n });
  });

  it("read every JavaScript number as the decimal it prints as, and give it back", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(toNumber(exactOf(x))).toBe(x === 0 ? 0 : x);
      }),
      { numRuns: 2000 },
    );
  });

  it("obey the laws of arithmetic", () => {
    fc.assert(
      fc.property(exact, exact, exact, (a, b, c) => {
        expect(compareExact(add(a, b), add(b, a))).toBe(0);
        expect(compareExact(add(add(a, b), c), add(a, add(b, c)))).toBe(0);
        expect(compareExact(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(0);
        expect(compareExact(subtract(add(a, b), b), a)).toBe(0);
        if (compareExact(b, 0) !== 0) expect(compareExact(multiply(divide(a, b), b), a)).toBe(0);
        expect(compareExact(a, b) + compareExact(b, a) + 0).toBe(0);
      }),
    );
  });

  it("round ties by their mode, on both sides of zero", () => {
    const half = (n: number) => divide(exactOf(n), 2);
    const rounded = (mode: Parameters<typeof roundToInteger>[1]) =>
      [-5, -3, -1, 1, 3, 5].map((n) => Number(roundToInteger(half(n), mode)));
    expect(rounded("half_even")).toEqual([-2, -2, 0, 0, 2, 2]);
    expect(rounded("half_up")).toEqual([-3, -2, -1, 1, 2, 3]);
    expect(rounded("down")).toEqual([-2, -1, 0, 0, 1, 2]);
    expect(rounded("up")).toEqual([-3, -2, -1, 1, 2, 3]);
    expect(toNumber(roundExact(exactOf(1.005), 2))).toBe(1);
    expect(toNumber(roundExact(exactOf(1.005), 2, "half_up"))).toBe(1.01);
    expect(toNumber(roundExact(exactOf(1250), -2))).toBe(1200);
    expect(toNumber(roundExact(exactOf(1350), -2))).toBe(1400);
  });
});
