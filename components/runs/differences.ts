import type { Json, RunState } from "@/server/engine/state";
import { readable } from "@/server/runs/policy";

export interface Difference {
  path: string;
  /** Absent: it was not there. */
  before?: Json;
  after?: Json;
}

const MOST = 200;
const isObject = (value: unknown): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What one event changed in the run's data, leaf by leaf. Parts that both states share are not looked into. */
export function dataDifferences(before: RunState | undefined, after: RunState): Difference[] {
  const found: Difference[] = [];
  const walk = (path: string, one: Json | undefined, other: Json | undefined) => {
    if (one === other || found.length >= MOST) return;
    if ((isObject(one) || one === undefined) && isObject(other) && Object.keys(other).length > 0) {
      const keys = new Set([...Object.keys(one ?? {}), ...Object.keys(other)]);
      for (const key of keys) walk(path ? `${path}.${key}` : key, own(one, key), own(other, key));
      return;
    }
    if (JSON.stringify(one) === JSON.stringify(other)) return;
    const name = path.split(".").at(-1) ?? path;
    // Masked under its own name: what is called a secret stays one.
    const shown = (value: Json) => (readable({ [name]: value }) as { [key: string]: Json })[name] ?? null;
    found.push({
      path,
      ...(one !== undefined && { before: shown(one) }),
      ...(other !== undefined && { after: shown(other) }),
    });
  };
  walk("", before && partsOf(before), partsOf(after));
  return found;
}

const own = (of: { [key: string]: Json } | undefined, key: string): Json | undefined =>
  of && Object.hasOwn(of, key) ? of[key] : undefined;

/** The main line's data, and what branches and items have found by themselves. */
function partsOf({ data, frames }: RunState): { [key: string]: Json } {
  const local = Object.entries(frames ?? {}).map(([id, frame]) => [`branch ${id}`, frame.local] as const);
  return { ...data, ...Object.fromEntries(local) } as unknown as { [key: string]: Json };
}
