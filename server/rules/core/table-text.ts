import { type Column, parseCell } from "./cell";
import { currencyDigits } from "./currency";
import { minorText, numberText } from "./number-text";
import { exactOf, multiply } from "./rational";
import { type Given, type OutputColumn, valueFault } from "./table";

/** Cells and results as people type and paste them. What cannot be read is kept as it was written, and complained about. */

const WORDS: { readonly [word: string]: boolean } = { yes: true, true: true, no: false, false: false };
const GROUPED = /^(<=?|>=?|=|!=|≤|≥|≠)?\s*(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?)$/;

/** A cell as it is kept: text gets its quotation marks, and spreadsheets' words for “any” and “true” become ours. */
export function readCell(typed: string, column: Column): string {
  const text = typed.trim();
  if (/^(-|\*|any|)$/i.test(text)) return "-";
  const { type } = column;
  if (type === "text") return isRead(text, column) ? text : quotedCell(text, column);
  if (type === "boolean" && Object.hasOwn(WORDS, text.toLowerCase())) return text.toLowerCase();
  const grouped = type === "number" || type === "money" ? GROUPED.exec(text) : null;
  if (grouped) return [grouped[1], grouped[2]!.replaceAll(",", "")].filter(Boolean).join(" ");
  const differs = /^<>\s*(.+)$/.exec(text);
  return differs && isRead(`!= ${differs[1]}`, column) ? `!= ${differs[1]}` : text;
}

const isRead = (text: string, column: Column): boolean => parseCell(text, column, "c").ok;
const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** `DE, FR` as `"DE", "FR"`; what stays unreadable is left as it was. */
function quotedCell(text: string, column: Column): string {
  const inner = /^(?:not\s*\((.*)\)|(?:<>|!=|≠)\s*(.*))$/.exec(text);
  const list = (inner?.[1] ?? inner?.[2] ?? text).split(",").map((piece) => piece.trim());
  if (list.some((piece) => piece === "" || /["()[\]<>=]/.test(piece))) return text;
  const pieces = list.map((piece) => (/^(missing|present)$/.test(piece) ? piece : quoted(piece))).join(", ");
  const whole = inner ? `not(${pieces})` : pieces;
  return isRead(whole, column) ? whole : text;
}

/** A result as it stands in a cell. */
export function givenText(value: Given | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? minorText(value.amount, currencyDigits(value.currency)) : String(value);
}

/** A typed result as what its column gives; undefined for none. `names` are titles that stand for keys. */
export function readGiven(
  typed: string,
  output: OutputColumn,
  names: { readonly [key: string]: string } = {},
): Given | undefined {
  const text = typed.trim();
  if (text === "") return undefined;
  const value = typedValue(text, output, names);
  return value !== undefined && valueFault({ hitPolicy: "first" }, output, value) === undefined
    ? value
    : text.slice(0, 500);
}

function typedValue(
  text: string,
  { kind, type, currency }: OutputColumn,
  names: { readonly [key: string]: string },
): Given | undefined {
  if (kind === "points" || type === "number") return numberOf(text);
  if (kind !== "value") {
    const named = Object.entries(names).find(([, title]) => title.toLowerCase() === text.toLowerCase());
    return Object.hasOwn(names, text) ? text : (named?.[0] ?? text);
  }
  if (type === "boolean") {
    const word = text.toLowerCase();
    return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  }
  if (type !== "money") return text;
  const number = numberOf(text.replace(new RegExp(`^${currency}\\s*|\\s*${currency}$`), ""));
  const amount =
    number === undefined ? undefined : multiply(exactOf(number), exactOf(10 ** currencyDigits(currency!)));
  return typeof amount === "number" ? { amount, currency: currency! } : undefined;
}

function numberOf(text: string): number | undefined {
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text;
  const size = numberText(plain.replace(/^-/, ""));
  return size === undefined ? undefined : plain.startsWith("-") ? 0 - size : size;
}
