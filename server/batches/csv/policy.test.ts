import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvFault, CsvReader, csvCell, csvLine, MAX_CELL, separatorOf } from "./policy";

const read = (text: string, size = text.length || 1) => {
  const reader = new CsvReader();
  const rows = [];
  for (let at = 0; at < text.length; at += size) rows.push(...reader.push(text.slice(at, at + size)));
  return [...rows, ...reader.end()];
};
const cells = (text: string, size?: number) => read(text, size).map((row) => row.cells);

describe("a CSV file", () => {
  it("is read however it is cut into pieces", () => {
    const text = '\uFEFFa,b\r\n1,"x, ""y""\nz"\r\n\r\n2,\r\n"",last';
    const whole = [
      ["a", "b"],
      ["1", 'x, "y"\nz'],
      ["2", ""],
      ["", "last"],
    ];
    for (const size of [1, 2, 3, 7, 100]) expect(cells(text, size), String(size)).toEqual(whole);
    expect(read(text).map((row) => row.line)).toEqual([1, 2, 5, 6]);
  });

  it.each([
    [
      "a;b\n1,5;2",
      ";",
      [
        ["a", "b"],
        ["1,5", "2"],
      ],
    ],
    [
      "a\tb\n1\t2",
      "\t",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      '"a;b",c\n1,2',
      ",",
      [
        ["a;b", "c"],
        ["1", "2"],
      ],
    ],
  ])("finds its separator: %j", (text, separator, rows) => {
    expect(separatorOf(text.split("\n")[0] ?? "")).toBe(separator);
    expect(cells(text)).toEqual(rows);
  });

  it("names the line of what is no CSV", () => {
    const fault = (text: string) => {
      try {
        read(text, 5);
      } catch (error) {
        return error instanceof CsvFault && error.line;
      }
      return undefined;
    };
    expect(fault('a,b\n1,"open\n2,3')).toBe(2);
    expect(fault('a,b\n1,2\n"x"y,2')).toBe(3);
    expect(fault(`a\n"${"x".repeat(MAX_CELL + 1)}"`)).toBe(2);
    expect(fault(`a\n${",".repeat(600)}`)).toBe(2);
  });

  it("comes back as it was written, and no cell of ours is a formula", () => {
    const cell = fc.string({ maxLength: 12, unit: fc.constantFrom(...'ab ,;"\n\r\t=+-@1'.split("")) });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 }),
        (rows) => {
          const text = csvLine(["x", "y"]) + rows.map((row) => csvLine(row)).join("");
          const found = cells(text, 3).slice(1);
          const written = rows.map((row) => row.map((one) => (/^[=+\-@\t\r]/.test(one) ? `'${one}` : one)));
          expect(found).toEqual(written.filter((row) => row.some((one) => one !== "")));
          for (const one of found.flat()) expect(one).not.toMatch(/^[=+\-@\t\r]/);
        },
      ),
    );
    expect([-5, 0.25, null].map(csvCell)).toEqual(["-5", "0.25", ""]);
    expect(csvCell('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
  });
});
