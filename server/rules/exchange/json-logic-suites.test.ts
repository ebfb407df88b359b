import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileCondition } from "@/server/rules/core/compile";
import { translateLogic } from "./import-json-logic";

/*
 * The published compatibility suites. A case passes when the condition made of its rule holds exactly where theirs is
 * truthy, and, where theirs computes a number, equals that number; a case that is an error there passes when it is
 * refused here. What is refused otherwise is no condition: every reason is counted below. Nothing may answer wrongly.
 */

const suites = ["../shared/data/jsonlogic", "../../shared/data/jsonlogic"].find((path) => existsSync(path));

interface Case {
  description: string;
  rule: unknown;
  data?: unknown;
  result?: unknown;
  error?: unknown;
}

type Verdict = "passed" | { refused: string } | { wrong: string };

const settings = { timeZone: "UTC", leapDayBirthday: "03-01" } as const;
const kit = {
  place: (path: string) => (path === "" ? undefined : `input.${path}`),
  isUntyped: true,
} as const;
const isTruthy = (value: unknown) => (Array.isArray(value) ? value.length > 0 : Boolean(value));

function answer(rule: unknown, data: unknown): boolean | { refused: string } {
  const found = translateLogic(rule, kit, "c");
  if ("beyond" in found) return { refused: found.beyond };
  if ("constant" in found) return found.constant;
  const run = { input: (data ?? {}) as never, party: {}, forms: {}, nodes: {}, values: {} };
  return compileCondition(found.condition, settings)(run, "2026-11-24T10:00:00Z").result === true;
}

function judge({ rule, data, result, error }: Case): Verdict {
  const ours = answer(rule, data);
  if (error !== undefined) return ours === true ? { wrong: "true, where theirs is an error" } : "passed";
  if (typeof ours === "object") return ours;
  if (ours !== isTruthy(result)) return { wrong: `${ours}, where theirs is ${JSON.stringify(result)}` };
  if (typeof result !== "number" || typeof rule !== "object") return "passed";
  const same = answer({ "==": [rule, result] }, data);
  return same === false ? { wrong: `another number than ${result}` } : "passed";
}

function casesIn(file: string): Case[] {
  const all = JSON.parse(readFileSync(join(suites ?? "", file), "utf8")) as (Case | string)[];
  return all.filter((one) => typeof one === "object");
}

/** The suites of the operators that are imported: how many of their cases pass, and how many there are. */
const imported: [file: string, passed: number, total: number][] = [
  ["arithmetic/divide.extra.json", 1, 3],
  ["arithmetic/divide.json", 31, 31],
  ["arithmetic/minus.extra.json", 1, 3],
  ["arithmetic/minus.json", 22, 22],
  ["arithmetic/multiply.extra.json", 0, 3],
  ["arithmetic/multiply.json", 28, 28],
  ["arithmetic/plus.extra.json", 0, 3],
  ["arithmetic/plus.json", 32, 32],
  ["array/all.json", 11, 12],
  ["array/none.json", 10, 13],
  ["array/some.json", 11, 13],
  ["comparison/greaterThan.json", 35, 35],
  ["comparison/greaterThanEquals.json", 28, 28],
  ["comparison/lessThan.json", 45, 45],
  ["comparison/lessThanEquals.json", 20, 20],
  ["comparison/softEquals.json", 35, 35],
  ["comparison/softNotEquals.json", 32, 34],
  ["comparison/strictEquals.json", 31, 31],
  ["comparison/strictNotEquals.json", 28, 30],
  ["compatible.json", 216, 278],
  ["control/and.json", 24, 25],
  ["control/doublebang.json", 22, 23],
  ["control/if.json", 43, 44],
  ["control/not.json", 22, 23],
  ["control/or.json", 23, 24],
  ["string/in.json", 8, 8],
  ["truthiness.json", 9, 13],
  ["val.json", 4, 13],
  ["var.extra.json", 11, 12],
];

