import type { Condition } from "@/server/rules/core/ast";
import { isOut } from "@/server/rules/core/layout";
import {
  conditionOf,
  type GroupTree,
  isLeftOut,
  partsIn,
  type Tree,
  treeOf,
  withParts,
} from "./condition-tree";

/** Where a part stands: its number in the outermost group, in the part there, and so on. The root is `[]`. */
export type Place = readonly number[];

export function partAt(root: Tree, place: Place): Tree | undefined {
  return place.reduce<Tree | undefined>((at, i) => at && partsIn(at)[i], root);
}

/** Another tree, or several, or none, where one stood. */
function replaced(root: Tree, [i, ...rest]: Place, by: (part: Tree) => readonly Tree[]): Tree {
  const parts = partsIn(root);
  const part = i === undefined ? undefined : parts[i];
  if (i === undefined || !part) return root;
  const next = rest.length === 0 ? by(part) : [replaced(part, rest, by)];
  return withParts(root, parts.toSpliced(i, 1, ...next));
}

export const changeAt = (root: GroupTree, place: Place, by: (part: Tree) => Tree): GroupTree =>
  (place.length === 0 ? by(root) : replaced(root, place, (part) => [by(part)])) as GroupTree;

const inside = (outer: Place, place: Place) =>
  outer.length <= place.length && outer.every((i, at) => i === place[at]);

/** Whether something stays where it stood; a group that it leaves empty goes with it. */
export function mayRemove(root: GroupTree, place: Place): boolean {
  if (place.length === 0) return false;
  const parent = partAt(root, place.slice(0, -1));
  if (!parent || !partAt(root, place)) return false;
  if (partsIn(parent).length > 1) return true;
  return parent.kind === "group" && mayRemove(root, place.slice(0, -1));
}

export function removeAt(root: GroupTree, place: Place): GroupTree {
  if (!mayRemove(root, place)) return root;
  const above = place.slice(0, -1);
  const isAlone = partsIn(partAt(root, above)!).length === 1;
  return isAlone ? removeAt(root, above) : (replaced(root, place, () => []) as GroupTree);
}

/** Puts parts into the group (or the test over a list) at `parent`, before its part number `index`. */
export function insertAt(
  root: GroupTree,
  parent: Place,
  index: number,
  ...given: readonly Tree[]
): GroupTree {
  const put = (at: Tree) => withParts(at, partsIn(at).toSpliced(index, 0, ...given));
  return changeAt(root, parent, put);
}

/** Where a part stands, by its id. */
export function placeOf(root: Tree, id: string): Place | undefined {
  for (const [i, part] of partsIn(root).entries()) {
    if (part.id === id) return [i];
    const below = placeOf(part, id);
    if (below) return [i, ...below];
  }
  return undefined;
}

export function mayMove(root: GroupTree, from: Place, parent: Place): boolean {
  const to = partAt(root, parent);
  if (!to || to.kind === "test" || inside(from, parent)) return false;
  const isSameGroup = from.length === parent.length + 1 && inside(parent, from);
  return isSameGroup || mayRemove(root, from);
}

/** Takes a part from where it stands to another group, also a deeper or an outer one. */
export function moveTo(root: GroupTree, from: Place, parent: Place, index: number): GroupTree {
  const part = partAt(root, from);
  if (!part || !mayMove(root, from, parent)) return root;
  // Its place is held by a twin, so that the number of the place it goes to is still the one that was meant.
  const held: Tree = { kind: "group", id: "", op: "all", of: [] };
  const without = changeAt(root, from, () => held);
  return removeHeld(insertAt(without, parent, index, part), held);
}

function removeHeld(root: GroupTree, held: Tree): GroupTree {
  const seek = (tree: Tree): Place | undefined => {
    for (const [i, part] of partsIn(tree).entries()) {
      if (part === held) return [i];
      const below = seek(part);
      if (below) return [i, ...below];
    }
    return undefined;
  };
  const place = seek(root);
  return place ? removeAt(root, place) : root;
}

export type Direction = "up" | "down" | "out" | "in";

