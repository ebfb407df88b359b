import { type Condition, condition, type Operand } from "@/server/rules/core/ast";

/**
 * json-logic as rule/v1. Theirs has two truths and reads what is missing as 0 or as nothing; ours has three. Each test is
 * written so that it holds exactly where theirs held, and what cannot be said so is refused by a sentence.
 */

export type FieldType = "number" | "boolean" | "text" | "list";

export interface LogicKit {
  /** Where a path of their context stands with us; undefined when nothing of ours is there. */
  place(path: string, type: FieldType): string | undefined;
}

export type Translated =
  | { condition: Condition; notes: string[] }
  | { constant: boolean }
  | { beyond: string };

class Beyond extends Error {}
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

/** A rule as a condition, `prefix` before the ids of its tests. */
export function translateLogic(rule: unknown, kit: LogicKit, prefix: string): Translated {
  if (typeof rule === "boolean") return { constant: rule };
  try {
    const work = new Translation(kit, prefix);
    const found = condition.safeParse(work.test(rule, false, 0));
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
    const [op, given] = operation(rule);
    const args = Array.isArray(given) ? given : [given];
    const own = (part: unknown, not = isNot) => this.test(part, not, depth + 1);
    const group = (kind: "all" | "any", of: Condition[]): Condition =>
      of.length === 1 && of[0] ? of[0] : { id: this.#id(), op: kind, of };
    switch (op) {
      case "and":
      case "or":
        if (args.length === 0) throw new Beyond(`“${op}” has nothing to join`);
        return group(
          (op === "and") === isNot ? "any" : "all",
          args.map((part) => own(part)),
        );
      case "!":
        return own(args[0], !isNot);
      case "!!":
        return own(args[0]);
      case "var":
        return this.#truthy(rule, isNot);
      case "if":
      case "?:":
        if (args.length !== 3) throw new Beyond("an “if” with several steps is no condition of ours");
        return group("any", [
          group("all", [own(args[0], false), own(args[1])]),
          group("all", [own(args[0], true), own(args[2])]),
        ]);
      case "==":
      case "===":
        return this.#equals(args, isNot);
      case "!=":
      case "!==":
        return this.#equals(args, !isNot);
      case "<":
      case "<=":
      case ">":
      case ">=": {
        const order = orders[op] as Order;
        if (args.length === 2) return this.#ordered(order, args[0], args[1], isNot);
        if (args.length !== 3) throw new Beyond(`“${op}” compares two values, or three`);
        return group(isNot ? "any" : "all", [
          this.#ordered(order, args[0], args[1], isNot),
          this.#ordered(order, args[1], args[2], isNot),
        ]);
      }
      case "in":
        return this.#among(args, isNot);
      case "missing": {
        const names = (Array.isArray(args[0]) ? args[0] : args).map((name) => this.#path(name, "text"));
        if (names.length === 0) throw new Beyond("“missing” names nothing");
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

  #side(value: unknown, type: FieldType): Var | { value: string | number | boolean | null } {
    if (value === null || ["string", "number", "boolean"].includes(typeof value))
      return { value: value as string | number | boolean | null };
    const [op, args] = operation(value);
    if (op !== "var") throw new Beyond(`“${op}” computes a value, which a guard of ours does not`);
    return this.#path(args, type);
  }

  #field = ({ path, fallback }: Var): Operand =>
    fallback === undefined ? { field: path } : { field: path, default: fallback };

  #truthy(rule: unknown, isNot: boolean): Condition {
    const [, args] = operation(rule);
    const found = this.#path(args, "boolean");
    if (found.isLength) return this.#ordered(">", rule, 0, isNot);
    this.notes.add("A field alone counts as true here only when it is yes, not for any text or number.");
    const test: Condition = {
      id: this.#id(),
      op: isNot ? "is_false" : "is_true",
      left: this.#field(found),
    };
    return isNot && found.fallback === undefined ? this.#orMissing(found.path, test) : test;
  }

  #equals([a, b]: unknown[], isNot: boolean): Condition {
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
    const [one, two] = [this.#side(a, "number"), this.#side(b, "number")];
    const isTurned = !("path" in one);
    const left = isTurned ? two : one;
    const right = isTurned ? one : two;
    if (!("path" in left)) throw new Beyond("it compares two fixed values");
    const turned = isTurned ? flipped[given] : given;
    const op = isNot ? opposite[turned] : turned;
    // Theirs reads what is missing as 0; a default says the same here.
    const orZero = (side: Var): Operand => ({ field: side.path, default: side.fallback ?? 0 });
    const note = "A missing number counts as 0, as it did there.";
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
    const some = (is: boolean): Condition => ({ id: this.#id(), op: is ? "some" : "no", list: path, where });
    if (op !== "all") return meansSome !== isNot ? some(true) : this.#orMissing(path, some(false));
    // Theirs is false for a list without elements.
    const count = (test: "=" | ">"): Condition => ({
      id: this.#id(),
      op: test,
      left: { count: path },
      right: { value: 0 },
    });
    return isNot
      ? { id: this.#id(), op: "any", of: [this.#missing(path), count("="), some(true)] }
      : { id: this.#id(), op: "all", of: [count(">"), some(false)] };
  }
}

function operation(rule: unknown): [string, unknown] {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule))
    throw new Beyond("a fixed value stands where a test should");
  const entries = Object.entries(rule);
  const [first] = entries;
  if (entries.length !== 1 || !first) throw new Beyond("a test has exactly one operator");
  return [first[0], first[1]];
}
