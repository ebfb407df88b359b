import { describe, expect, it } from "vitest";
import { changesBetween, putAt, readAt } from "./answers";

const pages = [
  {
    schema: {
      type: "object",
      properties: {
        name: { type: "string" },
        address: { type: "object", properties: { city: { type: "string" }, street: { type: "string" } } },
        sales: { type: "object", "x-money": { currency: "EUR" } },
        owners: { type: "array", items: { type: "object", properties: { name: { type: "string" } } } },
      },
    },
  },
];

describe("answers", () => {
  it("are told apart field by field; lists and amounts travel whole, a cleared field as null", () => {
    const before = { name: "A", address: { city: "Bristol" }, owners: [{ name: "X" }] };
    const after = {
      address: { city: "Bath", street: "1 High St" },
      sales: { amount: 100, currency: "EUR" },
      owners: [{ name: "X" }, {}],
    };
    expect(Object.fromEntries(changesBetween(pages, before, after))).toEqual({
      name: null,
      "address.city": "Bath",
      "address.street": "1 High St",
      sales: { amount: 100, currency: "EUR" },
      owners: [{ name: "X" }, {}],
    });
    expect(changesBetween(pages, after, structuredClone(after)).size).toBe(0);
  });

  it("are put back where they were", () => {
    const put = putAt({ address: { city: "Bath" } }, "address.street", "1 High St");
    expect(put).toEqual({ address: { city: "Bath", street: "1 High St" } });
    expect(putAt(put, "address.city", null)).toEqual({ address: { street: "1 High St" } });
    expect(readAt({ owners: [{ name: "X" }] }, "owners.0.name")).toBe("X");
    expect(readAt({}, "owners.0.name")).toBeUndefined();
  });
});
