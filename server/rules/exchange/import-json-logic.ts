import { type Condition, condition, type Expression, type Operand } from "@/server/rules/core/ast";
import { countTests, MAX_TESTS } from "@/server/rules/core/size";

/**
 * json-logic as rule/v1. Theirs has two truths and reads what is missing as 0 or as nothing; ours has three. Each test is
 * written so that it holds exactly where theirs held, and what cannot be said so is refused by a sentence.
 */

export type FieldType = "number" | "boolean" | "text" | "list";

export interface LogicKit {
  /** Where a path of their context stands with us; undefined when nothing of ours is there. */
  place(path: string, type: FieldType): string | undefined;
  /** Nothing is known of the fields, so a field alone may be of any type; else it is one that says yes or no. */
  isUntyped?: true;
}

export type Translated =
  | { condition: Condition; notes: string[] }
  | { constant: boolean }
  | { beyond: string };

class Beyond extends Error {}
const ZERO = "A missing number counts as 0, as it did there.";
const MAX_NESTING = 12;
type Order = "<" | "≤" | ">" | "≥";
const orders: { [op: string]: Order } = { "<": "<", "<=": "≤", ">": ">", ">=": "≥" };
const flipped: Record<Order, Order> = { "<": ">", "≤": "≥", ">": "<", "≥": "≤" };
const opposite: Record<Order, Order> = { "<": "≥", "≤": ">", ">": "≤", "≥": "<" };
const holds: Record<Order, (a: number, b: number) => boolean> = {
  "<": (a, b) => a < b,
  "≤": (a, b) => a <= b,
  ">": (a, b) => a > b,
  "≥": (a, b) => a >= b,
};

/* What holds, or fails, whatever the data: folded into what stands around it, never part of a condition. */
const ALWAYS: Condition = { id: "always", op: "all", of: [] };
const NEVER: Condition = { id: "never", op: "any", of: [] };
const fixed = (holds: boolean): Condition => (holds ? ALWAYS : NEVER);

/** Theirs: no text, no element, zero and null are false; an object is true. */
const isTruthy = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

/** A fixed value as they calculate with it. */
function numberOf(value: unknown): number {
  const number =
    value === null || typeof value === "boolean" || typeof value === "string" || typeof value === "number"
      ? Number(value)
      : Number.NaN;
  if (!Number.isFinite(number)) throw new Beyond("it calculates with what is no number");
  return number;
}

const ARITHMETIC = { "+": "add", "-": "subtract", "*": "multiply", "/": "divide" } as const;
const isArithmetic = (rule: unknown): boolean =>
  typeof rule === "object" &&
  rule !== null &&
  ["+", "-", "*", "/", "min", "max"].includes(Object.keys(rule)[0] ?? "");

/** A rule as a condition, `prefix` before the ids of its tests. */
export function translateLogic(rule: unknown, kit: LogicKit, prefix: string): Translated {
  try {
    const work = new Translation(kit, prefix);
    const test = work.test(rule, false, 0);
    if (test === ALWAYS || test === NEVER) return { constant: test === ALWAYS };
    if (countTests(test) > MAX_TESTS) throw new Beyond(`it has more than ${MAX_TESTS} tests`);
    const found = condition.safeParse(test);
    if (!found.success) return { beyond: "it holds a value that a condition cannot compare with" };
    return { condition: found.data, notes: [...work.notes] };
  } catch (error) {
    if (error instanceof Beyond) return { beyond: error.message };
    throw error;
  }
}

interface Var {
  /** Path of ours. */
  path: string;
  fallback: string | number | boolean | undefined;
  /** Asks how long a list is. */
  isLength: boolean;
}

class Translation {
  readonly notes = new Set<string>();
  #count = 0;

  readonly kit: LogicKit;
  readonly prefix: string;
  readonly inItem: boolean;

  constructor(kit: LogicKit, prefix: string, inItem = false) {
    this.kit = kit;
    this.prefix = prefix;
    this.inItem = inItem;
  }

  #id = (): string => `${this.prefix}.${++this.#count}`;

