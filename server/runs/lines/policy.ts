import { nameOfElement } from "@/server/collection/policy";
import type { Items, Json, RunState } from "@/server/engine/state";
import { readPath } from "@/server/rules/core/read";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { RunLine, RunStep } from "../schema";

/** The lines of a run beside its main one, in the words of its version: the branches of a split, the elements of a list. */

/** A line's id taken apart: `outer/node.visit.attempt.place`. */
export function partsOfLine(id: string) {
  const end = id.lastIndexOf("/");
  const [node = "", visit = "1", attempt = "1", place = ""] = id.slice(end + 1).split(".");
  return {
    parent: end < 0 ? null : id.slice(0, end),
    ...{ node, visit: Number(visit), attempt: Number(attempt), place },
  };
}

/** Whether something belongs to a line, or to one that lies in it. */
export const isOnLine = (frame: string | undefined, line: string): boolean =>
  frame !== undefined && (frame === line || frame.startsWith(`${line}/`));

/** One element of a list, by the list's name: `forms.owners.owners[]` → `owner`. */
export function elementNoun(list: string): string {
  const name = list.replace(/\[\]$/, "").split(".").at(-1) ?? "";
  const words = name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
  if (/ies$/.test(words)) return `${words.slice(0, -3)}y`;
  if (/(ss|x|ch|sh)es$/.test(words)) return words.slice(0, -2);
  return /[^s]s$/.test(words) ? words.slice(0, -1) : words || "element";
}

const listOf = (document: WorkflowDocument, node: string): string | undefined => {
  const found = document.nodes[node];
  const list = found?.type === "for_each" ? found.config["list"] : undefined;
  return typeof list === "string" ? list : undefined;
};

/** What tells a line from its neighbours: *Company*, or *Owner 2 · Jane Roe*. */
export function lineTitle(
  document: WorkflowDocument,
  { node, place }: { node: string; place: string },
  item: unknown,
): string {
  const list = listOf(document, node);
  if (list !== undefined) {
    const noun = elementNoun(list);
    const name = nameOfElement({}, item);
    return `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${Number(place) + 1}${name === null ? "" : ` · ${name}`}`;
  }
  const branches = document.nodes[node]?.config["branches"];
  const own = Array.isArray(branches)
    ? (branches as { key?: unknown; title?: unknown }[]).find(({ key }) => key === place)?.title
    : undefined;
  const first = document.edges.find(({ from, outlet }) => from === node && outlet === place)?.to;
  return typeof own === "string" ? own : (document.nodes[first ?? ""]?.title ?? place);
}

/** Every line the run has gone along, in the order in which they began. */
export function linesOf(document: WorkflowDocument, state: RunState): RunLine[] {
  const ids = new Set<string>();
  for (const { frame } of state.path)
    for (let at = frame ?? null; at !== null; at = partsOfLine(at).parent) ids.add(at);
  for (const id of Object.keys(state.frames ?? {})) ids.add(id);
  const progress = new Map<string, Progress | undefined>();
  const progressAt = (line: string) => {
    const { node, visit, parent } = partsOfLine(line);
    const key = `${parent ?? ""}/${node}.${visit}`;
    if (!progress.has(key)) progress.set(key, progressOf(state, node, visit, parent ?? undefined));
    return progress.get(key);
  };
  const elementOf = memoized((id: string) => elementAt(document, state, id, progressAt(id)?.items.total));
  const stuck = state.tokens.flatMap(({ phase, frame }) => (phase === "incident" && frame ? [frame] : []));
  return [...ids].map((id): RunLine => {
    const parts = partsOfLine(id);
    const { node, parent, attempt, place } = parts;
    const isElement = listOf(document, node) !== undefined;
    const ended = isElement ? progressAt(id)?.ended.get(Number(place)) : undefined;
    const again = attempt > 1 && ids.has(id.replace(/\.\d+\.([^.]*)$/, `.${attempt - 1}.$1`));
    return {
      ...{ id, parent, node, place, visit: parts.visit },
      kind: isElement ? "element" : "branch",
      title: `${lineTitle(document, parts, isElement ? elementOf(id) : undefined)}${again ? ", tried again" : ""}`,
      state: stuck.some((frame) => isOnLine(frame, id)) ? "incident" : standing(document, state, id, ended),
      result: ended?.result ?? null,
    };
  });
}

