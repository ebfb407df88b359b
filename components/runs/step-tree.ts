import type { RunLine, RunStep } from "@/server/runs/schema";

/** A step of a run with what it opened beside the line it stands on. */
export interface StepBranch {
  step: RunStep;
  /** Its place in the path, by which its events are known. */
  place: number;
  lines: LineBranch[];
}

export interface LineBranch {
  line: RunLine;
  steps: StepBranch[];
}

/** The path as it went: what was done side by side stands under the step that opened it. */
export function stepTree(path: readonly RunStep[], lines: readonly RunLine[]): StepBranch[] {
  const known = new Set(lines.map(({ id }) => id));
  const main: StepBranch[] = [];
  const onLine = new Map(lines.map(({ id }): [string, StepBranch[]] => [id, []]));
  const opening = new Map<string, StepBranch>();
  const visited = (line: string | undefined, node: string, visit: number) => `${line ?? ""}/${node}.${visit}`;
  path.forEach((step, place) => {
    const branch: StepBranch = { step, place, lines: [] };
    // A line nobody knows any more still has its steps.
    (step.frame !== undefined && known.has(step.frame) ? onLine.get(step.frame)! : main).push(branch);
    opening.set(visited(step.frame, step.node, step.visit), branch);
  });
  const inOrder = [...lines].sort((a, b) =>
    a.kind === "element" && b.kind === "element" ? Number(a.place) - Number(b.place) : 0,
  );
  for (const line of inOrder)
    opening
      .get(visited(line.parent ?? undefined, line.node, line.visit))
      ?.lines.push({ line, steps: onLine.get(line.id) ?? [] });
  return main;
}

/** What the lines a step stands on are called, from the outside in: *Owner 2 · Jane Roe, Identity*. */
export function lineName(lines: readonly RunLine[], frame: string | null | undefined): string {
  const titles: string[] = [];
  for (let at = frame ?? null; at !== null; ) {
    const line = lines.find(({ id }) => id === at);
    if (!line) break;
    titles.unshift(line.title);
    at = line.parent;
  }
  return titles.join(", ");
}
