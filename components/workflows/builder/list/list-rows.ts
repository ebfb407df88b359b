import type { Outlet } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { definitionOf, isStart, mayBeDisabled, outletsOf } from "@/server/workflows/edits/policy";
import { outlineOf } from "@/server/workflows/outline/policy";
import { stepSentences } from "@/server/workflows/policy";
import type { DocumentProblem, DraftParts } from "@/server/workflows/schema";

/** One way out of a step, and where it leads. */
export interface ListWay {
  outlet: string;
  title: string;
  kind: Outlet["kind"];
  to: { node: string; title: string; number: number } | null;
}

/** One step as the list shows it: plain values, so that a row whose step did not change need not be drawn again. */
export interface ListRow {
  key: string;
  number: number;
  depth: number;
  /** The way by which a branch or a body begins here. */
  via: string | null;
  isLoose: boolean;
  type: string;
  icon: string;
  title: string;
  sentence: string;
  isOff: boolean;
  mayLeaveOut: boolean;
  mayCopy: boolean;
  ways: ListWay[];
  /** What is wrong, the worst first. */
  problems: { isBad: boolean; message: string }[];
  /** Comments that are not settled. */
  comments: number;
}

/** The whole list, in the order runs take. */
export function listRows(
  { document, editor }: DraftParts,
  problems: readonly DocumentProblem[] = [],
): ListRow[] {
  const outline = outlineOf(document, editor.inside);
  const sentences = stepSentences(document, nodeCatalogue);
  const numbers = new Map(outline.map(({ node }, i) => [node, i + 1]));
  const targets = new Map(document.edges.map(({ from, outlet, to }) => [`${from} ${outlet}`, to]));
  const wrong = new Map<string, ListRow["problems"]>();
  for (const { node, severity, message } of problems)
    if (node !== undefined)
      wrong.set(node, [...(wrong.get(node) ?? []), { isBad: severity === "error", message }]);
  const comments = new Map<string, number>();
  for (const { node, isSettled } of editor.comments ?? [])
    if (!isSettled) comments.set(node, (comments.get(node) ?? 0) + 1);
  return outline.map(({ node: key, depth, via, isLoose }, i): ListRow => {
    const node = document.nodes[key]!;
    const definition = definitionOf(node.type);
    return {
      ...{ key, depth, isLoose, number: i + 1, via: via?.title ?? null },
      type: definition?.title ?? node.type,
      icon: definition?.icon ?? "",
      title: node.title,
      sentence: sentences.get(key) ?? "",
      isOff: node.disabled !== undefined,
      mayLeaveOut: mayBeDisabled(document, key),
      mayCopy: !isStart(document, key),
      ways: outletsOf(document, key).map(({ key: outlet, title, kind }): ListWay => {
        const to = targets.get(`${key} ${outlet}`);
        const known = to !== undefined && Object.hasOwn(document.nodes, to);
        return {
          ...{ outlet, title, kind },
          to: known ? { node: to, title: document.nodes[to]!.title, number: numbers.get(to) ?? 0 } : null,
        };
      }),
      problems: (wrong.get(key) ?? []).sort((a, b) => Number(b.isBad) - Number(a.isBad)),
      comments: comments.get(key) ?? 0,
    };
  });
}
