import { describe, expect, it } from "vitest";
import { kindOf } from "./kind";
import { errorTree, fieldPathOf } from "./problems";

const schema = {
  type: "object",
  properties: {
    sales: { type: "object", "x-money": { currency: "EUR" }, properties: { amount: { type: "integer" } } },
    address: { type: "object", properties: { city: { type: "string" } } },
    owners: {
      type: "array",
      items: { type: "object", properties: { born: { type: "string", "x-format": "date" } } },
      "x-items": [
        { type: "object", properties: { sales: { type: "object", "x-money": { currency: "EUR" } } } },
      ],
    },
  },
} as const;

describe("problems", () => {
  it("stand at the field a person can mend", () => {
    expect(fieldPathOf(schema as never, "sales.amount")).toBe("sales");
    expect(fieldPathOf(schema as never, "address.city")).toBe("address.city");
    expect(fieldPathOf(schema as never, "owners.0.sales.amount")).toBe("owners.0.sales");
    expect(fieldPathOf(schema as never, "owners")).toBe("owners");
  });

  it("become the tree RJSF reads, each word once", () => {
    const twice = { path: "address.city", message: "Fill this in." };
    expect(errorTree([twice, twice, { path: "sales", message: "Use an amount." }])).toEqual({
      address: { city: { __errors: ["Fill this in."] } },
      sales: { __errors: ["Use an amount."] },
    });
  });

  it("know every kind by its schema", () => {
    expect(kindOf({ type: "string", "x-document": "passport" })).toBe("documents");
    expect(kindOf({ type: "boolean", const: true })).toBe("consent");
    expect(kindOf({ type: "boolean" })).toBe("yes_no");
    expect(kindOf({ type: "string", maxLength: 600 })).toBe("long_text");
    expect(kindOf({ type: "string", "x-format": "country" })).toBe("country");
    expect(kindOf({ type: "string", "x-format": "country", enum: ["GB", "DE"] })).toBe("choice");
    expect(kindOf({ type: "array", items: { type: "string", enum: ["a"] } })).toBe("choices");
    expect(kindOf({ type: "array", items: { type: "object" } })).toBe("list");
  });
});
