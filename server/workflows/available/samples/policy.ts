import type { RunData } from "@/server/engine/state";
import { formatMoney, formatNumber } from "@/server/rules/core/currency";
import { readPath } from "@/server/rules/core/read";
import { absolutePath } from "@/server/rules/core/sentences";
import { isMoney } from "@/server/rules/core/value";
import type { WorkflowDocument } from "../../schema";
import { openTrial, played } from "../../trial/moves/policy";
import type { SavedTest } from "../../trial/schema";
import { elementPaths } from "../../usage/policy";

/** More tests than this say nothing new about what a field looks like. */
const MOST_TESTS = 3;

/** What a path holds in the saved tests, in a few letters: so that somebody who picks a field sees what is in it. */
export function samplesIn(
  document: WorkflowDocument,
  tests: readonly SavedTest[],
): (path: string, node: string) => string | undefined {
  const element = elementPaths(document);
  let runs: RunData[] | undefined;
  return (path, node) => {
    runs ??= tests.slice(0, MOST_TESTS).flatMap((test) => dataOf(document, test));
    const { subjects } = document.nodes[node]?.config ?? {};
    const own = typeof subjects === "string" && subjects.endsWith("[]") ? subjects : undefined;
    const full = element(absolutePath(path, own), node);
    for (const data of runs) {
      const text = shortly(readPath(data, full));
      if (text !== undefined) return text;
    }
    return undefined;
  };
}

/** As many tests as can be played between two words that somebody types, and a drawing small enough for it. */
const MOST_COUNTED = 12;
const MOST_STEPS = 250;

/** In how many of the saved tests (of a list: of its entries in them) a path has no value. */
export function missingIn(
  document: WorkflowDocument,
  tests: readonly SavedTest[],
): (path: string, node: string) => { of: number; missing: number } | undefined {
  if (tests.length === 0 || Object.keys(document.nodes).length > MOST_STEPS) return () => undefined;
  const element = elementPaths(document);
  let runs: RunData[] | undefined;
  return (path, node) => {
    runs ??= tests.slice(0, MOST_COUNTED).flatMap((test) => dataOf(document, test).slice(0, 1));
    const found = runs.flatMap((data) => {
      const value = readPath(data, element(path, node));
      return path.includes("[]") ? (Array.isArray(value) ? value.flat(4) : []) : [value];
    });
    const missing = found.filter((value) => value === undefined || value === null || value === "").length;
    return { of: found.length, missing };
  };
}

/** What a run of the test knows at its end. A test that the draft has grown away from tells what it was begun with. */
function dataOf(document: WorkflowDocument, { setup, answers }: SavedTest): RunData[] {
  const begun = { input: setup.input, party: setup.party, forms: {}, nodes: {}, values: {} };
  try {
    const trial = { ...openTrial({ setup, answers }), told: answers.length };
    const { data } = played(document, trial).state;
    return [data, begun];
  } catch {
    return [begun];
  }
}

const LONG = 40;

function shortly(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const first = value.map(shortly).find((one) => one !== undefined);
    const isPlain = value.every((one) => typeof one !== "object");
    return first !== undefined && isPlain ? first : value.length > 0 ? `${value.length} elements` : undefined;
  }
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (isMoney(value)) return formatMoney(value);
  if (typeof value !== "string" || value === "") return undefined;
  return value.length > LONG ? `${value.slice(0, LONG)}…` : value;
}
