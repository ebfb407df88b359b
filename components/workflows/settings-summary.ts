import { condition, rule } from "@/server/rules/core/ast";
import { conditionText, effectTexts } from "@/server/rules/core/sentences";
import { asSentence, humanise, large, valueText, type Words } from "@/server/rules/core/words";

/** One element of a list in a line: what it is called, and what it says. */
export interface Summary {
  /** Its short name: a rule's code. */
  code?: string | undefined;
  title?: string | undefined;
  text: string;
  isOff: boolean;
}

type Fields = { readonly [key: string]: unknown };
const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

export function summaryOf(value: unknown, words: Words): Summary {
  if (!isRecord(value)) return { text: String(value ?? ""), isOff: false };
  const code = textOf(value["code"]);
  const title = textOf(value["title"]) ?? textOf(value["name"]);
  return { code, title, text: sentenceOf(value, words), isOff: value["enabled"] === false };
}

function sentenceOf(value: Fields, words: Words): string {
  const test = condition.safeParse(value["when"]);
  if (test.success) {
    const whole = rule.safeParse({ code: "R", title: "-", ...value });
    const effects = whole.success ? effectTexts(whole.data, words) : [];
    const when = conditionText(test.data, words);
    return asSentence(effects.length > 0 ? `when ${when}: ${effects.join(", ")}` : `when ${when}`);
  }
  if (isRecord(value["when"]) && isRecord(value["set"])) {
    const cells = Object.entries(value["when"]).flatMap(([key, cell]) =>
      textOf(cell) === undefined || cell === "-" ? [] : [`${humanise(key)} ${String(cell)}`],
    );
    return `${large(cells.join(", ") || "in any case")} → ${setText(value["set"], words) || "nothing"}`;
  }
  const parts = Object.entries(value).flatMap(([key, one]): string[] => {
    if (["title", "name", "code", "enabled"].includes(key)) return [];
    if (Array.isArray(one)) return one.length > 0 ? [`${one.length} ${humanise(key)}`] : [];
    if (isRecord(one)) return [];
    if (one === true) return [humanise(key)];
    return one === false || one === "" || one === null ? [] : [String(one)];
  });
  return parts.join(" · ");
}

const setText = (set: Fields, words: Words): string =>
  Object.entries(set)
    .map(([key, value]) => `${humanise(key)} ${valueText(value as never, undefined, words)}`)
    .join(", ");

/** A copy whose key is nobody else's in the list. */
export function copyIn(list: readonly unknown[], i: number): unknown {
  const copy: unknown = structuredClone(list[i]);
  if (!isRecord(copy)) return copy;
  const renamed = { ...copy };
  for (const name of ["key", "code"]) {
    const own = copy[name];
    if (typeof own !== "string") continue;
    const taken = new Set(list.map((one) => (isRecord(one) ? one[name] : undefined)));
    for (let n = 2; taken.has(renamed[name]); n++) renamed[name] = `${own.slice(0, 58)}_${n}`;
  }
  return renamed;
}
