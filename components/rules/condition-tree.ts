import type { Condition } from "@/server/rules/core/ast";
import { isGroup, isListCondition } from "@/server/rules/core/layout";
import type { Test } from "./tests";

/**
 * A condition as it is edited: whatever can be put beside something stands in a group, also where the stored condition
 * has a single test. Such a group is implied, and is not stored as long as it holds one thing and says nothing itself.
 */
export type Tree = GroupTree | ListTree | TestTree;

type Off = { off?: true };
export type GroupTree = Off & {
  kind: "group";
  id: string;
  op: "all" | "any" | "none";
  of: readonly Tree[];
  isImplied?: true;
};
export type ListTree = Off & {
  kind: "list";
  id: string;
  op: "some" | "every" | "no" | "at_least" | "exactly";
  list: string;
  n?: number;
  where: GroupTree;
};
export type TestTree = { kind: "test"; id: string; test: Test };

const LONGEST_ID = 64;

/** One and the same for one and the same part, so that what is drawn stays in place while it is edited. */
function impliedId(of: string, taken: ReadonlySet<string>): string {
  for (let n = 0; ; n++) {
    const end = n === 0 ? ".g" : `.g${n}`;
    const id = `${of.slice(0, LONGEST_ID - end.length)}${end}`;
    if (!taken.has(id)) return id;
  }
}

/** All ids of a condition. */
export function idsOf(condition: Condition, into = new Set<string>()): Set<string> {
  into.add(condition.id);
  if (isGroup(condition)) for (const part of condition.of) idsOf(part, into);
  else if (isListCondition(condition)) idsOf(condition.where, into);
  return into;
}

const offOf = ({ off }: Off): Off => (off ? { off } : {});

export function treeOf(condition: Condition): GroupTree {
  const taken = idsOf(condition);
  const grouped = (part: Condition): GroupTree => {
    const tree = read(part);
    if (tree.kind === "group") return tree;
    return { kind: "group", id: impliedId(part.id, taken), op: "all", of: [tree], isImplied: true };
  };
  const read = (part: Condition): Tree => {
    if (isGroup(part))
      return { kind: "group", id: part.id, op: part.op, of: part.of.map(read), ...offOf(part) };
    if (!isListCondition(part)) return { kind: "test", id: part.id, test: part };
    const { id, op, list, n, where } = part;
    return {
      ...{ kind: "list", id, op, list, where: grouped(where) },
      ...(n === undefined ? {} : { n }),
      ...offOf(part),
    };
  };
  return grouped(condition);
}

export function conditionOf(tree: Tree): Condition {
  if (tree.kind === "test") return tree.test;
  if (tree.kind === "list") {
    const { id, op, list, n, where } = tree;
    return {
      ...{ id, op, list },
      ...(n === undefined ? {} : { n }),
      where: conditionOf(where),
      ...offOf(tree),
    };
  }
  const [only] = tree.of;
  const saysNothing = tree.isImplied && tree.of.length === 1 && tree.op === "all" && !tree.off;
  if (saysNothing && only) return conditionOf(only);
  return { id: tree.id, op: tree.op, of: tree.of.map(conditionOf), ...offOf(tree) };
}

export const isLeftOut = (tree: Tree): boolean =>
  tree.kind === "test" ? tree.test.off === true : tree.off === true;

/** The parts that stand in it: of a group, or in the group that a test over a list asks of its entries. */
export const partsIn = (tree: Tree): readonly Tree[] =>
  tree.kind === "group" ? tree.of : tree.kind === "list" ? tree.where.of : [];

export const withParts = (tree: Tree, of: readonly Tree[]): Tree =>
  tree.kind === "group"
    ? { ...tree, of }
    : tree.kind === "list"
      ? { ...tree, where: { ...tree.where, of } }
      : tree;
