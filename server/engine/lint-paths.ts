import { cyclesOf, reachableFrom } from "./graph";
import type { CheckedNode, Problem } from "./lint";
import type { WorkflowGraph } from "./plan";

/** Whether every run that begins can also end, and none can spin. */
export function checkPaths(
  document: WorkflowGraph,
  nodes: ReadonlyMap<string, CheckedNode>,
  problems: Problem[],
): void {
  const starts = [...nodes.values()].filter(({ definition }) => definition.group === "Start");
  const ends = [...nodes.values()].filter(
    ({ definition, outlets }) => outlets.length === 0 && definition.kind !== "item_end",
  );
  const itemEnds = [...nodes.values()].filter(({ definition }) => definition.kind === "item_end");
  const [first, second] = starts;
  if (!first)
    problems.push({
      code: "no_start",
      severity: "error",
      path: "nodes",
      message: "The workflow has no start.",
      fix: "Add an application or a decision request.",
    });
  if (second)
    problems.push({
      code: "several_starts",
      severity: "error",
      node: second.key,
      path: `nodes.${second.key}`,
      message: `The workflow has ${starts.length} starts: ${starts.map(({ title }) => `“${title}”`).join(", ")}.`,
      fix: "Keep one of them.",
    });
  if (ends.length === 0)
    problems.push({
      code: "no_end",
      severity: "error",
      path: "nodes",
      message: "The workflow has no end, so it can decide nothing.",
      fix: "Add an end.",
    });
  if (first?.definition.hasNoApplicant)
    for (const { key, title, definition } of nodes.values())
      if (definition.asksApplicant)
        problems.push({
          code: "nobody_to_ask",
          severity: "error",
          node: key,
          path: `nodes.${key}`,
          message: `“${title}” asks an applicant, but a workflow that begins with “${first.title}” has none.`,
          fix: "Ask in a workflow that begins with an application, or take the step away.",
        });
  const known = document.edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
  const reached = reachableFrom(
    starts.map(({ key }) => key),
    known,
  );
  const ending = reachableFrom(
    [...ends, ...itemEnds].map(({ key }) => key),
    known.map(({ from, to }) => ({ from: to, to: from })),
  );
  for (const { key, title } of nodes.values()) {
    if (first && !reached.has(key))
      problems.push({
        code: "unreachable",
        severity: "warning",
        node: key,
        path: `nodes.${key}`,
        message: `No path from the start leads to “${title}”.`,
        fix: "Connect it or remove it.",
      });
    else if (ends.length > 0 && !ending.has(key))
      problems.push({
        code: "dead_end",
        severity: "error",
        node: key,
        path: `nodes.${key}`,
        message: `No path from “${title}” leads to an end.`,
        fix: "Connect one of its ways out to a node that goes on to an end.",
      });
  }
  const waits = new Set(
    [...nodes.values()]
      .filter(({ definition, disabled }) => definition.kind === "wait" && disabled === undefined)
      .map(({ key }) => key),
  );
  const unwaiting = known.filter(({ from, to }) => !waits.has(from) && !waits.has(to));
  for (const cycle of cyclesOf(
    [...nodes.keys()].filter((key) => !waits.has(key)),
    unwaiting,
  )) {
    const [node = ""] = cycle;
    problems.push({
      code: "spinning_cycle",
      severity: "error",
      node,
      path: `nodes.${node}`,
      message: `${cycle.map((key) => `“${nodes.get(key)?.title ?? key}”`).join(" → ")} go round without waiting for anybody.`,
      fix: "Put a node into the circle that waits for an answer, or break it.",
    });
  }
}
