import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type DecisionTable, decisionTable, valueFaults } from "@/server/rules/core/table";
import { readCell, readGiven } from "@/server/rules/core/table-text";
import { readClipboard, writeClipboard } from "./clipboard-text";
import {
  type Cell,
  cellFault,
  clearCells,
  columnsOf,
  duplicateRows,
  edgesOf,
  fillDown,
  fillTo,
  insertEmpty,
  isWritable,
  MOST_ROWS,
  moveRows,
  readCells,
  removeRows,
  writeCells,
} from "./sheet";
import { addInput, addOutput, changeInput, changeOutput, moveColumn, removeColumn } from "./sheet-columns";

const empty = decisionTable.parse({
  ...{ title: "Limits", hitPolicy: "first" },
  inputs: [
    { key: "country", path: "input.country", type: "text" },
    { key: "amount", path: "input.amount", type: "money", currency: "EUR" },
    { key: "is_new", path: "input.isNew", type: "boolean" },
  ],
  outputs: [
    { key: "limit", title: "Limit", kind: "value", type: "money", currency: "EUR" },
    { key: "outcome", title: "Outcome", kind: "outcome" },
    { key: "points", title: "Points", kind: "points" },
  ],
  rows: [],
});
const at = (row: number, column: number): Cell => ({ row, column });
const range = (top: number, left: number, bottom: number, right: number) => ({
  anchor: at(top, left),
  head: at(bottom, right),
});
const names = { outcome: { review: "To review", approve: "Approve" } };

describe("what is typed or pasted", () => {
  test.each([
    [0, "DE", '"DE"'],
    [0, "DE, FR", '"DE", "FR"'],
    [0, '"DE","FR"', '"DE","FR"'],
    [0, "not(DE, FR)", 'not("DE", "FR")'],
    [0, "<> DE", 'not("DE")'],
    [0, "missing", "missing"],
    [0, "any", "-"],
    [0, "DE,", "DE,"],
    [1, ">= 10,000", ">= 10000"],
    [1, "10,000.50", "10000.50"],
    [1, "1, 200", "1, 200"],
    [1, "<> 5", "!= 5"],
    [1, "lots", "lots"],
    [2, "TRUE", "true"],
    [2, "*", "-"],
  ])("column %i: %s is kept as %s", (column, typed, kept) => {
    expect(readCell(typed, empty.inputs[column]!)).toBe(kept);
  });

  test.each<[number, string, unknown]>([
    [0, "1,234.50", { amount: 123_450, currency: "EUR" }],
    [0, "EUR 5", { amount: 500, currency: "EUR" }],
    [0, "5.001", "5.001"],
    [0, "lots", "lots"],
    [0, " ", undefined],
    [1, "To review", "review"],
    [1, "approve", "approve"],
    [1, "ban", "ban"],
    [2, "-3", -3],
    [2, "1.5", "1.5"],
  ])("result %i: %s is %j", (column, typed, value) => {
    expect(readGiven(typed, empty.outputs[column]!, column === 1 ? names.outcome : {})).toEqual(value);
  });

  it("a pasted block grows the table, and what cannot be read stays and says so", () => {
    const text = "Germany\t>= 10,000\tTRUE\t500\tTo review\t2\nFR\tlots\t\tmany\tapprove\t\n";
    const table = writeCells(empty, at(0, 0), readClipboard(text), names);
    expect(decisionTable.parse(table)).toEqual(table);
    expect(table.rows).toEqual([
      {
        when: { country: '"Germany"', amount: ">= 10000", is_new: "true" },
        set: { limit: { amount: 50_000, currency: "EUR" }, outcome: "review", points: 2 },
      },
      { when: { country: '"FR"', amount: "lots" }, set: { limit: "many", outcome: "approve" } },
    ]);
    const columns = columnsOf(table);
    expect(columns.map((column) => cellFault(table, 1, column))).toEqual([
      ...[undefined, "This column holds amounts, not “lots”.", undefined],
      ...["“Limit” is an amount with its currency in EUR.", undefined, undefined, undefined],
    ]);
    expect(valueFaults(table)).toHaveLength(1);
  });

  it("the row of last resort takes results, and is gone when it is empty", () => {
    const one = writeCells(empty, at(1, 3), [["5"]]);
    expect(one.otherwise).toEqual({ limit: { amount: 500, currency: "EUR" } });
    expect(one.rows).toEqual([]);
    expect(isWritable(one, at(1, 0), columnsOf(one)[0]!)).toBe(false);
    expect(clearCells(one, range(0, 0, 1, 5))).toEqual(empty);
  });

  it("a table never grows over what it may hold", () => {
    const lines = Array.from({ length: MOST_ROWS + 50 }, () => ["DE"]);
    expect(writeCells(empty, at(0, 0), lines).rows).toHaveLength(MOST_ROWS);
  });
});

const text = fc.constantFrom("DE", "FR", "missing", "");
const amount = fc.constantFrom("5", ">= 10", "[1..2)", "lots", "");
const line = fc.tuple(text, amount, fc.constantFrom("yes", "no", ""), fc.constantFrom("7", "9.5", "x", ""));
const filled = fc
  .array(line, { minLength: 1, maxLength: 8 })
  .map((lines) => writeCells(empty, at(0, 0), lines));
/** A table with two corners in it. */
const chosen = filled.chain((table) => {
  const cell = fc.record({
    row: fc.integer({ min: 0, max: table.rows.length - 1 }),
    column: fc.integer({ min: 0, max: 5 }),
  });
  return fc.record({ table: fc.constant(table), anchor: cell, head: cell });
});
const texts = (table: DecisionTable) => readCells(table, range(0, 0, table.rows.length - 1, 6));

