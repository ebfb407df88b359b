import { assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { accentsOf, contrastOf } from "./brand-colors";

const AA = 4.5;

describe("a brand's colour", () => {
  it("can be read on light and dark whatever it is", () => {
    assert(
      property(integer({ min: 0, max: 0xffffff }), (value) => {
        const { light, dark } = accentsOf(`#${value.toString(16).padStart(6, "0")}`);
        expect(contrastOf(light.accent, "#ffffff")).toBeGreaterThanOrEqual(AA - 0.05);
        expect(contrastOf(light.accent, light.soft)).toBeGreaterThanOrEqual(AA - 0.05);
        expect(contrastOf(light.ink, light.accent)).toBeGreaterThanOrEqual(AA - 0.05);
        expect(contrastOf(dark.accent, "#161a1e")).toBeGreaterThanOrEqual(AA - 0.05);
        expect(contrastOf(dark.accent, dark.soft)).toBeGreaterThanOrEqual(AA - 0.05);
        expect(contrastOf(dark.ink, dark.accent)).toBeGreaterThanOrEqual(AA - 0.05);
      }),
    );
  });

  it("stays as it is where it can be read already", () => {
    expect(accentsOf("#7a2b5f").light.accent).toBe("#7a2b5f");
  });
});