/** One step by keyboard. At the end of its group a part steps out of it; `in` takes it into the group beside it. */
export function moveBy(root: GroupTree, place: Place, by: Direction): GroupTree {
  const above = place.slice(0, -1);
  const index = place.at(-1);
  const parent = partAt(root, above);
  if (index === undefined || !parent) return root;
  const siblings = partsIn(parent);
  const outer = above.slice(0, -1);
  const own = above.at(-1);
  switch (by) {
    case "up":
      if (index > 0) return moveTo(root, place, above, index - 1);
      return own === undefined ? root : moveTo(root, place, outer, own);
    case "down":
      if (index < siblings.length - 1) return moveTo(root, place, above, index + 2);
      return own === undefined ? root : moveTo(root, place, outer, own + 1);
    case "out":
      return own === undefined ? root : moveTo(root, place, outer, own + 1);
    default: {
      const [before, after] = [siblings[index - 1], siblings[index + 1]];
      if (before && before.kind !== "test")
        return moveTo(root, place, [...above, index - 1], partsIn(before).length);
      if (after && after.kind !== "test") return moveTo(root, place, [...above, index + 1], 0);
      return root;
    }
  }
}

/** Ids that nothing in the tree has, one after the other. */
function freshIds(root: GroupTree): () => string {
  const taken = new Set<string>();
  const walk = (tree: Tree) => {
    taken.add(tree.id);
    if (tree.kind === "list") taken.add(tree.where.id);
    partsIn(tree).forEach(walk);
  };
  walk(root);
  let n = 0;
  return () => {
    do n++;
    while (taken.has(`c${n}`));
    return `c${n}`;
  };
}

/** The same under ids that nothing in the tree has. */
export function freshCopy(root: GroupTree, part: Tree): Tree {
  const next = freshIds(root);
  const copy = (tree: Tree): Tree => {
    const id = next();
    if (tree.kind === "test") return { ...tree, id, test: { ...tree.test, id } };
    if (tree.kind === "group") return { ...tree, id, of: tree.of.map(copy) };
    return { ...tree, id, where: copy(tree.where) as GroupTree };
  };
  return copy(part);
}

/** A condition as a part that can be put beside others. */
export function partOfCondition(condition: Condition): Tree {
  const tree = treeOf(condition);
  const [only] = tree.of;
  return tree.isImplied && only ? only : tree;
}

export function duplicateAt(root: GroupTree, place: Place): { root: GroupTree; id: string } {
  const part = partAt(root, place);
  if (!part || place.length === 0) return { root, id: root.id };
  const copy = freshCopy(root, part);
  return { root: insertAt(root, place.slice(0, -1), place.at(-1)! + 1, copy), id: copy.id };
}

/** Puts a group round a part; the other kind of group than the one it stands in, for that is what it is made for. */
export function wrapAt(root: GroupTree, place: Place): { root: GroupTree; id: string } {
  const part = partAt(root, place);
  const above = partAt(root, place.slice(0, -1));
  if (!part || !above || place.length === 0) return { root, id: root.id };
  const op = (above.kind === "list" ? above.where.op : above.kind === "group" ? above.op : "all") === "all";
  const group: GroupTree = { kind: "group", id: freshIds(root)(), op: op ? "any" : "all", of: [part] };
  return { root: changeAt(root, place, () => group), id: group.id };
}

/** Takes a group away and leaves what stood in it. */
export function unwrapAt(root: GroupTree, place: Place): GroupTree {
  const part = partAt(root, place);
  if (part?.kind !== "group" || place.length === 0) return root;
  return replaced(root, place, () => part.of) as GroupTree;
}

function toggled(tree: Tree): Tree {
  if (tree.kind === "test") {
    const { off, ...test } = tree.test;
    return { ...tree, test: off ? test : { ...test, off: true } };
  }
  const { off, ...rest } = tree;
  return off ? rest : { ...rest, off: true };
}

/** Leaves a part out, or takes it in again. */
export const toggleAt = (root: GroupTree, place: Place): GroupTree => changeAt(root, place, toggled);

/** What asks nothing any more would never hold: the rule as a whole is left out instead. */
export function mayLeaveOut(root: GroupTree, place: Place): boolean {
  const part = partAt(root, place);
  if (!part || place.length === 0) return false;
  return isLeftOut(part) || !isOut(conditionOf(toggleAt(root, place)));
}
