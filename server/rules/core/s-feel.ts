import type { Condition, Literal } from "./ast";
import { type Column, parseCell } from "./cell";
import { currencyDigits } from "./currency";
import { isGroup } from "./layout";
import { minorText } from "./number-text";

/** Unary tests and literals of DMN's simple expression language, as far as cells can say the same. */

const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
const DATE = /date\(\s*"(\d{4}-\d\d-\d\d)"\s*\)/g;

export function feelLiteral(value: Literal): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return /^\d{4}-\d\d-\d\d$/.test(value) ? `date("${value}")` : quoted(value);
  return "amount" in value && "currency" in value
    ? minorText(value.amount, currencyDigits(value.currency))
    : "";
}

/** A cell as unary tests; undefined for one that cannot be read. */
export function feelOfCell(cell: string, column: Column): string | undefined {
  const parsed = parseCell(cell, column, "c");
  if (!parsed.ok) return undefined;
  return parsed.condition ? testsOf(parsed.condition, column) : "-";
}

function testsOf(condition: Condition, column: Column): string {
  if (isGroup(condition)) {
    const all = condition.of.map((part) => testsOf(part, column)).join(", ");
    return condition.op === "none" ? `not(${all})` : all;
  }
  const text = (operand: unknown): string => {
    const { value } = operand as { value: Literal };
    return column.type === "text" ? quoted(String(value)) : feelLiteral(value);
  };
  const list = (operand: unknown): string =>
    (operand as { value: Literal[] }).value.map((value) => text({ value })).join(", ");
  switch (condition.op) {
    case "is_missing":
      return "null";
    case "is_present":
      return "not(null)";
    case "is_true":
      return "true";
    case "is_false":
      return "false";
    case "in":
      return list(condition.right);
    case "not_in":
      return `not(${list(condition.right)})`;
    case "=":
      return text(condition.right);
    case "≠":
      return `not(${text(condition.right)})`;
    case "between":
      return `${condition.openLow ? "(" : "["}${text(condition.low)}..${text(condition.high)}${condition.openHigh ? ")" : "]"}`;
    case "≤":
      return `<= ${text(condition.right)}`;
    case "≥":
      return `>= ${text(condition.right)}`;
    default:
      return "right" in condition ? `${condition.op} ${text(condition.right)}` : "";
  }
}

/** Unary tests as a cell. What cells cannot say is left as it was, for somebody to read. */
export function cellOfFeel(tests: string): string {
  const text = tests.trim();
  if (text === "" || text === "-") return "-";
  if (/^not\(\s*null\s*\)$/.test(text)) return "present";
  // Dates have their quotation marks in a function: they go first.
  const plain = text.replace(DATE, "$1");
  return plain
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((piece, i) => (i % 2 === 1 ? piece : piece.replace(/\bnull\b/g, "missing")))
    .join("");
}

/** What an output entry says; undefined for nothing, null for what is no plain value. */
export function literalOfFeel(entry: string): string | number | boolean | undefined | null {
  const text = entry.trim();
  if (text === "" || text === "-" || text === "null") return undefined;
  if (text === "true" || text === "false") return text === "true";
  if (/^-?(\d+\.?\d*|\.\d+)$/.test(text)) return Number(text);
  const date = /^date\(\s*"(\d{4}-\d\d-\d\d)"\s*\)$/.exec(text);
  if (date) return date[1]!;
  return /^"(?:[^"\\]|\\.)*"$/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, "$1") : null;
}