  /** `isNot`: the test holds where theirs does not. Negations are carried inwards, where what is missing can be named. */
  test(rule: unknown, isNot: boolean, depth: number): Condition {
    if (depth > MAX_NESTING) throw new Beyond(`it is nested more than ${MAX_NESTING} levels deep`);
    if (isFixed(rule)) return fixed(isTruthy(rule) !== isNot);
    const [op, given] = operation(rule);
    const args = Array.isArray(given) ? given : [given];
    const own = (part: unknown, not = isNot) => this.test(part, not, depth + 1);
    const group = (kind: "all" | "any", of: Condition[]): Condition => this.#group(kind, of);
    switch (op) {
      case "and":
      case "or":
        if (args.length === 0) throw new Beyond(`“${op}” has nothing to join`);
        if (!Array.isArray(given)) throw new Beyond(`“${op}” joins a list of tests`);
        return this.#joined((op === "and") === isNot ? "any" : "all", args, own);
      case "!":
        return own(args[0], !isNot);
      case "!!":
        return own(args[0]);
      case "var":
        return this.#truthy(rule, isNot);
      case "if":
      case "?:":
        if (!Array.isArray(given)) throw new Beyond("an “if” has a list of steps");
        return this.#steps(args, isNot, depth);
      case "==":
      case "===":
        return this.#chain(args, isNot, (a, b) => this.#equals([a, b], isNot, op === "==="));
      case "!=":
      case "!==":
        if (args.length !== 2) throw new Beyond(`“${op}” compares two values`);
        return this.#equals(args, !isNot, op === "!==");
      case "<":
      case "<=":
      case ">":
      case ">=": {
        const order = orders[op] as Order;
        return this.#chain(args, isNot, (a, b) => this.#ordered(order, a, b, isNot));
      }
      case "+":
      case "-":
      case "*":
      case "/":
      case "min":
      case "max":
        return {
          ...{ id: this.#id(), op: isNot ? "=" : "≠" },
          ...{ left: { formula: this.#number(rule, depth) }, right: { value: 0 } },
        };
      case "val":
        return this.#truthy(rule, isNot);
      case "in":
        return this.#among(args, isNot);
      case "missing": {
        const names = (Array.isArray(args[0]) ? args[0] : args).map((name) => this.#path(name, "text"));
        if (names.length === 0) return fixed(isNot);
        const missing = names.map(
          ({ path }): Condition => ({
            id: this.#id(),
            op: isNot ? "is_present" : "is_missing",
            left: { field: path },
          }),
        );
        return group(isNot ? "all" : "any", missing);
      }
      case "some":
      case "none":
      case "all":
        return this.#list(op, args, isNot, depth);
      default:
        throw new Beyond(`“${op}” has no counterpart among our tests`);
    }
  }

  /** One test decides a group; the others need not be there. */
  #group(kind: "all" | "any", of: Condition[]): Condition {
    const decides = kind === "all" ? NEVER : ALWAYS;
    if (of.includes(decides)) return decides;
    const open = of.filter((part) => part !== ALWAYS && part !== NEVER);
    if (open.length === 0) return kind === "all" ? ALWAYS : NEVER;
    return open.length === 1 && open[0] ? open[0] : { id: this.#id(), op: kind, of: open };
  }

  /** Nothing behind a part that decides is looked at, as with them. */
  #joined(kind: "all" | "any", parts: unknown[], own: (part: unknown) => Condition): Condition {
    const of: Condition[] = [];
    for (const part of parts) {
      of.push(own(part));
      if (of.at(-1) === (kind === "all" ? NEVER : ALWAYS)) break;
    }
    return this.#group(kind, of);
  }

  /** if, then, else if, then, …, else. Without an else it answers null, without a then what it asked. */
  #steps(args: unknown[], isNot: boolean, depth: number): Condition {
    const [when, then, ...rest] = args;
    if (args.length === 0) return fixed(isNot);
    if (args.length === 1) return this.test(when, isNot, depth + 1);
    const holds = this.test(when, false, depth + 1);
    if (holds === ALWAYS) return this.test(then, isNot, depth + 1);
    const otherwise = () => (rest.length === 0 ? fixed(isNot) : this.#steps(rest, isNot, depth + 1));
    if (holds === NEVER) return otherwise();
    return this.#group("any", [
      this.#group("all", [holds, this.test(then, isNot, depth + 1)]),
      this.#group("all", [this.test(when, true, depth + 1), otherwise()]),
    ]);
  }

  /** `a < b < c`: each with the next, until one fails. */
  #chain(args: unknown[], isNot: boolean, pair: (a: unknown, b: unknown) => Condition): Condition {
    if (args.length < 2) throw new Beyond("it compares one value with nothing");
    const of: Condition[] = [];
    for (let i = 1; i < args.length; i++) {
      of.push(pair(args[i - 1], args[i]));
      if (of.at(-1) === (isNot ? ALWAYS : NEVER)) break;
    }
    return this.#group(isNot ? "any" : "all", of);
  }

