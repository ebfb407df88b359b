import { describe, expect, it } from "vitest";
import { boundsOfDay, dayStart, daysUpTo } from "./calendar-day";

describe("days of a zone", () => {
  const at = new Date("2026-10-25T12:00:00Z");

  it("begins a day at its own midnight, also on the day the clocks change", () => {
    expect(dayStart(at, "Europe/Berlin").toISOString()).toBe("2026-10-24T22:00:00.000Z");
    expect(dayStart(new Date("2026-10-26T12:00:00Z"), "Europe/Berlin").toISOString()).toBe(
      "2026-10-25T23:00:00.000Z",
    );
    expect(dayStart(at, "UTC", 6).toISOString()).toBe("2026-10-19T00:00:00.000Z");
  });

  it("bounds a day of 25 hours by both midnights", () => {
    const { from, until } = boundsOfDay("2026-10-25", "Europe/Berlin");
    expect((until.getTime() - from.getTime()) / 3_600_000).toBe(25);
  });

  it("lists days up to today", () => {
    expect(daysUpTo(at, "Asia/Tokyo", 2)).toEqual(["2026-10-23", "2026-10-24", "2026-10-25"]);
    expect(daysUpTo(new Date("2026-10-25T23:00:00Z"), "Asia/Tokyo", 0)).toEqual(["2026-10-26"]);
  });
});
