import { BODY } from "@/server/engine/node";
import { keepStanding } from "../drawings/policy";
import { definitionOf, isStart, outletsOf } from "../edits/policy";
import type { DraftParts, Edge, WorkflowDocument } from "../schema";

/** Moving a step along the way it stands on: it changes places with the one before or behind it. */

/** The one normal way on. A step that chooses, splits or joins has its place because of that, and keeps it. */
function onwardOf(document: WorkflowDocument, key: string): string | undefined {
  const definition = definitionOf(document.nodes[key]?.type ?? "");
  if (!definition || definition.kind === "split" || definition.kind === "join") return undefined;
  const normal = outletsOf(document, key).filter(({ kind, key }) => kind === "normal" && key !== BODY);
  return normal.length === 1 ? normal[0]?.key : undefined;
}

/** The two that would change places, the first one first; undefined where moving makes no sense. */
function pairOf(
  document: WorkflowDocument,
  key: string,
  by: -1 | 1,
): { first: string; out: Edge; second: string } | undefined {
  const own = onwardOf(document, key);
  if (own === undefined) return undefined;
  const out =
    by === 1
      ? document.edges.find(({ from, outlet }) => from === key && outlet === own)
      : document.edges.find(({ from, outlet, to }) => to === key && outlet === onwardOf(document, from));
  if (!out) return undefined;
  const { from: first, to: second } = out;
  if (first === second || isStart(document, first)) return undefined;
  if (onwardOf(document, second) === undefined) return undefined;
  // Whoever comes to the second by another way would come to the first as well.
  const arrivals = document.edges.filter(({ to }) => to === second);
  const back = document.edges.some(
    ({ from, outlet, to }) => from === second && outlet === onwardOf(document, second) && to === first,
  );
  return arrivals.length === 1 && !back ? { first, out, second } : undefined;
}

export const mayMove = (document: WorkflowDocument, key: string, by: -1 | 1): boolean =>
  pairOf(document, key, by) !== undefined;

/** One place up or down. What led to the two leads to whichever is first now, and on to what was behind them. */
export function moveStep(parts: DraftParts, key: string, by: -1 | 1): DraftParts {
  const { document } = parts;
  const pair = pairOf(document, key, by);
  if (!pair) return parts;
  const { first, out, second } = pair;
  const onward = onwardOf(document, second) ?? "";
  const behind = document.edges.find(({ from, outlet }) => from === second && outlet === onward);
  const edges = document.edges.flatMap((edge): Edge[] => {
    if (edge === out) return behind ? [{ ...out, to: behind.to }] : [];
    if (edge === behind) return [{ ...behind, to: first }];
    return [edge.to === first ? { ...edge, to: second } : edge];
  });
  if (!behind) edges.push({ from: second, outlet: onward, to: first });
  return keepStanding(parts, {
    ...parts,
    document: { ...document, edges },
    editor: swapped(parts, first, second),
  });
}

/** Where somebody has placed the two, they change places on the canvas too. */
function swapped({ editor }: DraftParts, first: string, second: string): DraftParts["editor"] {
  const { [first]: one, [second]: other, ...rest } = editor.positions;
  if (!one || !other) return editor;
  return { ...editor, positions: { ...rest, [first]: other, [second]: one } };
}
