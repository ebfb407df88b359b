import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvFault, CsvReader, csvText, MAX_CELL, MAX_ROW } from "./policy";

const read = (text: string, size = text.length || 1) => {
  const reader = new CsvReader();
  const rows = [];
  for (let at = 0; at < text.length; at += size) rows.push(...reader.push(text.slice(at, at + size)));
  return [...rows, ...reader.end()];
};
const cells = (text: string, size?: number) => read(text, size).map((row) => row.cells);

describe("a CSV file", () => {
  it("is read however it is cut into pieces, and its rows are numbered as a spreadsheet does", () => {
    const text = '\uFEFFa,b\r\n1,"x, ""y""\r\nz"\r\n\r\n2,\n,\r"",last';
    const whole = [
      ["a", "b"],
      ["1", 'x, "y"\nz'],
      ["2", ""],
      ["", "last"],
    ];
    for (const size of [1, 2, 3, 7, 100]) expect(cells(text, size), String(size)).toEqual(whole);
    expect(read(text).map(({ row }) => row)).toEqual([1, 2, 4, 6]);
  });

  it("is read in pieces larger than are read at once, cut in the middle of a quote", () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [`r-${i}`, i % 3 ? "" : `say "${i}",\nand go`]);
    const text = csvText([["a", "b"], ...rows]);
    expect(text.length).toBeGreaterThan(4 * 64 * 1024);
    for (const size of [65_536, 65_537, 100_001]) {
      const found = read(text, size);
      expect(found.slice(1).map((row) => row.cells)).toEqual(rows);
      expect(found.at(-1)?.row).toBe(20_001);
    }
  });

  it.each([
    [
      "a;b\n1,5;2",
      [
        ["a", "b"],
        ["1,5", "2"],
      ],
    ],
    [
      "a\tb\n1\t2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a|b\n1|2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      '"a;b",c\n1,2',
      [
        ["a;b", "c"],
        ["1", "2"],
      ],
    ],
    [
      "a;note\n1;red, green\n2;blue, black, white",
      [
        ["a", "note"],
        ["1", "red, green"],
        ["2", "blue, black, white"],
      ],
    ],
    [
      "a;b\n1;2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ["amount\n1\n2", [["amount"], ["1"], ["2"]]],
  ])("finds its separator: %j", (text, rows) => {
    expect(cells(text)).toEqual(rows);
  });

  it("names the row of what is no CSV, and what is wrong with it", () => {
    const fault = (text: string, size = 70_000) => {
      try {
        read(text, size);
      } catch (error) {
        return error instanceof CsvFault && `${error.row} ${error.message}`;
      }
      return undefined;
    };
    const rows = "1,2\n".repeat(30_000);
    expect(fault('a,b\n1,"open\n2,3')).toBe("2 A quote in it is never closed.");
    expect(fault('a,b\n1,2\n"x"y,2')).toBe("3 Something stands behind a closed quote.");
    expect(fault(`a,b\n${rows}"x"y,2\n${rows}`)).toBe("30002 Something stands behind a closed quote.");
    expect(fault(`a\n"${"x".repeat(MAX_CELL + 1)}"`)).toMatch(/^2 One of its cells is longer than 64 KB/);
    expect(fault(`a\n${",".repeat(600)}`)).toBe("2 It has 601 columns; at most 500 are read.");
  });

  it("with a quote that is never closed is given up early, not read to its end over and over", () => {
    const reader = new CsvReader();
    reader.push('a,b\n1,"');
    let sent = 0;
    expect(() => {
      for (; sent < 50; sent++) reader.push("2,3\n".repeat(16 * 1024));
    }).toThrow(NEVER);
    expect(sent * 64 * 1024).toBeLessThan(2 * MAX_ROW);
    const long = new CsvReader();
    expect(() => long.push(`a\n${"x".repeat(MAX_ROW + 70_000)}`)).toThrow("longer than 1 MB");
  });
  const NEVER = "never closed";

  it("comes back as it was written, and no cell of ours is a formula", () => {
    const cell = fc.string({ maxLength: 12, unit: fc.constantFrom(...'ab ,;"\n\t=+-@1'.split("")) });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 }),
        (rows) => {
          const reader = new CsvReader();
          const text = csvText([["x", "y"], ...rows]);
          const found = [...reader.push(text), ...reader.end()].slice(1).map((row) => row.cells);
          const written = rows.map((row) => row.map((one) => (/^[=+\-@\t\r]/.test(one) ? `'${one}` : one)));
          expect(found).toEqual(written.filter((row) => row.some((one) => one.trim() !== "")));
          for (const one of found.flat()) expect(one).not.toMatch(/^[=+\-@\t\r]/);
        },
      ),
    );
    expect(csvText([[-5, 0.25, null]])).toBe("-5,0.25,\r\n");
    expect(csvText([['=HYPERLINK("x")\nlast']])).toBe(`"'=HYPERLINK(""x"")\nlast"\r\n`);
    expect(csvText([])).toBe("");
  });
});
