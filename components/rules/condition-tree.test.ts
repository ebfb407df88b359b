import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Condition, condition } from "@/server/rules/core/ast";
import {
  duplicateAt,
  freshCopy,
  insertAt,
  mayMove,
  mayRemove,
  moveBy,
  moveTo,
  type Place,
  partAt,
  partOfCondition,
  placeOf,
  removeAt,
  toggleAt,
  unwrapAt,
  wrapAt,
} from "./condition-moves";
import { conditionOf, type GroupTree, partsIn, type Tree, treeOf } from "./condition-tree";

let made = 0;
const off = fc.constantFrom<{ off?: true }>({}, {}, { off: true });
const leaf = fc.record({ off, right: fc.integer({ min: 0, max: 9 }) }).map(
  ({ off, right }): Condition => ({
    ...{ id: `t${made++}`, op: "=", left: { field: "input.x" }, right: { value: right } },
    ...off,
  }),
);
const conditions = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc
      .record({
        op: fc.constantFrom("all" as const, "any" as const, "none" as const),
        of: fc.array(tie("tree"), { minLength: 1, maxLength: 4 }),
        off,
      })
      .map(({ off, op, of }): Condition => ({ id: `g${made++}`, op, of, ...off })),
    fc.record({ op: fc.constantFrom("some" as const, "at_least" as const), where: tie("tree"), off }).map(
      ({ op, where, off }): Condition => ({
        ...{ id: `l${made++}`, op, list: "input.list" },
        ...(op === "at_least" && { n: 2 }),
        where,
        ...off,
      }),
    ),
  ),
})).tree;

const all = (tree: Tree): Tree[] => [tree, ...partsIn(tree).flatMap(all)];
const places = (tree: Tree, at: Place = []): Place[] => [
  at,
  ...partsIn(tree).flatMap((part, i) => places(part, [...at, i])),
];
const tests = (tree: Tree): string[] =>
  all(tree)
    .flatMap((one) => (one.kind === "test" ? [JSON.stringify(one.test.left) + JSON.stringify(one.test)] : []))
    .sort();
const ids = (tree: Tree) =>
  all(tree).flatMap((one) => (one.kind === "list" ? [one.id, one.where.id] : [one.id]));

const sound = (tree: GroupTree) => {
  const stored = conditionOf(tree);
  expect(condition.parse(stored)).toEqual(stored);
  expect(new Set(ids(tree)).size).toBe(ids(tree).length);
  // Nothing empty is left behind.
  for (const one of all(tree)) if (one.kind !== "test") expect(partsIn(one).length).toBeGreaterThan(0);
};

describe("the tree that is edited", () => {
  it("is the stored condition again, whatever it is", () => {
    fc.assert(
      fc.property(conditions, (given) => {
        expect(conditionOf(treeOf(given))).toEqual(given);
        expect(conditionOf(partOfCondition(given))).toEqual(given);
        // And drawn again it is the same tree, so that nothing jumps while somebody types.
        const tree = treeOf(given);
        expect(treeOf(conditionOf(tree))).toEqual(tree);
      }),
      { numRuns: 500 },
    );
  });

  it("stays sound, and loses no test that nobody removed, whatever is done in whatever order", () => {
    fc.assert(
      fc.property(
        conditions,
        fc.array(fc.tuple(fc.nat(8), fc.nat(), fc.nat(), fc.nat()), { maxLength: 12 }),
        (given, acts) => {
          let tree = treeOf(given);
          for (const [act, which, where, index] of acts) {
            const known = places(tree);
            const place = known[which % known.length]!;
            const parent = known[where % known.length]!;
            const before = tests(tree);
            const at = partAt(tree, place)!;
            const into = partAt(tree, parent)!;
            switch (act) {
              case 0: {
                const may = mayMove(tree, place, parent);
                const next = moveTo(tree, place, parent, index % (partsIn(into).length + 1));
                if (!may) expect(next).toBe(tree);
                else expect(placeOf(next, at.id)).toBeDefined();
                tree = next;
                expect(tests(tree)).toEqual(before);
                break;
              }
              case 1:
              case 2:
                tree = moveBy(tree, place, (["up", "down", "out", "in"] as const)[index % 4]!);
                expect(tests(tree)).toEqual(before);
                break;
              case 3:
                tree = wrapAt(tree, place).root;
                expect(tests(tree)).toEqual(before);
                break;
              case 4:
                tree = unwrapAt(tree, place);
                expect(tests(tree)).toEqual(before);
                break;
              case 5: {
                const next = removeAt(tree, place);
                if (!mayRemove(tree, place)) expect(next).toBe(tree);
                else expect(tests(next)).toHaveLength(before.length - tests(at).length);
                tree = next;
                break;
              }
              case 6: {
                const { root, id } = duplicateAt(tree, place);
                if (place.length > 0) {
                  expect(tests(root)).toHaveLength(before.length + tests(at).length);
                  const copy = partAt(root, placeOf(root, id)!)!;
                  const plain = (one: Tree) => JSON.stringify(conditionOf(one)).replace(/"id":"[^"]*"/g, "");
                  expect(plain(copy)).toBe(plain(at));
                }
                tree = root;
                break;
              }
              case 7:
                expect(toggleAt(toggleAt(tree, place), place)).toEqual(tree);
                tree = toggleAt(tree, place);
                break;
              default:
                if (into.kind !== "test") tree = insertAt(tree, parent, 0, freshCopy(tree, at));
            }
            sound(tree);
            // Stored and opened again between any two edits, as it is in the editor.
            tree = treeOf(conditionOf(tree));
            sound(tree);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("a step down at the end of a group leads out of it, and a step in leads back", () => {
    const test = (id: string): Condition => ({ id, op: "is_present", left: { field: "input.x" } });
    const given: Condition = {
      ...{ id: "root", op: "all" },
      of: [{ id: "g", op: "any", of: [test("a"), test("b")] }, test("c")],
    };
    const outside = moveBy(treeOf(given), [0, 1], "down");
    expect(conditionOf(outside)).toEqual({
      ...{ id: "root", op: "all" },
      of: [{ id: "g", op: "any", of: [test("a")] }, test("b"), test("c")],
    });
    expect(conditionOf(moveBy(outside, [1], "in"))).toEqual(given);
    // The last one takes its group with it.
    expect(conditionOf(moveBy(outside, [0, 0], "out"))).toMatchObject({
      of: [{ id: "a" }, { id: "b" }, { id: "c" }],
    });
  });
});