  /** A calculation; a field that is missing counts as 0, as it did there. */
  #number(rule: unknown, depth: number): Expression {
    if (depth > MAX_NESTING) throw new Beyond(`it is nested more than ${MAX_NESTING} levels deep`);
    if (isFixed(rule)) return { op: "value", value: numberOf(rule) };
    const [op, given] = operation(rule);
    if (op === "var" || op === "val") {
      const { path, fallback, isLength } = this.#named(rule, "number");
      if (isLength) return { op: "operand", of: { count: path } };
      this.notes.add(ZERO);
      return { op: "field", field: path, default: numberOf(fallback ?? 0) };
    }
    const parts = (Array.isArray(given) ? given : [given]).map((part) => this.#number(part, depth + 1));
    const [first, ...others] = parts;
    if (op === "min" || op === "max") {
      if (!first) throw new Beyond(`“${op}” of nothing`);
      return { op, of: parts };
    }
    if (!Object.hasOwn(ARITHMETIC, op))
      throw new Beyond(`“${op}” computes a value, which a guard of ours does not`);
    if (!first) {
      if (op === "+" || op === "*") return { op: "value", value: op === "+" ? 0 : 1 };
      throw new Beyond(`“${op}” of nothing`);
    }
    if (op === "-" && others.length === 0) return { op: "negate", of: first };
    if (op === "/" && others.length === 0)
      return { op: "divide", left: { op: "value", value: 1 }, right: first };
    this.notes.add("Numbers are calculated exactly here, and in floating point there.");
    const sign = ARITHMETIC[op as keyof typeof ARITHMETIC];
    return others.reduce<Expression>((left, right) => ({ op: sign, left, right }), first);
  }

