import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import {
  addDuration,
  assertTimeZone,
  compareMoments,
  dateOf,
  dayOf,
  type Moment,
  parseDate,
  parseMoment,
  yearsBetween,
} from "./calendar";

const day = (text: string) => parseDate(text) ?? Number.NaN;
const date = (text: string): Moment => ({ kind: "date", day: day(text) });
const shown = (moment: Moment) =>
  moment.kind === "date_time"
    ? new Date(moment.ms).toISOString()
    : Object.values(dateOf(moment.day))
        .map((part) => String(part).padStart(2, "0"))
        .join("-");
const moment = (text: string, zone = "UTC") => {
  const parsed = parseMoment(text, zone);
  if (!parsed) throw new Error(`${text} is no moment`);
  return parsed;
};

describe("days", () => {
  it("agree with Temporal on every day it knows", () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 2_000_000 }), (n) => {
        const { year, month, day } = dateOf(n);
        const there = Temporal.PlainDate.from("1970-01-01").add({ days: n });
        expect([year, month, day]).toEqual([there.year, there.month, there.day]);
        expect(dayOf(year, month, day)).toBe(n);
      }),
    );
  });

  it("are read only when they exist", () => {
    for (const text of ["2024-02-29", "2000-02-29", "2026-12-31", "0001-01-01"])
      expect(parseDate(text)).toBeDefined();
    for (const text of [
      "2026-02-29",
      "1900-02-29",
      "2026-13-01",
      "2026-00-10",
      "2026-1-1",
      "2026-01-32",
      "2026/01/01",
      "٢٠٢٦-٠١-٠١",
      "26-01-01",
    ])
      expect(parseDate(text)).toBeUndefined();
  });
});

describe("calendar arithmetic", () => {
  it.each([
    ["2026-01-31", 1, "months", "2026-02-28"],
    ["2024-01-31", 1, "months", "2024-02-29"],
    ["2026-01-31", 2, "months", "2026-03-31"],
    ["2026-08-31", 1, "months", "2026-09-30"],
    ["2024-02-29", 1, "years", "2025-02-28"],
    ["2024-02-29", 4, "years", "2028-02-29"],
    ["2025-12-31", 1, "days", "2026-01-01"],
    ["2025-11-30", 14, "months", "2027-01-30"],
  ] as const)("%s + %i %s = %s", (from, amount, unit, to) => {
    expect(shown(addDuration(date(from), { amount, unit }, "UTC"))).toBe(to);
  });

  it("keeps the wall clock over days and the elapsed time over hours when clocks change", () => {
    // Berlin leaves winter time on 29 March 2026 at 02:00.
    const before = moment("2026-03-28T12:00", "Europe/Berlin");
    expect(shown(before)).toBe("2026-03-28T11:00:00.000Z");
    expect(shown(addDuration(before, { amount: 1, unit: "days" }, "Europe/Berlin"))).toBe(
      "2026-03-29T10:00:00.000Z",
    );
    expect(shown(addDuration(before, { amount: 24, unit: "hours" }, "Europe/Berlin"))).toBe(
      "2026-03-29T11:00:00.000Z",
    );
    expect(shown(addDuration(before, { amount: 90, unit: "minutes" }, "Europe/Berlin"))).toBe(
      "2026-03-28T12:30:00.000Z",
    );
  });

  it("reads local times in the zone: a skipped hour moves on, a doubled one is its first", () => {
    expect(shown(moment("2026-03-29T02:30", "Europe/Berlin"))).toBe("2026-03-29T01:30:00.000Z");
    expect(shown(moment("2026-10-25T02:30", "Europe/Berlin"))).toBe("2026-10-25T00:30:00.000Z");
    expect(moment("2026-01-31T23:30:00Z", "Europe/Berlin").day).toBe(day("2026-02-01"));
    expect(moment("2026-01-31T23:30:00Z", "America/New_York").day).toBe(day("2026-01-31"));
    expect(moment("2026-01-31T23:30:00Z", "Asia/Kathmandu").day).toBe(day("2026-02-01"));
  });

  it("refuses what is no time", () => {
    for (const text of [
      "2026-01-31T24:00Z",
      "2026-01-31T10:60Z",
      "2026-02-30T10:00Z",
      "2026-01-31 10:00",
      "2026-01-31T10Z",
      "2026-01-31T10:00+25:00",
      "yesterday",
      "",
    ])
      expect(parseMoment(text, "Europe/Berlin")).toBeUndefined();
    expect(() => assertTimeZone("Mars/Olympus")).toThrow(/Europe\/Berlin/);
    expect(() => assertTimeZone("Europe/Berlin")).not.toThrow();
  });

  it("compares a day with a moment by the day, two moments by the moment", () => {
    expect(compareMoments(date("2026-01-31"), moment("2026-01-31T23:59Z"))).toBe(0);
    expect(compareMoments(moment("2026-01-31T10:00Z"), moment("2026-01-31T12:00+02:00"))).toBe(0);
    expect(compareMoments(moment("2026-01-31T10:00Z"), moment("2026-01-31T10:00:00.001Z"))).toBe(-1);
  });
});

describe("ages", () => {
  it.each([
    ["2008-11-24", "2026-11-23", "03-01", 17],
    ["2008-11-24", "2026-11-24", "03-01", 18],
    ["2008-02-29", "2026-02-28", "03-01", 17],
    ["2008-02-29", "2026-03-01", "03-01", 18],
    ["2008-02-29", "2026-02-28", "02-28", 18],
    ["2008-02-29", "2026-02-27", "02-28", 17],
    // In a leap year the day itself counts, whatever the setting.
    ["2008-02-29", "2028-02-28", "02-28", 19],
    ["2008-02-29", "2028-02-29", "03-01", 20],
    ["2030-01-01", "2026-01-01", "03-01", -4],
  ] as const)("born %s, on %s, leap day on %s: %i", (born, today, setting, age) => {
    expect(yearsBetween(day(born), day(today), setting)).toBe(age);
  });

  it("grow by one each year and never fall", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40_000 }),
        fc.integer({ min: 0, max: 40_000 }),
        fc.constantFrom("03-01" as const, "02-28" as const),
        (born, days, setting) => {
          const age = yearsBetween(born, born + days, setting);
          const next = yearsBetween(born, born + days + 1, setting);
          expect(next - age).toBeGreaterThanOrEqual(0);
          expect(next - age).toBeLessThanOrEqual(1);
          expect(Math.abs(age - days / 365.2425)).toBeLessThan(1.01);
        },
      ),
    );
  });
});
