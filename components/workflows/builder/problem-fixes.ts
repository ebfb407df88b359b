import { connect, disconnect, outletsOf, removeNodes } from "@/server/workflows/edits/policy";
import type { DocumentProblem } from "@/server/workflows/schema";
import type { ProblemFix } from "./problem-list";
import type { Builder } from "./use-builder";

/** What one click mends. Only where there is no doubt what is meant. */
export function fixOf(builder: Builder, { code, node, path }: DocumentProblem): ProblemFix | undefined {
  const { document } = builder.parts;
  const step = node === undefined ? undefined : document.nodes[node];
  if (code === "unreachable" && node && step)
    return {
      title: "Remove the step",
      run: () => builder.edit(`Remove “${step.title}”`, (parts) => removeNodes(parts, [node])),
    };
  const [, at] = /^edges\.(\d+)/.exec(path) ?? [];
  const edge = at === undefined ? undefined : document.edges[Number(at)];
  if ((code === "unknown_outlet" || code === "unknown_node") && edge)
    return {
      title: "Remove the way",
      run: () => builder.edit("Remove a way", (parts) => disconnect(parts, [edge])),
    };
  // What nobody handles goes to people, as its default is.
  if ((code === "unhandled_failure" || code === "unhandled_deadline") && node) {
    const [review] = Object.entries(document.nodes).find(([, { type }]) => type === "review") ?? [];
    const kind = code === "unhandled_failure" ? "failure" : "deadline";
    const loose = outletsOf(document, node).filter(
      (outlet) =>
        outlet.kind === kind &&
        !document.edges.some((edge) => edge.from === node && edge.outlet === outlet.key),
    );
    if (review === undefined || review === node || loose.length === 0) return undefined;
    const title = document.nodes[review]?.title;
    return {
      title: `Send to “${title}”`,
      run: () =>
        builder.edit(`“${step?.title}”: failures go to “${title}”`, (parts) =>
          loose.reduce((now, { key }) => connect(now, { from: node, outlet: key }, review), parts),
        ),
    };
  }
  return undefined;
}
