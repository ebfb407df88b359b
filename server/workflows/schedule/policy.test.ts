import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Clock, dayIn, lastDue } from "./policy";

const due = (every: Clock["every"], at: string, zone: string, now: string) =>
  lastDue({ every, at }, zone, new Date(now)).toISOString();

describe("when a workflow is due by its own clock", () => {
  test.each([
    ["day", "06:00", "2026-11-24T05:00:00Z", "2026-11-24T05:00:00.000Z"],
    ["day", "06:00", "2026-11-24T04:59:59Z", "2026-11-23T05:00:00.000Z"],
    ["week", "06:00", "2026-11-24T12:00:00Z", "2026-11-23T05:00:00.000Z"],
    ["month", "02:30", "2026-11-24T12:00:00Z", "2026-11-01T01:30:00.000Z"],
    ["quarter", "02:30", "2026-11-24T12:00:00Z", "2026-10-01T00:30:00.000Z"],
    ["year", "00:00", "2026-11-24T12:00:00Z", "2025-12-31T23:00:00.000Z"],
  ] as const)("every %s at %s in Berlin, seen at %s", (every, at, now, expected) => {
    expect(due(every, at, "Europe/Berlin", now)).toBe(expected);
  });

  test("counts the day where the workflow is, not where the server is", () => {
    expect(due("day", "00:30", "Pacific/Auckland", "2026-11-24T11:45:00Z")).toBe("2026-11-24T11:30:00.000Z");
    expect(dayIn(new Date("2026-11-24T11:45:00Z"), "Pacific/Auckland")).toBe("2026-11-25");
  });

  test("is due once on the day the hour is skipped, and once on the day it comes twice", () => {
    expect(due("day", "02:30", "Europe/Berlin", "2026-03-29T12:00:00Z")).toBe("2026-03-29T01:30:00.000Z");
    expect(due("day", "02:30", "Europe/Berlin", "2026-10-25T12:00:00Z")).toBe("2026-10-25T00:30:00.000Z");
    // Between the two half past twos, and after the second: still the first.
    expect(due("day", "02:30", "Europe/Berlin", "2026-10-25T01:00:00Z")).toBe("2026-10-25T00:30:00.000Z");
    expect(due("day", "02:30", "Europe/Berlin", "2026-10-25T01:45:00Z")).toBe("2026-10-25T00:30:00.000Z");
  });

  test("never lies ahead, never goes back, and comes once a day", () => {
    const zone = fc.constantFrom(
      "UTC",
      "Europe/Berlin",
      "America/New_York",
      "Asia/Kathmandu",
      "Pacific/Apia",
    );
    const at = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
    const now = fc.date({ min: new Date("2025-01-02"), max: new Date("2028-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(zone, at, now, (zone, at, now) => {
        const clock: Clock = { every: "day", at };
        const last = lastDue(clock, zone, now);
        expect(last.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(now.getTime() - last.getTime()).toBeLessThanOrEqual(26 * 3_600_000);
        expect(lastDue(clock, zone, last)).toEqual(last);
        const before = lastDue(clock, zone, new Date(last.getTime() - 1));
        expect(before.getTime()).toBeLessThan(last.getTime());
        expect(dayIn(before, zone)).not.toBe(dayIn(last, zone));
      }),
    );
  });
});
