import type { Duration, Literal, Money } from "./ast";
import { formatMoney, formatNumber } from "./currency";
import { listPath } from "./read";
import { isDuration, isMoney } from "./value";

/** Dotted path (`forms.owners.owners[].share`) → title ("Share"). A path without one is named after its last part. */
export interface FieldTitles {
  readonly [path: string]: string;
}

/** What sentences call things. Only `titles` is needed; the rest makes them plainer. Plain JSON. */
export interface Words {
  titles: FieldTitles;
  /** Lists that always hold one element, such as the results of a check of one subject: not worth "any of". */
  single?: readonly string[];
  /** Path → value → title, for fields with a choice of values. */
  choices?: { readonly [path: string]: { readonly [value: string]: string } };
  /** Paths that hold country codes. */
  countries?: readonly string[];
  /** Paths that hold whole numbers only. */
  whole?: readonly string[];
  outcomes?: { readonly [key: string]: string };
  queues?: { readonly [key: string]: string };
  documents?: { readonly [key: string]: string };
  /** Lists of the workspace, by key. */
  lists?: { readonly [key: string]: string };
  /** Reason code → words for staff. */
  reasons?: { readonly [code: string]: string };
}

/** A piece of a sentence, so that a screen can show fields and values as pills. */
export type Part =
  | { kind: "text"; text: string }
  | { kind: "field"; text: string; path: string }
  | { kind: "operator"; text: string }
  | { kind: "value"; text: string };

export const text = (text: string): Part => ({ kind: "text", text });
export const operator = (text: string): Part => ({ kind: "operator", text });
export const value = (text: string): Part => ({ kind: "value", text });

/** The parts as one line of text. */
export function textOf(parts: readonly Part[]): string {
  let line = "";
  for (const part of parts) {
    const glued = line === "" || /[\s(]$/.test(line) || /^[,.;:)]/.test(part.text);
    line += glued ? part.text : ` ${part.text}`;
  }
  return line;
}

export const large = (line: string): string => line.charAt(0).toUpperCase() + line.slice(1);

/** First letter large, full stop at the end. */
export const asSentence = (line: string): string => large(/[.!?]$/.test(line) ? line : `${line}.`);

/** `registrationNumber` and `registration_number` as "registration number". */
export function humanise(key: string): string {
  return key
    .replace(/\[\]$/, "")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .trim()
    .toLowerCase();
}

function own<T>(map: { readonly [key: string]: T } | undefined, key: string): T | undefined {
  return map && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** The title of a path. A list is called the same with and without its `[]`. */
export function titleOf(path: string, words: Words): string {
  return (
    own(words.titles, path) ?? own(words.titles, listPath(path)) ?? humanise(path.split(".").at(-1) ?? path)
  );
}

export const nameOf = (map: { readonly [key: string]: string } | undefined, key: string): string =>
  own(map, key) ?? humanise(key);

/** The list's title when a path leads through one that may hold several elements. */
export function listTitleOf(path: string, words: Words): string | undefined {
  const end = path.lastIndexOf("[]");
  if (end < 0) return undefined;
  const list = path.slice(0, end);
  return words.single?.includes(list) ? listTitleOf(list, words) : titleOf(list, words);
}

export function joinWith(items: readonly string[], last: "and" | "or"): string {
  if (items.length < 2) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1)}`;
}

export function durationText({ amount, unit }: Duration): string {
  return `${formatNumber(amount)} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}

const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** The country's English name; the code itself when it is none. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
}

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

function dateText(date: string): string | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  const month = match && MONTHS[Number(match[2]) - 1];
  return match && month ? `${Number(match[3])} ${month} ${match[1]}` : undefined;
}

const MAX_SHOWN = 12;

/** A written-down or traced value as people read it; `path` is the field it is compared with. */
export function valueText(literal: Literal | null | object, path: string | undefined, words: Words): string {
  if (literal === null) return "nothing";
  if (typeof literal === "boolean") return literal ? "yes" : "no";
  if (typeof literal === "number") return formatNumber(literal);
  if (typeof literal === "string") {
    const chosen = path === undefined ? undefined : own(own(words.choices, path), literal);
    if (chosen !== undefined) return chosen;
    if (path !== undefined && words.countries?.includes(path)) return countryName(literal);
    return dateText(literal) ?? (literal === "…" ? literal : `“${literal}”`);
  }
  if (Array.isArray(literal)) {
    if (literal.length === 0) return "an empty list";
    const shown = literal.slice(0, MAX_SHOWN).map((one) => valueText(one as Literal, path, words));
    return literal.length > MAX_SHOWN
      ? `${shown.join(", ")} or ${literal.length - MAX_SHOWN} more`
      : joinWith(shown, "or");
  }
  if (isMoney(literal)) return formatMoney(literal as Money);
  return isDuration(literal) ? durationText(literal as Duration) : "an object";
}
