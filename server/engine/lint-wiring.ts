import type { CheckedNode, Problem } from "./lint";
import { mayBeLeftOut } from "./node";
import type { WorkflowGraph } from "./plan";

export function checkEdges(
  document: WorkflowGraph,
  nodes: ReadonlyMap<string, CheckedNode>,
  problems: Problem[],
): void {
  const wired = new Set<string>();
  document.edges.forEach(({ from, outlet, to }, i) => {
    for (const [end, key] of [
      ["from", from],
      ["to", to],
    ] as const)
      if (!Object.hasOwn(document.nodes, key))
        problems.push({
          code: "unknown_node",
          severity: "error",
          path: `edges.${i}.${end}`,
          message: `A connection ${end === "from" ? "begins" : "ends"} at “${key}”, which does not exist.`,
          fix: "Remove the connection or add the node.",
        });
    const node = nodes.get(from);
    if (node && !node.outlets.some(({ key }) => key === outlet))
      problems.push({
        code: "unknown_outlet",
        severity: "error",
        node: from,
        path: `edges.${i}.outlet`,
        message: `A connection leaves “${node.title}” by “${outlet}”, which it does not have.`,
        fix:
          node.outlets.length > 0
            ? `It has ${node.outlets.map(({ key }) => `“${key}”`).join(", ")}.`
            : "It ends the run; remove the connection.",
      });
    const place = JSON.stringify([from, outlet]);
    if (wired.has(place))
      problems.push({
        code: "outlet_wired_twice",
        severity: "error",
        node: from,
        path: `edges.${i}`,
        message: `“${outlet}” of “${document.nodes[from]?.title ?? from}” leads to two nodes; a run goes one way.`,
        fix: "Keep one of the connections.",
      });
    wired.add(place);
  });
}

/** What an unwired outlet means, by its kind. */
export function checkOutlets(document: WorkflowGraph, node: CheckedNode, problems: Problem[]): void {
  const codes = {
    normal: "unwired_outlet",
    failure: "unhandled_failure",
    deadline: "unhandled_deadline",
  } as const;
  const { disabled } = node;
  if (disabled !== undefined) checkLeftOut(node, disabled, problems);
  for (const { key, title, kind } of node.outlets) {
    // What is left out is left at one outlet, of whatever kind, and at no other.
    if (disabled !== undefined && key !== disabled) continue;
    if (document.edges.some(({ from, outlet }) => from === node.key && outlet === key)) continue;
    problems.push({
      code: disabled === undefined ? codes[kind] : codes.normal,
      severity: kind === "normal" || disabled !== undefined ? "error" : "warning",
      node: node.key,
      outlet: key,
      path: `nodes.${node.key}`,
      message:
        kind === "normal" || disabled !== undefined
          ? `“${title}” of “${node.title}” leads nowhere.`
          : `“${title}” of “${node.title}” leads nowhere: the run would stop and ask for a member's attention.`,
      fix: "Connect it to the node that comes next.",
    });
  }
}

/** A step that runs pass by decides nothing: whoever publishes is told so. */
function checkLeftOut(node: CheckedNode, outlet: string, problems: Problem[]): void {
  const at = { node: node.key, path: `nodes.${node.key}.disabled` };
  const title = node.outlets.find(({ key }) => key === outlet)?.title;
  if (!mayBeLeftOut(node.definition))
    problems.push({
      ...{ ...at, code: "cannot_be_left_out", severity: "error" },
      message: `“${node.title}” cannot be left out: other steps depend on its place.`,
      fix: "Take it in again, or remove it.",
    });
  else if (title === undefined)
    problems.push({
      ...{ ...at, code: "unknown_outlet", severity: "error" },
      message: `“${node.title}” is left out and goes on at “${outlet}”, which it does not have.`,
      fix: `It has ${node.outlets.map(({ key }) => `“${key}”`).join(", ")}.`,
    });
  else
    problems.push({
      ...{ ...at, code: "left_out", severity: "warning" },
      message: `“${node.title}” is left out: runs go on at “${title}” as if it had said so.`,
      fix: "Take it in again, or remove it.",
    });
}
