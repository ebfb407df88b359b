import { z } from "zod";
import { type Condition, type Literal, path, valueKey } from "./ast";
import { parseDate } from "./calendar";
import { currencyDigits } from "./currency";
import { numberText } from "./number-text";
import { exactOf, multiply } from "./rational";

/** What a column tests: one value of the run, and how its cells are written. */
export const column = z.strictObject({
  key: valueKey.meta({ title: "Key" }),
  /** Without: the field's own title. */
  title: z.string().min(1).max(80).optional().meta({ title: "Name" }),
  path: path
    .refine((text) => !text.includes("[]"), "A column tests one value, so its path holds no list.")
    .meta({ title: "Field", "x-path": "read" }),
  type: z.enum(["text", "number", "money", "boolean", "date"]).meta({ title: "Type" }),
  /** Of money: cells are amounts in it, in decimals. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "A currency is three large letters, like EUR.")
    .optional()
    .meta({ title: "Currency" }),
});
export type Column = z.infer<typeof column>;

/** What is wrong with a column itself, if anything. */
export function columnFault({ type, currency }: Pick<Column, "type" | "currency">): string | undefined {
  if (type === "money" && currency === undefined) return "A money column needs its currency.";
  return type !== "money" && currency !== undefined ? "Only a money column has a currency." : undefined;
}

/** A test as spreadsheets write it; `condition` is null for a cell that asks nothing. Places are characters from 0. */
export type ParsedCell =
  | { ok: true; condition: Condition | null }
  | { ok: false; message: string; from: number; to: number };

class CellFault extends Error {
  readonly from: number;
  readonly to: number;
  constructor(message: string, from: number, to: number) {
    super(message);
    this.from = from;
    this.to = to;
  }
}

interface Token {
  kind: "text" | "number" | "date" | "word" | "sign";
  text: string;
  from: number;
  to: number;
}

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*")|(\d{4}-\d\d-\d\d)(?!\d)|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(\.\.|<=|>=|!=|[<>=≠≤≥()[\],]))/y;
const KINDS = ["text", "date", "number", "word", "sign"] as const;

function tokensOf(cell: string): Token[] {
  const tokens: Token[] = [];
  const end = cell.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(cell);
    if (!match) {
      const from = start + (/^\s*/.exec(cell.slice(start))?.[0].length ?? 0);
      const unclosed = cell[from] === '"';
      throw new CellFault(
        unclosed ? "A quotation mark is missing at the end." : `“${cell[from]}” has no place here.`,
        from,
        unclosed ? end : from + 1,
      );
    }
    const group = KINDS.findIndex((_, i) => match[i + 1] !== undefined);
    const text = match[group + 1]!;
    tokens.push({ kind: KINDS[group]!, text, from: TOKEN.lastIndex - text.length, to: TOKEN.lastIndex });
  }
  return tokens;
}

const SIGNS: { readonly [sign: string]: "=" | "≠" | "<" | "≤" | ">" | "≥" } = {
  "=": "=",
  "!=": "≠",
  "≠": "≠",
  "<": "<",
  "<=": "≤",
  "≤": "≤",
  ">": ">",
  ">=": "≥",
  "≥": "≥",
};
const WORDS: { readonly [word: string]: boolean } = { true: true, yes: true, false: false, no: false };
const NAMES = {
  text: "texts in quotes",
  number: "numbers",
  money: "amounts",
  boolean: "yes or no",
  date: "dates like 2026-01-31",
} as const;

/** One cell, read from left to right with the column's type in hand. */
class CellReader {
  private i = 0;
  private made = 0;
  private readonly tokens: Token[];
  private readonly column: Column;
  private readonly id: string;
  private readonly end: number;

  constructor(cell: string, column: Column, id: string) {
    this.tokens = tokensOf(cell);
    this.column = column;
    this.id = id;
    this.end = cell.trimEnd().length;
  }

  read(): Condition {
    const first = this.tokens[0];
    const negated = first?.kind === "word" && first.text === "not";
    if (negated) {
      this.i = 1;
      this.expect("(");
    }
    const of = this.list();
    if (negated) this.expect(")");
    const rest = this.tokens[this.i];
    if (rest) throw new CellFault(`A comma is missing before “${rest.text}”.`, rest.from, rest.to);
    if (!negated) return of;
    // The opposite of one test reads better than a group that holds none.
    if (of.op === "in") return { ...of, op: "not_in" };
    return of.op === "=" ? { ...of, op: "≠" } : { id: this.nextId(), op: "none", of: [of] };
  }

  private nextId(): string {
    return `${this.id}.${this.made++}`;
  }

  private expect(sign: string): void {
    const token = this.tokens[this.i++];
    if (token?.text === sign && token.kind === "sign") return;
    throw new CellFault(`“${sign}” is missing.`, token?.from ?? this.end, token?.to ?? this.end);
  }

  /** Alternatives; plain values among them become one look-up. */
  private list(): Condition {
    const tests: Condition[] = [];
    const values: Literal[] = [];
    do {
      const token = this.tokens[this.i];
      if (!token) throw new CellFault("A value is missing at the end.", this.end, this.end);
      const test = this.test(token, values);
      if (test) tests.push(test);
    } while (this.tokens[this.i]?.text === "," && ++this.i > 0);
    const all = [...this.plain(values), ...tests];
    return all.length === 1 ? all[0]! : { id: this.nextId(), op: "any", of: all };
  }

  private plain(values: Literal[]): Condition[] {
    const left = { field: this.column.path };
    if (this.column.type === "boolean")
      return values.map((value) => ({
        id: this.nextId(),
        op: value === true ? "is_true" : "is_false",
        left,
      }));
    const [only, ...more] = values;
    const isListable = this.column.type === "text" || this.column.type === "number";
    if (only !== undefined && more.length > 0 && isListable)
      return [{ id: this.nextId(), op: "in", left, right: { value: values as (string | number)[] } }];
    return values.map((value) => ({ id: this.nextId(), op: "=", left, right: { value } }));
  }

  private test(token: Token, values: Literal[]): Condition | undefined {
    const left = { field: this.column.path };
    if (token.kind === "word" && (token.text === "missing" || token.text === "present")) {
      this.i++;
      return { id: this.nextId(), op: token.text === "missing" ? "is_missing" : "is_present", left };
    }
    const op = token.kind === "sign" && Object.hasOwn(SIGNS, token.text) ? SIGNS[token.text]! : undefined;
    if (op) {
      this.i++;
      if (op !== "=" && op !== "≠") this.needOrder(token);
      const value = this.value();
      if (this.column.type === "boolean")
        return { id: this.nextId(), op: (op === "=") === value ? "is_true" : "is_false", left };
      return { id: this.nextId(), op, left, right: { value } };
    }
    if (token.kind === "sign" && "[](".includes(token.text)) return this.range(token);
    values.push(this.value());
    return undefined;
  }

  private needOrder(token: Token): void {
    const { type } = this.column;
    if (type === "text" || type === "boolean")
      throw new CellFault(`This column holds ${NAMES[type]}, which have no order.`, token.from, token.to);
  }

  /** `[10..20)`; a bracket turned outward, as in `]10..20[`, leaves its end out like a round one. */
  private range(open: Token): Condition {
    this.needOrder(open);
    this.i++;
    const low = this.value();
    this.expect("..");
    const high = this.value();
    const close = this.tokens[this.i++];
    if (close?.kind !== "sign" || !"])[".includes(close.text))
      throw new CellFault("A range ends with ] or ).", close?.from ?? this.end, close?.to ?? this.end);
    const openLow = open.text !== "[";
    const openHigh = close.text !== "]";
    const order = orderOfLiterals(low, high);
    if (order > 0 || (order === 0 && (openLow || openHigh)))
      throw new CellFault("Nothing lies in this range: it ends before it begins.", open.from, close.to);
    return {
      id: this.nextId(),
      op: "between",
      left: { field: this.column.path },
      low: { value: low },
      high: { value: high },
      ...(openLow ? { openLow } : {}),
      ...(openHigh ? { openHigh } : {}),
    };
  }

  private value(): Literal {
    const token = this.tokens[this.i++];
    if (!token) throw new CellFault("A value is missing at the end.", this.end, this.end);
    const { type, currency } = this.column;
    if (token.kind === "text" && type === "text") {
      const text = token.text.slice(1, -1).replace(/\\(.)/g, "$1");
      if (text === "") throw new CellFault("An empty text is missing; write missing.", token.from, token.to);
      return text;
    }
    if (token.kind === "number" && (type === "number" || type === "money")) {
      const negative = token.text.startsWith("-");
      const size = numberText(negative ? token.text.slice(1) : token.text);
      if (size === undefined)
        throw new CellFault("This number has more digits than can be kept exactly.", token.from, token.to);
      const number = negative ? 0 - size : size;
      if (type === "number") return number;
      const minor = multiply(exactOf(number), exactOf(10 ** currencyDigits(currency!)));
      if (typeof minor !== "number")
        throw new CellFault(`${currency} has ${currencyDigits(currency!)} decimals.`, token.from, token.to);
      return { amount: minor, currency: currency! };
    }
    if (token.kind === "date" && type === "date") {
      if (parseDate(token.text) === undefined)
        throw new CellFault(`There is no day ${token.text}.`, token.from, token.to);
      return token.text;
    }
    if (token.kind === "word" && type === "boolean" && Object.hasOwn(WORDS, token.text))
      return WORDS[token.text]!;
    if (token.kind === "word" && type === "text")
      throw new CellFault(`Put text in quotes: "${token.text}".`, token.from, token.to);
    const hint =
      token.kind === "sign" ? "A value is missing before" : `This column holds ${NAMES[type]}, not`;
    throw new CellFault(`${hint} “${token.text}”.`, token.from, token.to);
  }
}

function orderOfLiterals(low: Literal, high: Literal): number {
  const size = (one: Literal): number | string =>
    typeof one === "object" && "amount" in one ? one.amount : (one as number | string);
  const a = size(low);
  const b = size(high);
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * A cell as a condition of `rule/v1`: `-` · `"DE", "FR"` · `>= 18` · `[10..20)` · `not("X")` · `missing`. Cells are
 * stored as they are written: they mean something only with their column, and spreadsheets and DMN exchange text.
 */
export function parseCell(cell: string, column: Column, id: string): ParsedCell {
  const text = cell.trim();
  if (text === "" || text === "-") return { ok: true, condition: null };
  try {
    return { ok: true, condition: new CellReader(cell, column, id).read() };
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    return { ok: false, message: error.message, from: error.from, to: error.to };
  }
}