  #missing = (path: string): Condition => ({ id: this.#id(), op: "is_missing", left: { field: path } });
  #orMissing = (path: string, test: Condition): Condition => ({
    id: this.#id(),
    op: "any",
    of: [this.#missing(path), test],
  });

  #path(name: unknown, type: FieldType): Var {
    const [given, fallback] = Array.isArray(name) ? name : [name, undefined];
    if (typeof given !== "string") throw new Beyond("a field is not named by a path");
    if (
      fallback !== undefined &&
      fallback !== null &&
      !["string", "number", "boolean"].includes(typeof fallback)
    )
      throw new Beyond(`the default of “${given}” is no plain value`);
    const isLength = given.endsWith(".length");
    const bare = isLength ? given.slice(0, -".length".length) : given;
    const path = this.inItem
      ? bare === ""
        ? "item"
        : `item.${bare}`
      : this.kit.place(bare, isLength ? "list" : type);
    if (path === undefined || !/^(item|[A-Za-z_][\w-]*)(\.[A-Za-z_][\w-]*)*$/.test(path))
      throw new Beyond(`nothing here stands for “${given.slice(0, 100)}”`);
    return { path, fallback: fallback ?? undefined, isLength };
  }

  /** A field by `var` (dotted) or `val` (one step an argument). */
  #named(rule: unknown, type: FieldType): Var {
    const [op, args] = operation(rule);
    if (op === "var") return this.#path(args, type);
    const steps = Array.isArray(args) ? args : [args];
    if (op !== "val" || !steps.every((step) => typeof step === "string" && !step.includes(".")))
      throw new Beyond(`“${op}” computes a value, which a guard of ours does not`);
    return this.#path(steps.join("."), type);
  }

  #side(value: unknown, type: FieldType): Var | { value: string | number | boolean | null } {
    if (value === null || ["string", "number", "boolean"].includes(typeof value))
      return { value: value as string | number | boolean | null };
    return this.#named(value, type);
  }

  #field = ({ path, fallback }: Var): Operand =>
    fallback === undefined ? { field: path } : { field: path, default: fallback };

  #truthy(rule: unknown, isNot: boolean): Condition {
    const found = this.#named(rule, "boolean");
    if (found.isLength) return this.#ordered(">", rule, 0, isNot);
    if (this.kit.isUntyped) return this.#anyTruth(found, isNot);
    this.notes.add("A field alone counts as true here only when it is yes, not for any text or number.");
    const test: Condition = {
      id: this.#id(),
      op: isNot ? "is_false" : "is_true",
      left: this.#field(found),
    };
    return isNot && found.fallback === undefined ? this.#orMissing(found.path, test) : test;
  }

  /** Yes, any number but 0, any text, any element: one of these can be told of whatever it is. */
  #anyTruth(found: Var, isNot: boolean): Condition {
    this.notes.add("A field that holds an object counts as unknown here, and as true there.");
    const left = this.#field(found);
    const test = (op: "=" | "≠" | "is_true" | "is_false"): Condition =>
      op === "=" || op === "≠"
        ? { id: this.#id(), op, left, right: { value: 0 } }
        : { id: this.#id(), op, left };
    const count = (op: ">" | "="): Condition => ({
      id: this.#id(),
      op,
      left: { count: found.path },
      right: { value: 0 },
    });
    if (isNot) {
      const missing: Condition[] = found.fallback === undefined ? [this.#missing(found.path)] : [];
      return this.#group("any", [...missing, test("is_false"), test("="), count("=")]);
    }
    const text: Condition = { id: this.#id(), op: "matches", left, right: { value: "(?s)." } };
    return this.#group("any", [test("is_true"), test("≠"), text, count(">")]);
  }

  #calculated(op: "=" | "≠" | Order, a: unknown, b: unknown): Condition {
    const side = (rule: unknown): Operand => ({ formula: this.#number(rule, 0) });
    return { id: this.#id(), op, left: side(a), right: isFixed(b) ? { value: numberOf(b) } : side(b) };
  }

  #equals([a, b]: unknown[], isNot: boolean, isStrict: boolean): Condition {
    if (isArithmetic(a) || isArithmetic(b)) {
      if (isStrict && [a, b].some((one) => isFixed(one) && typeof one !== "number")) return fixed(isNot);
      return this.#calculated(isNot ? "≠" : "=", ...((isFixed(a) ? [b, a] : [a, b]) as [unknown, unknown]));
    }
    if (isFixed(a) && isFixed(b)) {
      const isSame =
        isStrict || (typeof a === "string" && typeof b === "string") ? a === b : numberOf(a) === numberOf(b);
      if (typeof a === "object" && a !== null && typeof b === "object" && b !== null)
        throw new Beyond("it compares two fixed lists");
      return fixed(isSame !== isNot);
    }
    const types = typeof a === "number" || typeof b === "number" ? "number" : "text";
    const type = typeof a === "boolean" || typeof b === "boolean" ? "boolean" : types;
    const [one, two] = [this.#side(a ?? null, type), this.#side(b ?? null, type)];
    const [left, right] = "path" in one ? [one, two] : [two, one];
    if (!("path" in left)) throw new Beyond("it compares two fixed values");
    if ("path" in right) {
      if (left.isLength || right.isLength) throw new Beyond("it compares the length of a list with a field");
      if (isNot) throw new Beyond("it asks whether two fields differ, and both may be missing");
      this.notes.add("Two fields that are both missing count as unknown here, not as equal.");
      return { id: this.#id(), op: "=", left: this.#field(left), right: this.#field(right) };
    }
    const { value } = right;
    if (left.isLength) {
      if (typeof value !== "number") throw new Beyond("it compares the length of a list with no number");
      const test: Condition = {
        id: this.#id(),
        op: isNot ? "≠" : "=",
        left: { count: left.path },
        right: { value },
      };
      return isNot ? this.#orMissing(left.path, test) : test;
    }
    if (value === null || value === "") {
      this.notes.add("A text that is empty and a value that is missing are the same here.");
      return { id: this.#id(), op: isNot ? "is_present" : "is_missing", left: { field: left.path } };
    }
    const test: Condition =
      typeof value === "boolean"
        ? { id: this.#id(), op: value === isNot ? "is_false" : "is_true", left: this.#field(left) }
        : { id: this.#id(), op: isNot ? "≠" : "=", left: this.#field(left), right: { value } };
    return isNot && left.fallback === undefined ? this.#orMissing(left.path, test) : test;
  }

  #ordered(given: Order, a: unknown, b: unknown, isNot: boolean): Condition {
    if (isArithmetic(a) || isArithmetic(b)) {
      const turned = isFixed(a) ? flipped[given] : given;
      return this.#calculated(
        isNot ? opposite[turned] : turned,
        ...((isFixed(a) ? [b, a] : [a, b]) as [unknown, unknown]),
      );
    }
    if (isFixed(a) && isFixed(b)) {
      const isText = typeof a === "string" && typeof b === "string";
      const order = isText ? (a < b ? -1 : a > b ? 1 : 0) : numberOf(a) - numberOf(b);
      return fixed(holds[given](order, 0) !== isNot);
    }
    const [one, two] = [this.#side(a, "number"), this.#side(b, "number")];
    const isTurned = !("path" in one);
    const left = isTurned ? two : one;
    const right = isTurned ? one : two;
    if (!("path" in left)) throw new Beyond("it compares two fixed values");
    const turned = isTurned ? flipped[given] : given;
    const op = isNot ? opposite[turned] : turned;
    // Theirs reads what is missing as 0; a default says the same here.
    const orZero = (side: Var): Operand => ({ field: side.path, default: side.fallback ?? 0 });
    const note = ZERO;
    if ("path" in right) {
      if (left.isLength || right.isLength) throw new Beyond("it compares the length of a list with a field");
      this.notes.add(note);
      return { id: this.#id(), op, left: orZero(left), right: orZero(right) };
    }
    const { value } = right;
    if (typeof value !== "number") throw new Beyond("it asks which of two texts comes first");
    if (left.isLength) {
      const test: Condition = { id: this.#id(), op, left: { count: left.path }, right: { value } };
      return holds[op](0, value) ? this.#orMissing(left.path, test) : test;
    }
    if (left.fallback === undefined) this.notes.add(note);
    return { id: this.#id(), op, left: orZero(left), right: { value } };
  }

  #among([needle, haystack]: unknown[], isNot: boolean): Condition {
    if (
      isFixed(needle) &&
      (typeof haystack === "string" || (Array.isArray(haystack) && haystack.every(isFixed)))
    ) {
      const isIn =
        typeof haystack === "string" ? haystack.includes(String(needle)) : haystack.includes(needle);
      return fixed(isIn !== isNot);
    }
    if (!Array.isArray(haystack)) throw new Beyond("it looks for something inside a field, a text or a list");
    if (!haystack.every((one) => typeof one === "string" || typeof one === "number"))
      throw new Beyond("it looks in a list of other things than texts and numbers");
    const left = this.#side(needle, haystack.every((one) => typeof one === "number") ? "number" : "text");
    if (!("path" in left) || left.isLength) throw new Beyond("it looks for a fixed value in a fixed list");
    const test: Condition = {
      id: this.#id(),
      op: isNot ? "not_in" : "in",
      left: this.#field(left),
      right: { value: haystack as (string | number)[] },
    };
    return isNot && left.fallback === undefined ? this.#orMissing(left.path, test) : test;
  }

  #list(op: "some" | "none" | "all", [list, rule]: unknown[], isNot: boolean, depth: number): Condition {
    if (this.inItem) throw new Beyond("it goes through a list inside a list");
    const [kind, args] = operation(list);
    if (kind !== "var") throw new Beyond("it goes through a list that is computed");
    const { path } = this.#path(args, "list");
    const inner = new Translation(this.kit, `${this.prefix}.${++this.#count}`, true);
    // “every” is “no element fails”, so that one whose answer is unknown does not pass.
    const where = inner.test(rule, op === "all", depth + 1);
    for (const note of inner.notes) this.notes.add(note);
    const meansSome = op === "some" || op === "all";
    const some = (is: boolean): Condition => {
      if (where === NEVER) return fixed(!is);
      if (where === ALWAYS)
        return { id: this.#id(), op: is ? ">" : "=", left: { count: path }, right: { value: 0 } };
      return { id: this.#id(), op: is ? "some" : "no", list: path, where };
    };
    if (op !== "all")
      return meansSome !== isNot ? some(true) : this.#group("any", [this.#missing(path), some(false)]);
    // Theirs is false for a list without elements.
    const count = (test: "=" | ">"): Condition => ({
      id: this.#id(),
      op: test,
      left: { count: path },
      right: { value: 0 },
    });
    return isNot
      ? this.#group("any", [this.#missing(path), count("="), some(true)])
      : this.#group("all", [count(">"), some(false)]);
  }
}

/** A value as it stands, with nothing to look up in it. */
function isFixed(rule: unknown): boolean {
  if (typeof rule !== "object" || rule === null) return rule !== undefined;
  return Array.isArray(rule) ? rule.every(isFixed) : Object.keys(rule).length === 0;
}

function operation(rule: unknown): [string, unknown] {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule))
    throw new Beyond("a fixed value stands where a test should");
  const entries = Object.entries(rule);
  const [first] = entries;
  if (entries.length !== 1 || !first) throw new Beyond("a test has exactly one operator");
  return [first[0], first[1]];
}
