import type { ListQuestion, RunData } from "@/server/engine/state";
import type { Condition, Operand } from "./ast";
import type { CalendarSettings } from "./calendar";
import { newKit } from "./condition";
import { compileClock, newEnvironment } from "./environment";
import { askedAs, isAskable } from "./named-lists";
import { compileOperand, compileWalk } from "./operand";

/** One place that asks a named list, and the lists of elements around it, from the outside in. */
interface ListSite {
  listKey: string;
  left: Operand;
  within: readonly string[];
}

/**
 * Every place in a rule, a formula or anything made of them that asks a named list. Found in the text and not by
 * evaluating, so that what is asked does not depend on what another answer would have been.
 */
function sitesIn(part: unknown, within: readonly string[] = []): ListSite[] {
  if (Array.isArray(part)) return part.flatMap((each) => sitesIn(each, within));
  if (typeof part !== "object" || part === null) return [];
  const node = part as { [key: string]: unknown };
  if (node["off"] === true || node["enabled"] === false) return [];
  const own =
    typeof node["listKey"] === "string" && typeof node["left"] === "object"
      ? [{ listKey: node["listKey"], left: node["left"] as Operand, within }]
      : [];
  const elements = node["where"] === undefined ? undefined : (node["list"] ?? node["count"]);
  const inner = typeof elements === "string" ? [...within, elements] : within;
  return [
    ...own,
    ...Object.entries(node).flatMap(([key, value]) => sitesIn(value, key === "where" ? inner : within)),
  ];
}

export const namesList = (condition: Condition): boolean => sitesIn(condition).length > 0;

export type ListAsker = (data: RunData, at: string) => ListQuestion[];

/** What a rule needs to know of named lists, out of its data; undefined when it names none. */
export function compileListQuestions(part: unknown, settings: CalendarSettings): ListAsker | undefined {
  const sites = sitesIn(part);
  if (sites.length === 0) return undefined;
  const kit = newKit(settings);
  const clock = compileClock(settings);
  const readers = sites.map(({ listKey, left, within }) => {
    const get = compileOperand(left, kit, 0);
    const walks = within.map((list) => compileWalk(list, undefined, kit, 0));
    return { listKey, get, walks };
  });
  return (data, at) => {
    const env = newEnvironment(0, 0);
    env.data = data;
    env.item = data.item;
    env.now = clock(at);
    const asked = new Map<string, ListQuestion>();
    for (const { listKey, get, walks } of readers) {
      const note = (value: unknown) => {
        if (isAskable(value)) asked.set(askedAs(listKey, value), { list: listKey, value });
      };
      const visit = (depth: number): void => {
        const walk = walks[depth];
        if (walk) walk(env, () => visit(depth + 1));
        else {
          const value = get(env);
          if (Array.isArray(value)) value.flat().forEach(note);
          else note(value);
        }
      };
      visit(0);
    }
    return [...asked.values()];
  };
}