describe("properties", () => {
  it("what is copied and pasted at the same place changes nothing", () => {
    fc.assert(
      fc.property(chosen, ({ table, ...two }) => {
        const { top, left } = edgesOf(two);
        const again = readClipboard(writeClipboard(readCells(table, two)));
        expect(writeCells(table, at(top, left), again)).toEqual(table);
      }),
    );
  });

  it("cells come through the clipboard as they are", () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"DE","FR"', '"a"', "a\tb", "a\nb", '"', ""));
    const block = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
      );
    fc.assert(
      fc.property(block, (cells) => {
        expect(readClipboard(`${writeClipboard(cells)}\n`)).toEqual(cells);
      }),
    );
    // Not every program puts such cells into quotation marks of its own.
    expect(readClipboard('"DE","FR"\t5\r\n"a ""b"""\t6')).toEqual([
      ['"DE","FR"', "5"],
      ['a "b"', "6"],
    ]);
  });

  it("clearing empties the range and nothing else", () => {
    fc.assert(
      fc.property(chosen, ({ table, ...two }) => {
        const { top, bottom, left, right } = edgesOf(two);
        const cleared = texts(clearCells(table, two));
        texts(table).forEach((line, row) => {
          line.forEach((before, column) => {
            const isIn = row >= top && row <= bottom && column >= left && column <= right;
            expect(cleared[row]![column]).toBe(isIn ? "" : before);
          });
        });
      }),
    );
  });

  it("filling down repeats the first line, and the handle the whole range", () => {
    fc.assert(
      fc.property(chosen, fc.integer({ min: 0, max: 9 }), ({ table, ...two }, to) => {
        const { top, bottom, left, right } = edgesOf(two);
        const before = texts(table);
        const down = texts(fillDown(table, two));
        const from = top === bottom ? top - 1 : top;
        const filled = texts(fillTo(table, two, to));
        before.forEach((line, row) => {
          line.forEach((text, column) => {
            const isAcross = column >= left && column <= right;
            const isDown = isAcross && from >= 0 && row > from && row <= bottom;
            expect(down[row]![column]).toBe(isDown ? before[from]![column] : text);
            const size = bottom - top + 1;
            const source =
              row > bottom && row <= to
                ? top + ((row - bottom - 1) % size)
                : row < top && row >= to
                  ? bottom - ((top - row - 1) % size)
                  : row;
            expect(filled[row]![column]).toBe(isAcross ? before[source]![column] : text);
          });
        });
      }),
    );
  });

  it("rows are moved there and back, put in and taken out, doubled and halved", () => {
    fc.assert(
      fc.property(chosen, fc.constantFrom(-1 as const, 1 as const), ({ table, ...two }, by) => {
        const edges = edgesOf(two);
        const moved = moveRows(table, edges, by);
        const { top, bottom } = edges;
        if (moved !== table) {
          expect(moved.rows[top + by]).toBe(table.rows[top]);
          expect(moveRows(moved, { top: top + by, bottom: bottom + by }, by === 1 ? -1 : 1)).toEqual(table);
        }
        expect(new Set(moved.rows)).toEqual(new Set(table.rows));
        expect(removeRows(insertEmpty(table, top), { top, bottom: top })).toEqual(table);
        const doubled = duplicateRows(table, edges);
        expect(removeRows(doubled, { top: bottom + 1, bottom: bottom + 1 + bottom - top })).toEqual(table);
      }),
    );
  });

  it("whatever is done, the table can be kept", () => {
    const fields = [
      { path: "input.legalName", title: "Name", group: "", type: "text" as const },
      { path: "party.country", title: "Country", group: "", type: "text" as const },
      { path: "input.turnover", title: "Turnover", group: "", type: "money" as const, currency: "USD" },
      { path: "input.list", title: "List", group: "", type: "list" as const },
    ];
    const type = fc.constantFrom("text", "number", "money", "boolean", "date" as const);
    const step = fc.oneof(
      fc.constantFrom(...fields).map((field) => (table: DecisionTable) => addInput(table, field)),
      fc
        .constantFrom("Limit", "Länge", "9")
        .map((title) => (table: DecisionTable) => addOutput(table, title)),
      fc
        .tuple(fc.nat(9), fc.constantFrom("inputs", "outputs" as const), fc.boolean())
        .map(([i, side, isGone]) => (table: DecisionTable) => {
          const { key } = table[side][i % table[side].length]!;
          return isGone ? removeColumn(table, side, key) : moveColumn(table, side, key, 1);
        }),
      fc.tuple(fc.nat(9), type).map(([i, type]) => (table: DecisionTable) => {
        const { currency: _, ...column } = table.inputs[i % table.inputs.length]!;
        const next = { ...column, type, ...(type === "money" ? { currency: "USD" } : {}) };
        return changeInput(table, column.key, next);
      }),
      fc.tuple(fc.nat(9), type).map(([i, type]) => (table: DecisionTable) => {
        const { key, title } = table.outputs[i % table.outputs.length]!;
        const next = { key, title, kind: "value" as const, type };
        return changeOutput(table, key, type === "money" ? { ...next, currency: "JPY" } : next);
      }),
      fc
        .tuple(
          fc.nat(9),
          fc.nat(9),
          fc.array(fc.array(fc.string({ maxLength: 5 }), { maxLength: 4 }), { maxLength: 3 }),
        )
        .map(
          ([row, column, lines]) =>
            (table: DecisionTable) =>
              writeCells(table, at(Math.min(row, table.rows.length + 1), column), lines),
        ),
    );
    fc.assert(
      fc.property(filled, fc.array(step, { maxLength: 12 }), (table, steps) => {
        const result = steps.reduce((now, step) => step(now), table);
        expect(decisionTable.safeParse(result).error?.issues).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});
