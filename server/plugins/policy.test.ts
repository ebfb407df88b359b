import { describe, expect, test } from "vitest";
import { afterFailure, afterSuccess, type Circuit, circuitState, isProbed } from "./policy";
import { connectionLimits } from "./schema";

const limits = connectionLimits.parse({ failureThreshold: 3, windowSeconds: 60, openSeconds: 30 });
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 10, 0, seconds));
const fail = (circuit: Circuit | undefined, seconds: number, isProbe = false) =>
  afterFailure(circuit, limits, { at: at(seconds), isProbe });

describe("a circuit", () => {
  test("opens at the third failure within the window", () => {
    const one = fail(undefined, 0);
    const two = fail(one, 20);
    expect(circuitState(two, limits, at(20))).toBe("closed");
    const three = fail(two, 40);
    expect(three).toMatchObject({ failures: 3, openedAt: at(40), changedAt: at(40) });
    expect(circuitState(three, limits, at(69))).toBe("open");
    expect(circuitState(three, limits, at(70))).toBe("half_open");
  });

  test("forgets failures that are older than the window", () => {
    const two = fail(fail(undefined, 0), 30);
    expect(fail(two, 61)).toMatchObject({ failures: 1, countedFrom: at(61), openedAt: null });
  });

  test("an answer closes it and forgets", () => {
    const open = fail(fail(fail(undefined, 0), 1), 2);
    expect(afterSuccess(open, at(50))).toEqual({
      failures: 0,
      countedFrom: at(50),
      openedAt: null,
      probingUntil: null,
      changedAt: at(50),
    });
    const closed = fail(undefined, 0);
    expect(afterSuccess(closed, at(5)).changedAt).toEqual(at(0));
  });

  test("only a failed try prolongs the pause", () => {
    const open = fail(fail(fail(undefined, 0), 1), 2);
    expect(fail(open, 10)).toBe(open);
    expect(fail({ ...open, probingUntil: at(60) }, 33, true)).toMatchObject({
      openedAt: at(33),
      probingUntil: null,
      changedAt: at(2),
    });
  });

  test("is tried by one at a time", () => {
    const open = { ...fail(fail(fail(undefined, 0), 1), 2), probingUntil: at(40) };
    expect([isProbed(open, at(39)), isProbed(open, at(40))]).toEqual([true, false]);
  });
});
