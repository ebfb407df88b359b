import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { type Condition, condition } from "@/server/rules/core/ast";
import { checkCondition } from "@/server/rules/core/check";
import { scopeOf } from "@/server/rules/core/check-document";
import { isGroup, isListCondition } from "@/server/rules/core/layout";
import {
  copyOf,
  fieldsFor,
  freeId,
  operatorsFor,
  startListTest,
  startTest,
  subjectOf,
  type Test,
  withLeft,
  withOperator,
} from "./tests";

const scope = scopeOf(marketplaceSeller);
const { fields } = scope;
const lists = [...fields.values()].filter(({ type }) => type === "list").map(({ path }) => path);
const complaints = (given: Condition, list?: string) =>
  // A date to begin with is empty, and asks to be filled in.
  checkCondition(given, scope, "when", list).filter(({ code }) => code !== "bad_date");

function* ids(given: Condition): Iterable<string> {
  yield given.id;
  if (isGroup(given)) for (const part of given.of) yield* ids(part);
  if (isListCondition(given)) yield* ids(given.where);
}

describe("a test that is made by choosing", () => {
  const cases = [undefined, ...lists].flatMap((list) =>
    fieldsFor(fields, list).map((field) => ({ list, field })),
  );

  it("can be stored, and has no wrong type, whatever field and operator are chosen in turn", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(undefined, ...lists),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 6 }),
        (list, choices) => {
          const known = fieldsFor(fields, list);
          let test: Test = startTest("c1", known);
          for (const [which, how] of choices) {
            const left = { field: known[which % known.length]!.path };
            test = withLeft(test, left, fields, list);
            const subject = subjectOf(test.left, fields, list);
            const offered = operatorsFor(subject);
            expect(offered).toContain(test.op);
            test = withOperator(test, offered[how % offered.length]!, subject);
            expect(condition.safeParse(test).error?.issues).toBeUndefined();
            expect(complaints(test, list)).toEqual([]);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("is offered for every field there is, also those of the list that is walked", () => {
    expect(cases.length).toBeGreaterThan(200);
    for (const { list, field } of cases)
      expect(operatorsFor(subjectOf({ field: field.path }, fields, list)).length).toBeGreaterThan(1);
  });

  it("keeps its limit where the new operator can be compared with it", () => {
    const test: Test = { id: "a", op: "<", left: { field: "input.x" }, right: { value: 25 } };
    const between = withOperator(test, "between", { type: "number" });
    expect(between).toMatchObject({ op: "between", low: { value: 25 }, high: { value: 25 } });
    expect(withOperator(between, "≥", { type: "number" })).toMatchObject({ op: "≥", right: { value: 25 } });
    expect(withOperator(test, "in", { type: "number" })).toMatchObject({ right: { value: [] } });
  });

  it("compares a date with a date after it was compared with a time that passed", () => {
    const test: Test = {
      ...{ id: "a", op: "within_last", left: { field: "input.x" } },
      right: { value: { amount: 30, unit: "days" } },
    };
    expect(withOperator(test, "older_than", { type: "date" })).toMatchObject({ right: test.right });
    expect(withOperator(test, "before", { type: "date" })).toMatchObject({ right: { value: "" } });
  });

  it.each(lists)("over the list %s begins with a test of its elements", (list) => {
    const test = startListTest("c1", list, fields);
    expect(condition.safeParse(test).success).toBe(true);
    expect(complaints(test)).toEqual([]);
  });
});

describe("ids", () => {
  const tree = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc
        .record({ id: fc.constantFrom("a", "b", "c1", "c2"), op: fc.constant("is_present" as const) })
        .map((test): Condition => ({ ...test, left: { field: "input.x" } })),
      fc
        .tuple(fc.constantFrom("all", "any", "none"), fc.array(tie("tree"), { minLength: 1, maxLength: 4 }))
        .map(([op, of]): Condition => ({ id: "g", op: op as "all", of })),
      tie("tree").map((where): Condition => ({ id: "l", op: "some", list: "input.list", where })),
    ),
  })).tree;

  it("a copy has none that the condition has, and none twice; it says the same", () => {
    fc.assert(
      fc.property(tree, tree, (root, part) => {
        const copy = copyOf(part, root);
        const made = [...ids(copy)];
        expect(new Set(made).size).toBe(made.length);
        expect(made.some((id) => [...ids(root)].includes(id))).toBe(false);
        const plain = (given: unknown) => JSON.stringify(given).replace(/"id":"[^"]*",/g, "");
        const order = ({ id, ...rest }: Condition) => ({ id, ...rest });
        expect(plain(JSON.parse(JSON.stringify(order(copy)), sorted))).toBe(
          plain(JSON.parse(JSON.stringify(order(part)), sorted)),
        );
        expect([...ids(root)]).not.toContain(freeId(root));
      }),
    );
  });
});

/** Objects with their keys in one order. */
function sorted(_: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}
