import { describe, expect, it } from "vitest";
import {
  countryName,
  dueOf,
  formatAgo,
  formatBytes,
  formatDateTime,
  formatDay,
  formatDuration,
  formatMoney,
  formatPercent,
  formatSpan,
  formatUtc,
  initialsOf,
  shortId,
} from "./words";

const HOUR = 3_600_000;
const at = Date.parse("2026-11-23T14:05:00Z");

describe("the words for time", () => {
  it("writes dates that mean one day everywhere, in the zone asked for", () => {
    expect(formatDateTime(at, "Europe/Berlin")).toBe("23 Nov 2026, 15:05");
    expect(formatDateTime("2026-09-01T23:30:00Z", "Asia/Tokyo")).toBe("2 Sep 2026, 08:30");
    expect(formatUtc(at)).toBe("23 Nov 2026, 14:05 UTC");
    expect(formatDay("2026-02-28")).toBe("28 Feb 2026");
  });

  it("writes midnight as 00, not 24", () => {
    expect(formatDateTime("2026-01-01T00:00:00Z", "UTC")).toBe("1 Jan 2026, 00:00");
  });

  it("says spans in the unit that says enough", () => {
    expect(formatSpan(30_000)).toBe("under 1 min");
    expect(formatSpan(59 * 60_000)).toBe("59 min");
    expect(formatSpan(47 * HOUR)).toBe("47 h");
    expect(formatSpan(49 * HOUR)).toBe("2 d");
    expect(formatDuration(5 * HOUR + 40 * 60_000)).toBe("5 h 40 min");
    expect(formatDuration(51 * HOUR)).toBe("2 d 3 h");
    expect(formatAgo(at, at + 10_000)).toBe("just now");
    expect(formatAgo(at, at + 2 * HOUR)).toBe("2 h ago");
  });

  it("says how a deadline stands", () => {
    expect(dueOf(at, at - 2 * HOUR)).toEqual({ text: "2 h left", urgency: "soon" });
    expect(dueOf(at, at - 30 * HOUR)).toEqual({ text: "30 h left", urgency: "later" });
    expect(dueOf(at, at + 72 * HOUR)).toEqual({ text: "3 d late", urgency: "late" });
  });
});

describe("the words for amounts, places and names", () => {
  it("keeps money exact and its currency in sight", () => {
    expect(formatMoney("1850000", "EUR")).toBe("EUR\u00a01,850,000");
    expect(formatMoney("12345678901234567.89", "GBP")).toBe("GBP\u00a012,345,678,901,234,567.89");
    expect(formatMoney("1.5", "not a currency")).toBe("not a currency\u00a01.5");
  });

  it("writes shares and sizes", () => {
    expect(formatPercent(0.905)).toBe("90.5\u00a0%");
    expect(formatBytes(1_420_000)).toBe("1.4 MB");
  });

  it("names countries, and leaves what is none", () => {
    expect(countryName("de")).toBe("Germany");
    expect(countryName("Atlantis")).toBe("Atlantis");
  });

  it("shortens ids to their tail and names to their letters", () => {
    expect(shortId("case_01hqxyzabc8k2m9q")).toBe("case_…8k2m9q");
    expect(initialsOf("Lena Brandt")).toBe("LB");
    expect(initialsOf("José-María Ñandú")).toBe("JÑ");
    expect(initialsOf("  ")).toBe("?");
  });
});
