import { canonicalJson } from "@/server/platform/canonical";

/**
 * What turns one JSON value into another, by names instead of places: an element of a list is known by its key, so that
 * a rule that was added moves none of the others. Taken all together the steps give the other value to the byte; taken
 * in part they give a value that holds just those changes.
 */

export type Shape =
  /** Compared and replaced as a whole. */
  | { kind: "leaf" }
  | { kind: "record"; fields?: { readonly [field: string]: Shape }; rest: Shape; tellsOrder?: true }
  | {
      kind: "list";
      of: Shape;
      /** A name for every element, none twice. */
      keysOf(items: readonly unknown[]): string[];
      /** The names of the other side's elements, where elements have no key of their own. */
      pairedKeys?(before: readonly unknown[], after: readonly unknown[]): string[];
      tellsOrder?: true;
    };

type Path = readonly string[];

/** A quiet step is one that no reader would notice: the order of keys that has no meaning. */
export type Step =
  | { op: "set"; path: Path; before: unknown; after: unknown; isQuiet: boolean }
  /** `behind` and `before` are its neighbours: the one right before it, and the next that both sides know. */
  | { op: "add"; path: Path; value: unknown; behind: string | null; before: string | null }
  | { op: "remove"; path: Path; value: unknown }
  | { op: "order"; path: Path; before: string[]; after: string[]; isQuiet: boolean };

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown) => JSON.stringify(value);

type Entry = readonly [key: string, value: unknown];

function entriesOf(shape: Shape, value: unknown): Entry[] | undefined {
  if (shape.kind === "record" && isRecord(value))
    return Object.entries(value).filter(([, one]) => one !== undefined);
  if (shape.kind !== "list" || !Array.isArray(value)) return undefined;
  const keys = shape.keysOf(value);
  return value.map((one, i) => [keys[i]!, one]);
}

function pairedEntries(shape: Shape, before: unknown, after: unknown): Entry[] | undefined {
  if (shape.kind !== "list" || !shape.pairedKeys || !Array.isArray(before) || !Array.isArray(after))
    return entriesOf(shape, after);
  const keys = shape.pairedKeys(before, after);
  return after.map((one, i) => [keys[i]!, one]);
}

const own = <T>(of: { readonly [key: string]: T }, key: string): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined;

function shapeUnder(shape: Shape, key: string): Shape {
  if (shape.kind === "list") return shape.of;
  if (shape.kind === "record") return own(shape.fields ?? {}, key) ?? shape.rest;
  return shape;
}

/** Everything that differs between two values of one shape. */
export function stepsBetween(shape: Shape, before: unknown, after: unknown, path: Path = []): Step[] {
  if (textOf(before) === textOf(after)) return [];
  const had = entriesOf(shape, before);
  const has = had && pairedEntries(shape, before, after);
  if (!had || !has)
    return [{ op: "set", path, before, after, isQuiet: canonicalJson(before) === canonicalJson(after) }];
  const [hadBy, hasBy] = [new Map(had), new Map(has)];
  const under = (key: string): Path => [...path, key];
  const steps: Step[] = [];
  for (const [key, value] of had) if (!hasBy.has(key)) steps.push({ op: "remove", path: under(key), value });
  has.forEach(([key, value], i) => {
    if (hadBy.has(key))
      steps.push(...stepsBetween(shapeUnder(shape, key), hadBy.get(key), value, under(key)));
    else
      steps.push({
        ...{ op: "add", path: under(key), value },
        behind: has[i - 1]?.[0] ?? null,
        before: has.slice(i + 1).find(([next]) => hadBy.has(next))?.[0] ?? null,
      });
  });
  const stayed = had.map(([key]) => key).filter((key) => hasBy.has(key));
  const stays = has.map(([key]) => key).filter((key) => hadBy.has(key));
  if (textOf(stayed) !== textOf(stays)) {
    const isQuiet = !("tellsOrder" in shape && shape.tellsOrder);
    steps.push({
      ...{ op: "order", path, before: had.map(([key]) => key), after: has.map(([key]) => key) },
      isQuiet,
    });
  }
  return steps;
}

/** The value with those steps taken. It is not changed itself; what a step does not find, it leaves alone. */
export function withSteps(shape: Shape, value: unknown, steps: readonly Step[], depth = 0): unknown {
  if (steps.length === 0) return value;
  const whole = steps.find(({ op, path }) => op === "set" && path.length === depth);
  if (whole?.op === "set") return whole.after;
  const entries = entriesOf(shape, value);
  if (!entries) return value;
  const below = new Map<string, Step[]>();
  for (const step of steps) {
    const key = step.path[depth];
    if (key !== undefined) below.set(key, [...(below.get(key) ?? []), step]);
  }
  const isHere = (step: Step) => step.path.length === depth + 1;
  let kept: Entry[] = entries.flatMap(([key, one]): Entry[] => {
    const mine = below.get(key) ?? [];
    if (mine.some((step) => step.op === "remove" && isHere(step))) return [];
    const inner = mine.filter((step) => !(step.op === "add" && isHere(step)));
    return [[key, withSteps(shapeUnder(shape, key), one, inner, depth + 1)]];
  });
  for (const step of steps) if (step.op === "add" && isHere(step)) kept = withAdded(kept, step, depth);
  const order = steps.find(({ op, path }) => op === "order" && path.length === depth);
  if (order?.op === "order") kept = inOrder(kept, order.after);
  return shape.kind === "list" ? kept.map(([, one]) => one) : Object.fromEntries(kept);
}

function withAdded(entries: Entry[], step: Step & { op: "add" }, depth: number): Entry[] {
  const key = step.path[depth]!;
  const placeOf = (wanted: string | null) => entries.findIndex(([one]) => one === wanted);
  if (placeOf(key) >= 0) return entries.map((entry) => (entry[0] === key ? [key, step.value] : entry));
  const [behind, before] = [placeOf(step.behind), placeOf(step.before)];
  const at = step.behind === null ? 0 : behind >= 0 ? behind + 1 : before >= 0 ? before : entries.length;
  return [...entries.slice(0, at), [key, step.value], ...entries.slice(at)];
}

/** Those that are named stand in the order given; the others stay behind the one they followed. */
function inOrder(entries: Entry[], order: readonly string[]): Entry[] {
  const by = new Map(entries);
  const isNamed = new Set(order);
  const followers = new Map<string | null, Entry[]>();
  let leader: string | null = null;
  for (const entry of entries) {
    if (isNamed.has(entry[0])) leader = entry[0];
    else followers.set(leader, [...(followers.get(leader) ?? []), entry]);
  }
  return [
    ...(followers.get(null) ?? []),
    ...order
      .filter((key) => by.has(key))
      .flatMap((key): Entry[] => [[key, by.get(key)], ...(followers.get(key) ?? [])]),
  ];
}
