import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { patchBetween, patched } from "./policy";

const text = (value: unknown) => JSON.stringify(value);
const tree = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.integer(),
    fc.string(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(
      fc.constantFrom("a", "b", "a/b", "~", "constructor", "toString", "prototype"),
      tie("value"),
    ),
  ),
})).value;
const json = tree.map((value) => JSON.parse(JSON.stringify(value)) as unknown);

describe("a draft's patch", () => {
  test("leads there and back to the byte, the order of properties included", () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        expect(text(patched(before, patchBetween(before, after)))).toBe(text(after));
        expect(text(patched(after, patchBetween(after, before)))).toBe(text(before));
      }),
      { numRuns: 500 },
    );
  });

  test("leads also to what looks like an attack, deep inside", () => {
    const before = { x: [{ constructor: { a: 1 } }] };
    const after = { x: [{ constructor: { a: 1, prototype: 2 } }] };
    expect(patched(before, patchBetween(before, after))).toEqual(after);
    expect(patched(after, patchBetween(after, before))).toEqual(before);
  });

  test("is as small as the change", () => {
    const before = { nodes: { a: { title: "A" }, b: { title: "B" } }, edges: [1, 2, 3, 4] };
    const after = { nodes: { a: { title: "A" }, b: { title: "Better" } }, edges: [1, 3, 4] };
    expect(patchBetween(before, after)).toEqual([
      { op: "replace", path: "/nodes/b/title", value: "Better" },
      { op: "remove", path: "/edges/1" },
    ]);
  });

  test("replaces the whole object whose order changed, and nothing around it", () => {
    const before = { x: 1, properties: { first: 1, second: 2 } };
    const after = { x: 1, properties: { second: 2, first: 1 } };
    expect(patchBetween(before, after)).toEqual([
      { op: "replace", path: "/properties", value: { second: 2, first: 1 } },
    ]);
  });

  test("that does not fit is refused by its operation and changes nothing", () => {
    const draft = { document: { title: "A" } };
    const patch = [
      { op: "replace", path: "/document/title", value: "B" },
      { op: "remove", path: "/document/nowhere" },
    ] as const;
    expect(() => patched(draft, patch)).toThrow(
      expect.objectContaining({ code: "invalid", issues: [expect.objectContaining({ path: "patch.1" })] }),
    );
    expect(draft).toEqual({ document: { title: "A" } });
    expect(() => patched(draft, [{ op: "add", path: "/__proto__/polluted", value: 1 }])).toThrow();
    expect(() =>
      patched(draft, [{ op: "add", path: "/constructor/prototype/polluted", value: 1 }]),
    ).toThrow();
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(() => patched(draft, [{ op: "test", path: "/document/title", value: "C" }])).toThrow();
  });
});
