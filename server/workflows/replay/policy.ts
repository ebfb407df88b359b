import type { PatchOperation } from "../draft/schema";
import { patchBetween, patched } from "../patches/policy";
import { type DraftParts, editorPart, workflowDocument } from "../schema";

/**
 * Steps that were made on one state of a draft, made again on another: what somebody did in a window that lost the draft,
 * on what whoever took it over has saved since. A step is made again only where it finds what it changed as it was; it
 * never writes over what the others did.
 */

/** A step with the draft before and after it. */
export interface MadeStep {
  words: string;
  before: DraftParts;
  after: DraftParts;
}

interface Replay {
  /** The steps that can be made again, in their order, and what each of them comes to. */
  made: readonly { words: string; parts: DraftParts }[];
  /** Those that cannot: what they changed is gone, or says something else now. */
  left: readonly MadeStep[];
}

export function replayed(steps: readonly MadeStep[], onto: DraftParts): Replay {
  const made: { words: string; parts: DraftParts }[] = [];
  const left: MadeStep[] = [];
  let parts = onto;
  for (const step of steps) {
    const next = madeAgain(step, parts);
    if (!next) {
      left.push(step);
      continue;
    }
    // What the others have done as well need not be done again.
    if (patchBetween(parts, next).length > 0) made.push({ words: step.words, parts: next });
    parts = next;
  }
  return { made, left };
}

function madeAgain({ before, after }: MadeStep, onto: DraftParts): DraftParts | undefined {
  let [was, now]: unknown[] = [before, onto];
  for (const operation of patchBetween(before, after)) {
    const moved = carried(operation, was, now);
    if (!moved) return undefined;
    was = patched(was, [operation]);
    now = patched(now, moved);
  }
  const parts = now as DraftParts;
  const isWhole =
    workflowDocument.safeParse(parts.document).success && editorPart.safeParse(parts.editor).success;
  return isWhole ? parts : undefined;
}

const textOf = (value: unknown) => JSON.stringify(value);
const isSame = (one: unknown, other: unknown) => one === other || textOf(one) === textOf(other);
const isHolder = (value: unknown): value is Record<string, unknown> | unknown[] =>
  typeof value === "object" && value !== null;
const at = (holder: Record<string, unknown> | unknown[], key: string): unknown =>
  Object.hasOwn(holder, key) ? (holder as Record<string, unknown>)[key] : undefined;

/** The place in `list` where the same element stands; of several alike the one that has kept its place. */
function placeOf(element: unknown, i: number, list: readonly unknown[]): number | undefined {
  if (isSame(list[i], element)) return i;
  const places = list.flatMap((one, place) => (isSame(one, element) ? [place] : []));
  return places.length === 1 ? places[0] : undefined;
}

/** Where a new element comes: behind the one it was put behind. */
function placeBehind(i: number, was: readonly unknown[], now: readonly unknown[]): number | undefined {
  if (i === 0 || i >= was.length) return i === 0 ? 0 : now.length;
  const before = placeOf(was[i - 1], i - 1, now);
  return before === undefined ? undefined : before + 1;
}

/** The operation as it has to be on `now` to do what it does on `was`: none where it is done already, undefined where it cannot be. */
function carried(operation: PatchOperation, was: unknown, now: unknown): PatchOperation[] | undefined {
  const keys = operation.path.split("/").slice(1);
  const last = keys.pop();
  if (last === undefined) return undefined;
  const path: string[] = [];
  const plain = (key: string) => key.replaceAll("~1", "/").replaceAll("~0", "~");
  let [from, to] = [was, now];
  for (const key of keys) {
    if (!isHolder(from) || !isHolder(to) || Array.isArray(from) !== Array.isArray(to)) return undefined;
    const element = at(from, plain(key));
    const place = Array.isArray(to) ? placeOf(element, Number(key), to) : key;
    if (place === undefined) return undefined;
    path.push(String(place));
    [from, to] = [element, at(to, plain(String(place)))];
  }
  if (!isHolder(from) || !isHolder(to) || Array.isArray(from) !== Array.isArray(to)) return undefined;
  const put = (place: string | number) => [{ ...operation, path: `/${[...path, place].join("/")}` }];
  if (Array.isArray(from) && Array.isArray(to)) {
    const i = Number(last);
    const place = operation.op === "add" ? placeBehind(i, from, to) : placeOf(from[i], i, to);
    return place === undefined ? undefined : put(place);
  }
  const key = plain(last);
  const [had, has] = [at(from, key), at(to, key)];
  const wanted = operation.op === "add" || operation.op === "replace" ? operation.value : undefined;
  if (isSame(has, wanted)) return [];
  return isSame(had, has) ? put(last) : undefined;
}