/** Operators that compute texts and lists, catch errors or name scopes: no conditions, and refused as what they are. */
const beyond = [
  "additional.json",
  "arithmetic/modulo.extra.json",
  "arithmetic/modulo.json",
  "array/filter.json",
  "array/map.json",
  "array/merge.json",
  "array/reduce.json",
  "chained.json",
  "coalesce.json",
  "exists.json",
  "iterators.extra.json",
  "scopes.json",
  "string/cat.json",
  "string/substr.json",
  "throw.json",
  "try.extra.json",
  "try.json",
  "val-compat.json",
  "val.extra.json",
];

/** Where our answer differs, each for a reason that an import says in its notes or that lies in what is missing. */
const differences = [
  // A field that holds an object is no yes: nothing of ours can tell an object.
  "Truthy: Zero Key Object",
  "Truthy: Single Key Object",
  "Truthy: Multi Key Object",
  "Truthy: Single Key Object (Empty Key)",
  // An emptied text is missing, so its default counts.
  "var with default does NOT use default when value is empty string",
  // A list that is missing holds no element; theirs fails.
  "Missing array returns error",
  // The greatest of a field that holds a list: theirs looks into it, ours calculates with numbers.
  "Max with Logic Chaining",
];

describe.skipIf(suites === undefined)("JSONLogic's suites (skipped without ../shared/data)", () => {
  const judged = new Map(
    suites === undefined
      ? []
      : [...imported.map(([file]) => file), ...beyond].map(
          (file) => [file, casesIn(file).map((one) => ({ one, verdict: judge(one) }))] as const,
        ),
  );
  const of = (file: string) => judged.get(file) ?? [];
  const reasonsOf = (files: string[]) => {
    const reasons: Record<string, number> = {};
    for (const { verdict } of files.flatMap(of))
      if (typeof verdict === "object" && "refused" in verdict)
        reasons[verdict.refused] = (reasons[verdict.refused] ?? 0) + 1;
    return reasons;
  };

  test("are all looked at", () => {
    const files = (readdirSync(suites ?? "", { recursive: true }) as string[]).filter((file) =>
      /(?<!index)\.json$/.test(file),
    );
    expect([...judged.keys()].sort()).toEqual(files.sort());
  });

  test.each(imported)("%s: %d of %d pass", (file, passed, total) => {
    expect([of(file).filter(({ verdict }) => verdict === "passed").length, of(file).length]).toEqual([
      passed,
      total,
    ]);
  });

  test("together: 783 of 884 pass", () => {
    const all = imported.flatMap(([file]) => of(file));
    expect([all.filter(({ verdict }) => verdict === "passed").length, all.length]).toEqual([783, 884]);
  });

  test("no case is answered differently but for seven, whose reasons are known", () => {
    const wrong = [...judged.keys()].flatMap((file) =>
      of(file)
        .filter(({ verdict }) => typeof verdict === "object" && "wrong" in verdict)
        .map(({ one }) => one.description),
    );
    expect(wrong.sort()).toEqual([...differences].sort());
  });

  test("what does not pass is refused for these reasons", () => {
    expect(reasonsOf(imported.map(([file]) => file))).toEqual({
      "a field is not named by a path": 6,
      "a fixed value stands where a test should": 4,
      "it goes through a list inside a list": 3,
      "it looks for something inside a field, a text or a list": 2,
      "nothing here stands for “..”": 1,
      "nothing here stands for “.”": 1,
      "nothing here stands for “1.1”": 1,
      "nothing here stands for “1”": 1,
      "nothing here stands for “”": 5,
      "“!==” compares two values": 2,
      "“!=” compares two values": 2,
      "“%” has no counterpart among our tests": 3,
      "“and” has nothing to join": 1,
      "“cat” has no counterpart among our tests": 8,
      "“filter” has no counterpart among our tests": 4,
      "“map” has no counterpart among our tests": 4,
      "“merge” has no counterpart among our tests": 10,
      "“missing_some” has no counterpart among our tests": 9,
      "“or” has nothing to join": 1,
      "“preserve” computes a value, which a guard of ours does not": 10,
      "“reduce” has no counterpart among our tests": 6,
      "“substr” has no counterpart among our tests": 8,
      "“val” computes a value, which a guard of ours does not": 3,
    });
  });
});
