import { z } from "zod";
import { BODY, eachNode, NodeFault, type NodeScope } from "@/server/engine/node";
import type { Json } from "@/server/engine/state";
import { elementsAt, itemListPath } from "../paths";
import { objectsIn, some } from "../said";
import { forEachExamples } from "./examples";

const forEachConfig = z.strictObject({
  list: itemListPath.meta({
    title: "List",
    description: "A list like forms.owners.owners[]. Inside the body item is its element, index its place.",
  }),
  whenMissing: z.enum(["ask", "empty"]).default("ask").meta({
    title: "A list that is not there",
    description: "“ask” stops at a person; “empty” goes on as if it had no elements.",
  }),
  concurrency: z.int().min(1).max(50).default(10).meta({
    title: "At once",
    description: "How many elements are worked on side by side.",
  }),
  onItemFailure: z.enum(["ask", "stop", "continue"]).default("ask").meta({
    title: "A failure that leads nowhere",
    description:
      "“ask” stops that element at a person; “continue” counts it as failed; “stop” ends the others and leaves by “failed”.",
  }),
});
type ForEachConfig = z.infer<typeof forEachConfig>;

function itemsOf({ list, whenMissing }: ForEachConfig, scope: NodeScope): Json[] {
  const elements = elementsAt(scope.data, list);
  if (elements) return elements as Json[];
  if (whenMissing === "empty") return [];
  throw new NodeFault(`there is no list at ${list.slice(0, -2)}`);
}

/** Whose verdicts decided about elements: the decision behind the list is theirs too. */
const membersIn = (by: Json | undefined): string[] =>
  Array.isArray(by) ? by.filter((one) => typeof one === "string") : [];

export const forEach = eachNode({
  type: "for_each",
  version: 1,
  title: "For each",
  summary: "Goes through the same steps once for each element of a list.",
  group: "Flow",
  icon: "repeat",
  config: forEachConfig,
  outlets: ({ onItemFailure }) => [
    { key: BODY, title: "For each element", kind: "normal" },
    { key: "done", title: "Done", kind: "normal" },
    ...(onItemFailure === "stop" ? [{ key: "failed", title: "Failed", kind: "failure" as const }] : []),
  ],
  describe({ list, concurrency }) {
    const pace = concurrency === 1 ? "one after the other" : `up to ${concurrency} at once`;
    return `The steps of its body are taken for each element of ${list}, ${pace}.`;
  },
  listOf: ({ list }) => list.slice(0, -2),
  items: itemsOf,
  concurrency: ({ concurrency }) => concurrency,
  onItemFailure: ({ onItemFailure }) => onItemFailure,
  keeps(found, { nodes }) {
    const by = Object.entries(found).flatMap(([node, output]) => {
      const type = nodes[node]?.type;
      const isVerdict = type === "review" && output["verdict"] !== "send_back";
      return isVerdict || type === "for_each" ? membersIn(output["by"]) : [];
    });
    return by.length > 0 ? { by: [...new Set(by)] } : undefined;
  },
  settle({ onItemFailure }, _, done, count) {
    const failed = done.filter((item) => item.failed).length;
    const by = [...new Set(done.flatMap(({ kept }) => membersIn(kept?.["by"])))];
    return {
      outlet: onItemFailure === "stop" && failed > 0 ? "failed" : "done",
      output: {
        items: done.map(({ index, result, output }) => ({ index, result, output })),
        ...{ count, failed },
        ...(by.length > 0 && { by }),
      },
    };
  },
  said({ count, failed, items }) {
    if (typeof count !== "number") return null;
    if (count === 0) return "The list was empty.";
    const results = new Map<string, number>();
    for (const { result } of objectsIn(items))
      if (typeof result === "string") results.set(result, (results.get(result) ?? 0) + 1);
    const told = [...results].map(([result, n]) => `${n} ${result}`).join(", ");
    const lost =
      typeof failed === "number" && failed > 0 && !results.has("failed") ? `, ${failed} failed` : "";
    return told === "" ? null : `${some(count, "element")}: ${told}${lost}.`;
  },
  examples: forEachExamples,
});
