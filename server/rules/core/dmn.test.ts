import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import type { RunData } from "@/server/engine/state";
import { parseCell } from "./cell";
import { compileTable, type TableResult } from "./compile-table";
import { readDmn } from "./dmn-read";
import { writeDmn } from "./dmn-write";
import { countsAll, type DecisionTable, decisionTable, hitPolicies } from "./table";

const settings = { timeZone: "UTC", leapDayBirthday: "03-01", outcomes: [] } as const;
const AT = "2026-11-24T10:00:00Z";
const nothing = () => undefined;
const dataOf = (input: object): RunData => ({
  input: input as RunData["input"],
  ...{ party: {}, forms: {}, nodes: {}, values: {} },
});

/* Conditions carry ids made of places; what a cell says is the rest. */
const said = (table: DecisionTable) => ({
  ...table,
  rows: table.rows.map(({ when, ...row }) => ({
    ...row,
    when: Object.fromEntries(
      table.inputs.map((column) => {
        const parsed = parseCell(Object.hasOwn(when, column.key) ? when[column.key]! : "-", column, "c");
        return [column.key, parsed.ok ? parsed.condition : when[column.key]];
      }),
    ),
  })),
});

describe("what is written is read again", () => {
  const cells = {
    text: ["-", '"DE"', '"DE", "F\\"R & <b>"', 'not("DE")', "missing", "present", 'missing, "DE"', "lots"],
    number: ["-", "5", "!= 5", ">= 1.5", "(1..2]", "not(1, > 3)", "1, 2, < 0"],
    money: ["-", "10", ">= 1000.50", "[0..10)"],
    boolean: ["-", "yes", "no", "missing"],
    date: ["-", ">= 2026-01-31", "[2026-01-01..2026-12-31]", "not(2026-01-31)"],
  } as const;
  const columns = [
    { key: "a", path: "party.country", type: "text" as const },
    { key: "b", title: "B", path: "input.b", type: "number" as const },
    { key: "c", path: "input.c", type: "money" as const, currency: "EUR" },
    { key: "d", path: "input.d", type: "boolean" as const },
    { key: "e", path: "input.e", type: "date" as const },
  ];
  const given = {
    v: [
      { amount: 150, currency: "EUR" },
      { amount: -1, currency: "EUR" },
    ],
    o: ["approve", "2026-01-31"],
    p: [3, -1],
    t: ["a, b", 'say "x"'],
    n: [true, false],
    w: ["2026-01-31"],
  };
  const maybe = <T>(of: readonly T[]) => fc.option(fc.constantFrom(...of), { nil: undefined });
  const row = fc.record({
    when: fc.record(
      Object.fromEntries(columns.map(({ key, type }) => [key, fc.constantFrom(...cells[type])])),
    ),
    set: fc
      .record(Object.fromEntries(Object.entries(given).map(([key, of]) => [key, maybe(of as never[])])))
      .map((set) => JSON.parse(JSON.stringify(set)) as object),
    note: fc.constantFrom("because", "a < b"),
  });

  it("a table of ours comes back as it was", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...hitPolicies),
        fc.constantFrom("list", "count" as const),
        fc.array(row, { maxLength: 5 }),
        fc.boolean(),
        (hitPolicy, collect, rows, hasElse) => {
          const table = decisionTable.parse({
            ...{ title: "Limits & <more>", hitPolicy, inputs: columns, rows },
            ...(hitPolicy === "collect" ? { collect } : {}),
            ...(hasElse ? { otherwise: { o: "decline" } } : {}),
            outputs: [
              { key: "v", title: "V", kind: "value", type: "money", currency: "EUR" },
              { key: "o", title: "O", kind: "outcome" },
              { key: "p", title: "P", kind: "points" },
              { key: "t", title: "T", kind: "value", type: "text", order: ["a, b", 'say "x"'] },
              { key: "n", title: "N", kind: "value", type: "boolean" },
              { key: "w", title: "W", kind: "value", type: "date" },
            ],
          });
          const { xml } = writeDmn(table, ({ key }) => key);
          const read = readDmn(xml, nothing);
          expect(read.report).toEqual([]);
          expect(said(read.tables[0]!.table)).toEqual(said(table));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("files of others", () => {
  const file = (inside: string) => `<definitions><decision name="D">${inside}</decision></definitions>`;
  const table = (input: string, cell: string, entry = '"x"') =>
    file(
      `<decisionTable><input><inputExpression typeRef="number"><text>${input}</text></inputExpression></input><output/><rule><inputEntry><text>${cell}</text></inputEntry><outputEntry><text>${entry}</text></outputEntry></rule></decisionTable>`,
    );

  it.each([
    ["", /no DMN/],
    ["{", /no DMN/],
    ["<a", /no XML|no DMN/],
    ['<!DOCTYPE a [<!ENTITY b "c">]><definitions/>', /DOCTYPE/],
    ["<definitions/>", /no DMN/],
    ['<definitions name="x"/>', /no decision/],
    [file("<literalExpression/>"), /no decision table/],
    [file('<decisionTable hitPolicy="BEST"/>'), /hit policy “BEST”/],
    [file('<decisionTable hitPolicy="FIRST"/>'), /tests nothing/],
    [table("a + b", "5"), /computes “a \+ b”/],
  ])("%s is refused in words", (xml, words) => {
    const read = readDmn(xml, nothing);
    expect(read.tables).toEqual([]);
    expect(read.report.join(" ")).toMatch(words);
  });

  it("what no cell can say is named with its row, and what no field is known for with its name", () => {
    const { tables } = readDmn(table("Age", "date(&quot;x&quot;).year &gt; 5", "Age * 2"), nothing);
    expect(tables[0]!.report).toEqual([
      "“Age” is read from input.age. Choose the field it stands for.",
      expect.stringMatching(/^Row 1, age: /),
      "Row 1, D: “Age * 2” is no plain value and was left out.",
    ]);
    const known = readDmn(table("Age", "&gt;= 18"), (name) =>
      name === "Age" ? { path: "forms.person.age", type: "number" } : undefined,
    );
    expect(known.tables[0]).toMatchObject({
      report: [],
      table: { inputs: [{ path: "forms.person.age" }], rows: [{ when: { age: ">= 18" }, set: { d: "x" } }] },
    });
  });

  it("no text makes it throw", () => {
    const soup = fc
      .array(
        fc.constantFrom(
          ..."<definitions> <decision> <decisionTable> <input> <rule> </rule> <text> &lt; &#9999999; ]]> <![CDATA[ x".split(
            " ",
          ),
        ),
        { maxLength: 20 },
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(fc.string(), soup), (xml) => {
        expect(Array.isArray(readDmn(xml, nothing).tables)).toBe(true);
      }),
    );
  });
});

const folder = ["../shared/data/dmn-level-2", "../../shared/data/dmn-level-2"].find((path) =>
  existsSync(path),
);

/** Cases whose answer differs from what the suite expects, and why. There is none. */
const explained: { readonly [test: string]: string } = {};

describe.skipIf(folder === undefined)(
  "DMN TCK level 2, decision tables (skipped without ../shared/data)",
  () => {
    type Node = { [name: string]: unknown };
    const xml = new XMLParser({
      ...{ ignoreAttributes: false, attributeNamePrefix: "@", removeNSPrefix: true, parseTagValue: false },
      isArray: (name: string) => ["testCase", "inputNode", "resultNode", "component", "item"].includes(name),
    });
    /** `<value>`, `<component>`s and `<list>`s as plain JSON. */
    const jsonOf = (node: Node | undefined): unknown => {
      if (node === undefined) return null;
      const list = node["list"] as { item?: Node[] } | undefined;
      if (node["list"] !== undefined) return (list?.item ?? []).map(jsonOf);
      const components = node["component"] as Node[] | undefined;
      if (components) return Object.fromEntries(components.map((one) => [one["@name"], jsonOf(one)]));
      const value = node["value"];
      if (value === undefined || value === "") return null;
      const text = typeof value === "string" ? value : (value as Node)["#text"];
      const type = typeof value === "string" ? "" : String((value as Node)["@type"] ?? "");
      if (text === undefined) return null;
      if (/decimal|double|int/.test(type)) return Number(text);
      return /boolean/.test(type) ? text === "true" : text;
    };
    /** Our answer in their shape: one value or one per name, and lists of them where all rows count. */
    const answerOf = (
      { values, matched, conflict }: TableResult,
      table: DecisionTable,
      names: string[],
    ): unknown => {
      if (conflict || (matched.length === 0 && table.otherwise === undefined)) return null;
      const pick = (at: number | undefined) => {
        const of = table.outputs.map(({ key }) => {
          const value = values[key] ?? null;
          return at === undefined || !Array.isArray(value) ? value : (value[at] ?? null);
        });
        return of.length === 1 ? of[0] : Object.fromEntries(of.map((value, i) => [names[i], value]));
      };
      const isList = countsAll(table.hitPolicy) && (table.collect ?? "list") === "list";
      return isList ? matched.map((_, i) => pick(i)) : pick(undefined);
    };

    it("every case of every model with a decision table", () => {
      let passed = 0;
      let total = 0;
      const models = { tables: 0, others: 0 };
      const failures: string[] = [];
      for (const name of readdirSync(folder!)) {
        const file = readFileSync(join(folder!, name, `${name}.dmn`), "utf8");
        if (!/<(\w+:)?decisionTable\b/.test(file)) {
          models.others++;
          continue;
        }
        models.tables++;
        const read = readDmn(file, nothing);
        const of = (decision: string) => read.tables.find(({ table }) => table.title === decision)?.table;
        const columnNames = [...file.matchAll(/<(?:\w+:)?output\b[^>]*?\sname="([^"]*)"/g)].map(
          (match) => match[1]!,
        );
        const suite = (xml.parse(readFileSync(join(folder!, name, `${name}-test-01.xml`), "utf8")) as Node)[
          "testCases"
        ] as Node;
        for (const test of suite["testCase"] as Node[])
          for (const result of test["resultNode"] as Node[]) {
            total++;
            const table = of(String(result["@name"]));
            const given = Object.fromEntries(
              (test["inputNode"] as Node[]).map((one) => [String(one["@name"]), jsonOf(one)]),
            );
            const input = Object.fromEntries(
              (table?.inputs ?? []).map(({ path }) => {
                const key = path.replace("input.", "");
                const from = Object.keys(given).find(
                  (one) => one.toLowerCase().replace(/[^a-z]/g, "") === key.replace(/[^a-z]/g, ""),
                );
                return [key, from === undefined ? null : given[from]];
              }),
            );
            const found = table && compileTable(table, settings)(dataOf(input), AT);
            const answer = found && answerOf(found, table, columnNames);
            const expected = jsonOf(result["expected"] as Node);
            const id = `${name} ${String(test["@id"])}`;
            if (JSON.stringify(answer ?? null) === JSON.stringify(expected)) passed++;
            else failures.push(`${id}: ${JSON.stringify(answer)} instead of ${JSON.stringify(expected)}`);
          }
      }
      process.stdout.write(
        `DMN TCK level 2: ${passed} of ${total} results of ${models.tables} models with decision tables (${models.others} models hold none)\n`,
      );
      expect(models).toEqual({ tables: 17, others: 11 });
      expect(failures.filter((one) => !Object.keys(explained).some((id) => one.startsWith(id)))).toEqual([]);
      expect(passed).toBe(total - Object.keys(explained).length);
      expect(total).toBeGreaterThan(50);
    });
  },
);
