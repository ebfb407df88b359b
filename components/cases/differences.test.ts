import { describe, expect, it } from "vitest";
import { markPieces, nameDifference } from "./differences";

const marked = (value: string, ...others: string[]) =>
  markPieces(value, others)
    .filter((piece) => piece.differs)
    .map((piece) => piece.text);

describe("marking what differs", () => {
  it("marks the one number of an address, and nothing around it", () => {
    expect(marked("Speicherstraße 41, 10243 Berlin", "Speicherstraße 14, 10243 Berlin")).toEqual(["41"]);
  });

  it("takes capitals and punctuation for nothing", () => {
    expect(marked("Nordlicht Handels GmbH", "NORDLICHT HANDELS, GMBH")).toEqual([]);
  });

  it("marks what any of several sources lacks", () => {
    expect(marked("I. Kalniņa", "I. Kalniņa", "I. Kalniņa, J. Petersdorf")).toEqual([]);
    expect(marked("I. Kalniņa, J. Petersdorf", "I. Kalniņa")).toEqual(["J", "Petersdorf"]);
  });

  it("loses no character", () => {
    const value = "  Müller & Söhne, Nr. 7a – Halle (Saale) ";
    expect(
      markPieces(value, ["Müller"])
        .map((piece) => piece.text)
        .join(""),
    ).toBe(value);
  });
});

describe("naming a difference", () => {
  it("counts the points between two shares", () => {
    expect(nameDifference("10.0 %", ["40.0 %"])).toBe("30.0 points apart");
    expect(nameDifference("10.0\u00a0%", ["40\u00a0%"])).toBe("30.0 points apart");
  });

  it("says what kind of thing differs", () => {
    expect(nameDifference("Weg 41", ["Weg 14"])).toBe("Number differs");
    expect(nameDifference("Anna Berg", ["Anna Burg"])).toBe("1 word differs");
    expect(nameDifference(null, ["Anna"])).toBe("Not declared");
  });
});