/** How far a “for each” had come at one of its visits. */
export function itemsOf(
  document: WorkflowDocument,
  state: RunState,
  step: { node: string; visit: number; frame?: string },
): RunStep["items"] {
  if (listOf(document, step.node) === undefined) return undefined;
  return progressOf(state, step.node, step.visit, step.frame)?.items;
}

interface Progress {
  items: NonNullable<RunStep["items"]>;
  ended: ReadonlyMap<number, { result: string; failed: boolean }>;
}

function progressOf(
  state: RunState,
  node: string,
  visit: number,
  frame: string | undefined,
): Progress | undefined {
  const token = state.tokens.find(
    (one) => one.node === node && one.visit === visit && one.frame === frame && one.items,
  );
  if (token?.items) return told(token.items, token.items.total, undefined);
  // What an earlier visit came to is not kept.
  const latest = Math.max(
    0,
    ...state.path.filter((one) => one.node === node && one.frame === frame).map((one) => one.visit),
  );
  const output = visit === latest ? foundOn(state, frame)?.[node] : undefined;
  const { items, count, failed } = output ?? {};
  if (!Array.isArray(items) || typeof count !== "number") return undefined;
  return told({ done: items as unknown as Items["done"] }, count, typeof failed === "number" ? failed : 0);
}

function told({ done }: Pick<Items, "done">, total: number, failures: number | undefined): Progress {
  const ended = new Map(
    done.map(({ index, result, failed }): [number, { result: string; failed: boolean }] => [
      index,
      // Once it is over, only the word it ended in is kept.
      { result, failed: failed ?? (failures !== undefined && failures > 0 && result === "failed") },
    ]),
  );
  const failed = failures ?? done.filter((one) => one.failed).length;
  return { items: { total, done: done.length, failed }, ended };
}

/** What a line found by itself; a branch that has come back left it on the line it came from. */
function foundOn(state: RunState, frame: string | undefined): RunState["data"]["nodes"] | undefined {
  for (let at: string | null = frame ?? null; at !== null; ) {
    const known = state.frames?.[at];
    if (known) return known.local.nodes;
    const { parent, place }: { parent: string | null; place: string } = partsOfLine(at);
    if (/^\d+$/.test(place)) return undefined;
    at = parent;
  }
  return state.data.nodes;
}

function standing(
  document: WorkflowDocument,
  state: RunState,
  id: string,
  ended: { failed: boolean } | undefined,
): RunLine["state"] {
  const frame = state.frames?.[id];
  if (frame) return frame.arrived ? "arrived" : "under_way";
  const { node, place, parent } = partsOfLine(id);
  if (listOf(document, node) !== undefined) return ended ? (ended.failed ? "failed" : "done") : "ended";
  const join = Object.entries(document.nodes).find(
    ([, one]) => one.type === "join" && one.config["split"] === node,
  );
  const arrived = join && foundOn(state, parent ?? undefined)?.[join[0]]?.["arrived"];
  // A join that is not known any more is one that was passed long ago.
  if (Array.isArray(arrived)) return arrived.includes(place) ? "done" : "ended";
  const last = state.path.findLast((one) => one.frame === id);
  return last?.outlet === undefined ? "ended" : "done";
}

/** The element of the list that a line is about; nothing when it is not certain any more which that was. */
function elementAt(
  document: WorkflowDocument,
  state: RunState,
  id: string,
  total: number | undefined,
): Json | undefined {
  const frame = state.frames?.[id];
  if (frame) return frame.item;
  const { node, place, parent } = partsOfLine(id);
  const list = listOf(document, node)?.replace(/\[\]$/, "");
  if (list === undefined) return undefined;
  const around = outerElement(document, state, parent);
  const found = list.startsWith("item.")
    ? readPath(around, list.slice("item.".length))
    : readPath(state.data, list);
  // A list that grew or shrank since names somebody else.
  if (!Array.isArray(found) || (total !== undefined && found.length !== total)) return undefined;
  return found[Number(place)] as Json;
}

function outerElement(document: WorkflowDocument, state: RunState, from: string | null): Json | undefined {
  for (let at = from; at !== null; at = partsOfLine(at).parent)
    if (listOf(document, partsOfLine(at).node) !== undefined)
      return elementAt(document, state, at, undefined);
  return undefined;
}

function memoized<T>(of: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, of(key));
    return known.get(key) as T;
  };
}
