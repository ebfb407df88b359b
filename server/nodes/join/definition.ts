import { z } from "zod";
import { joinNode } from "@/server/engine/node";
import { joinWith } from "@/server/rules/core/words";
import { key } from "@/server/workflows/schema";
import { titleOf } from "../run-facts";
import { objectsIn } from "../said";

const joinConfig = z
  .strictObject({
    split: key.meta({
      title: "Split",
      description: "The node whose branches meet here.",
      "x-names": "node",
      "x-types": ["split"],
    }),
    mode: z.enum(["all", "first", "n"]).default("all").meta({
      title: "Waits for",
      description: "“all” branches, the “first”, or “n” of them. Branches it does not wait for are ended.",
    }),
    n: z.int().min(1).max(20).optional().meta({ title: "How many", description: "For “n” only." }),
  })
  .refine(({ mode, n }) => (mode === "n") === (n !== undefined), {
    error: "Say how many branches with “n”, and with nothing else.",
    path: ["n"],
  });

/** For the examples: what they join. */
const checks = {
  type: "split",
  title: "Checks",
  config: { branches: ["registry", "bank", "website"].map((key) => ({ key, title: key })) },
};

export const join = joinNode({
  type: "join",
  version: 1,
  title: "Join",
  summary: "Where the branches of a split meet again.",
  group: "Flow",
  icon: "arrows-join",
  config: joinConfig,
  outlets: () => [{ key: "joined", title: "Joined", kind: "normal" }],
  describe({ split, mode, n }, { nodes }) {
    const of = `of “${titleOf(nodes, split)}”`;
    if (mode === "all") return `All branches ${of} meet here.`;
    return mode === "first"
      ? `The first branch ${of} goes on; the others end.`
      : `The first ${n} branches ${of} go on together; the others end.`;
  },
  references: ({ split }) => [{ kind: "node", key: split, path: "split" }],
  splitOf: ({ split }) => split,
  needs({ mode, n = 1 }, branches) {
    if (mode === "all") return branches;
    return mode === "first" ? 1 : Math.min(n, branches);
  },
  said({ arrived }, { config, source }) {
    const split = source.nodes[String(config["split"])]?.config as { branches?: unknown } | undefined;
    const branches = objectsIn(split?.branches);
    const titles = (Array.isArray(arrived) ? arrived : []).map((place) =>
      String(branches.find(({ key }) => key === place)?.["title"] ?? place),
    );
    return titles.length > 0 ? `${joinWith(titles, "and")} came here.` : null;
  },
  examples: [
    {
      name: "Waits for all",
      config: { split: "checks" },
      source: { nodes: { checks } },
      outlet: "joined",
      output: { arrived: ["registry", "bank", "website"] },
    },
    {
      name: "Waits for two",
      config: { split: "checks", mode: "n", n: 2 },
      source: { nodes: { checks } },
      outlet: "joined",
      output: { arrived: ["registry", "bank"] },
    },
  ],
});
