import { describe, expect, it } from "vitest";
import { joinDay, sayDay, splitDay } from "./calendar-day";

describe("a typed day", () => {
  it("becomes one value, also with the month's name", () => {
    expect(joinDay({ day: "9", month: "3", year: "1988" }, "en")).toBe("1988-03-09");
    expect(joinDay({ day: "24", month: "Nov", year: "1988" }, "en")).toBe("1988-11-24");
    expect(joinDay({ day: "1", month: "märz", year: "2001" }, "de")).toBe("2001-03-01");
    expect(joinDay({ day: " ", month: "", year: "" }, "en")).toBeUndefined();
  });

  it("loses nothing while it is unfinished", () => {
    for (const typed of [
      { day: "9", month: "", year: "" },
      { day: "", month: "11", year: "" },
      { day: "31", month: "2", year: "19" },
    ])
      expect(splitDay(joinDay(typed, "en"))).toEqual(typed);
  });

  it("is said back only when it exists", () => {
    expect(sayDay("1988-11-24", "en")).toBe("24 November 1988");
    expect(sayDay("2023-02-29", "en")).toBeUndefined();
    expect(sayDay("1988--9", "en")).toBeUndefined();
  });
});
