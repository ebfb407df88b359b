import type { CanvasMark } from "@/components/canvas/graph";
import { BODY } from "@/server/engine/node";
import { isOnLine, partsOfLine } from "@/server/runs/lines/policy";
import type { RunChild, RunLine, RunStep } from "@/server/runs/schema";

/** A run as its workflow's drawing shows it. */
export interface RunPicture {
  path: readonly RunStep[];
  lines: readonly RunLine[];
  /** The element of a list that the nested drawing shows; null shows all of them at once. */
  element: string | null;
  children: readonly RunChild[];
}

/** Whether it was this step that began the run. */
export const isOfStep = (child: RunChild, { node, visit, frame }: RunStep): boolean =>
  child.node === node && child.visit === visit && (child.frame ?? undefined) === frame;

/** What a run did with each node and edge. */
export interface Lights {
  mark(node: string): CanvasMark | undefined;
  visits(node: string): number;
  last(node: string): RunStep | undefined;
  edge(from: string, outlet: string): CanvasMark | undefined;
  /** The lines that a split or a “for each” opened. */
  opened(node: string): readonly RunLine[];
  child(node: string): RunChild | undefined;
}

const dark: Lights = {
  mark: () => undefined,
  visits: () => 0,
  last: () => undefined,
  edge: () => undefined,
  opened: () => [],
  child: () => undefined,
};

export function lightsOf(run: RunPicture | null, around: ReadonlyMap<string, string>): Lights {
  if (!run) return dark;
  const { element } = run;
  const owner = element === null ? undefined : partsOfLine(element).node;
  const isShown = (node: string, frame: string | undefined) =>
    element === null || around.get(node) !== owner || isOnLine(frame, element);
  const byNode = new Map<string, RunStep[]>();
  for (const step of run.path)
    if (isShown(step.node, step.frame)) byNode.set(step.node, [...(byNode.get(step.node) ?? []), step]);
  const lines = run.lines.filter(({ node, id, parent, kind }) =>
    kind === "element" && node === owner
      ? isOnLine(element ?? undefined, id)
      : isShown(node, parent ?? undefined),
  );
  const taken = new Set([
    ...[...byNode.values()].flat().flatMap((step) => (step.outlet ? [`${step.node} ${step.outlet}`] : [])),
    ...lines.map(({ kind, node, place }) => `${node} ${kind === "branch" ? place : BODY}`),
  ]);
  const last = (node: string) => byNode.get(node)?.at(-1);
  return {
    mark: (node) => {
      const step = last(node);
      if (!step) return "untouched";
      if (step.state === "incident") return "trouble";
      return step.state === "left" ? "taken" : "here";
    },
    visits: (node) => byNode.get(node)?.length ?? 0,
    last,
    edge: (from, outlet) => (taken.has(`${from} ${outlet}`) ? "taken" : "untouched"),
    opened: (node) => lines.filter((line) => line.node === node),
    child: (node) =>
      run.children.findLast((child) => (byNode.get(node) ?? []).some((step) => isOfStep(child, step))),
  };
}
