// Its main file has a source of the same name beside it that tsx takes instead, and which lacks its own parts.
import { applyOperation, type Operation } from "fast-json-patch/commonjs/core.js";
import { DomainError } from "@/server/errors";
import type { PatchOperation } from "../draft/schema";

/**
 * Differences of drafts as JSON Patch (RFC 6902). A patch knows no order of an object's properties, but a form asks in
 * theirs: where the order changed, the smallest object around it is replaced as a whole. So what was undone is undone
 * to the byte.
 */

const textOf = (value: unknown) => JSON.stringify(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const under = (path: string, key: string | number) =>
  `${path}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** What turns `before` into `after`. */
export function patchBetween(before: unknown, after: unknown, path = ""): PatchOperation[] {
  // Drafts share what did not change: of a thousand nodes one is looked at.
  if (before === after) return [];
  if (isObject(before) && isObject(after) && keepsOrder(before, after))
    return betweenObjects(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return betweenLists(before, after, path);
  if (textOf(before) === textOf(after)) return [];
  return [{ op: "replace", path, value: after as never }];
}

/** Whether what is new stands at the end, and what stays has kept its place. */
function keepsOrder(before: object, after: object): boolean {
  const [had, has] = [Object.keys(before), Object.keys(after)];
  // No patch may name them: the library takes them for an attack.
  if ([...had, ...has].some((key) => key === "__proto__" || key === "prototype")) return false;
  const stays = had.filter((key) => Object.hasOwn(after, key));
  const added = has.filter((key) => !Object.hasOwn(before, key));
  return textOf([...stays, ...added]) === textOf(has);
}

function betweenObjects(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  path: string,
): PatchOperation[] {
  return [
    ...Object.keys(before).flatMap((key): PatchOperation[] =>
      Object.hasOwn(after, key)
        ? patchBetween(before[key], after[key], under(path, key))
        : [{ op: "remove", path: under(path, key) }],
    ),
    ...Object.keys(after).flatMap((key): PatchOperation[] =>
      Object.hasOwn(before, key) ? [] : [{ op: "add", path: under(path, key), value: after[key] as never }],
    ),
  ];
}

function betweenLists(before: unknown[], after: unknown[], path: string): PatchOperation[] {
  const isSame = (one: unknown, other: unknown) => one === other || textOf(one) === textOf(other);
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && isSame(before[first], after[first])) first++;
  let last = 0;
  while (last < shorter - first && isSame(before.at(-1 - last), after.at(-1 - last))) last++;
  const [hadEnd, hasEnd] = [before.length - last, after.length - last];
  const both = Math.min(hadEnd, hasEnd);
  const operations: PatchOperation[] = [];
  for (let i = first; i < both; i++) operations.push(...patchBetween(before[i], after[i], under(path, i)));
  for (let i = hadEnd - 1; i >= both; i--) operations.push({ op: "remove", path: under(path, i) });
  for (let i = both; i < hasEnd; i++)
    operations.push({ op: "add", path: under(path, i), value: after[i] as never });
  return operations;
}

/** `value` with copies of its own on the way to what changes; all else is shared with what it was. */
function loosened(value: unknown, path: string, own: Set<unknown>): unknown {
  const keys = path
    .split("/")
    .slice(1, -1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const copied = (one: unknown) => {
    if (typeof one !== "object" || one === null || own.has(one)) return one;
    const copy = Array.isArray(one) ? [...one] : { ...one };
    own.add(copy);
    return copy;
  };
  const root = copied(value);
  let at = root;
  for (const key of keys) {
    // What leads nowhere is the library's to refuse.
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) break;
    const holder = at as Record<string, unknown>;
    holder[key] = copied(holder[key]);
    at = holder[key];
  }
  return root;
}

/** `value` with the patch applied; `value` itself stays as it is. Refuses a patch that does not fit, by its operation. */
export function patched(value: unknown, patch: readonly PatchOperation[]): unknown {
  let target = value;
  const own = new Set<unknown>();
  for (const [index, operation] of patch.entries()) {
    try {
      // The library changes what it is given and hands a patch's own values on, and drafts share what did not change: each
      // operation is a copy of its own, or what it put in one place would change with another.
      target = loosened(target, operation.path, own);
      if ("from" in operation) target = loosened(target, operation.from, own);
      target = applyOperation(target, structuredClone(operation) as Operation, true).newDocument;
    } catch {
      throw new DomainError("invalid", "This change does not fit the draft it was made for.", {
        issues: [
          {
            path: `patch.${index}`,
            code: "does_not_fit",
            message: "Load the draft again and make the change anew.",
          },
        ],
      });
    }
  }
  return target;
}
