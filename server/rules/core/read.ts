import { TOO_LONG, Unknown } from "./value";

/** Lists longer than this are unknown rather than slow. */
export const MAX_LIST = 10_000;

export interface PathStep {
  key: string;
  /** `[]`: go on with every element. */
  each: boolean;
}

export function stepsOf(path: string): PathStep[] {
  return path
    .split(".")
    .map((part) =>
      part.endsWith("[]") ? { key: part.slice(0, -2), each: true } : { key: part, each: false },
    );
}

/** `forms.owners.owners[]` and `forms.owners.owners` name the same list. */
export function listPath(path: string): string {
  return path.endsWith("[]") ? path.slice(0, -2) : path;
}

/** An own property of an object; lists, texts and inherited names have none. */
export function ownProperty(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? (value as { [key: string]: unknown })[key]
    : undefined;
}

function follow(value: unknown, steps: readonly PathStep[], from: number): unknown {
  let current = value;
  for (let i = from; i < steps.length; i++) {
    const step = steps[i]!;
    current = ownProperty(current, step.key);
    if (!step.each) continue;
    if (!Array.isArray(current)) return undefined;
    if (current.length > MAX_LIST) return new Unknown(TOO_LONG);
    const found: unknown[] = [];
    const nested = steps.slice(i + 1).some((rest) => rest.each);
    for (const element of current) {
      const value = follow(element, steps, i + 1);
      if (value instanceof Unknown) return value;
      if (nested && Array.isArray(value)) {
        for (const inner of value) found.push(inner);
      } else found.push(value);
      if (found.length > MAX_LIST) return new Unknown(TOO_LONG);
    }
    return found;
  }
  return current;
}

/** A reader of one dotted path. With `[]` it answers the list of values, one per element (undefined where missing). */
export function compilePath(path: string): (data: unknown) => unknown {
  const steps = stepsOf(path);
  return (data) => follow(data, steps, 0);
}

/** Reads one dotted path once. */
export function readPath(data: unknown, path: string): unknown {
  return follow(data, stepsOf(path), 0);
}

/** `a[].b[].c` with every `[]` replaced by each index that exists, in order: `a[0].b[1].c`. */
export function resolvePaths(data: unknown, path: string): string[] {
  let found: { at: string; value: unknown }[] = [{ at: "", value: data }];
  for (const { key, each } of stepsOf(path)) {
    found = found.flatMap(({ at, value }) => {
      const here = at === "" ? key : `${at}.${key}`;
      const next = ownProperty(value, key);
      if (!each) return [{ at: here, value: next }];
      if (!Array.isArray(next)) return [];
      return next.slice(0, MAX_LIST).map((element, i) => ({ at: `${here}[${i}]`, value: element }));
    });
    if (found.length > MAX_LIST) found = found.slice(0, MAX_LIST);
  }
  return found.map(({ at }) => at);
}
