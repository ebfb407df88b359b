import { describe, expect, it } from "vitest";
import { AA, contrast, readableOn } from "./contrast";

describe("contrast", () => {
  it("counts as WCAG does", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#ffffff", "#ffffff")).toBe(1);
    expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  });

  it("leaves a colour that can be read, and darkens one that cannot until it can", () => {
    expect(readableOn("#ffffff", "#7a2b62")).toBe("#7a2b62");
    for (const pale of ["#ffe000", "#1cb0f6", "#ffffff"]) {
      const shade = readableOn("#ffffff", pale);
      expect(contrast(shade, "#ffffff")).toBeGreaterThanOrEqual(AA);
    }
  });
});
