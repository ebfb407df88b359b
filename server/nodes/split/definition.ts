import { z } from "zod";
import { splitNode } from "@/server/engine/node";
import { key } from "@/server/workflows/schema";

const splitConfig = z.strictObject({
  branches: z
    .array(
      z.strictObject({
        key: key.meta({ title: "Key" }),
        title: z.string().min(1).max(80).meta({ title: "Title" }),
      }),
    )
    .min(2)
    .max(20)
    .refine((branches) => new Set(branches.map((each) => each.key)).size === branches.length, {
      error: "Two branches have the same key.",
    })
    .meta({
      title: "Branches",
      description:
        "They go on side by side and meet at the join. Where two find the same, the later one in this list stands.",
    }),
});

export const split = splitNode({
  type: "split",
  version: 1,
  title: "Split",
  summary: "Goes on in several branches at once, until their join.",
  group: "Flow",
  icon: "arrows-split",
  config: splitConfig,
  outlets: ({ branches }) => branches.map(({ key, title }) => ({ key, title, kind: "normal" })),
  describe: ({ branches }) =>
    `The path goes ${branches.length} ways at once: ${branches.map(({ title }) => `“${title}”`).join(", ")}.`,
  examples: [
    {
      name: "Two checks side by side",
      config: {
        branches: [
          { key: "company", title: "Company" },
          { key: "people", title: "People" },
        ],
      },
      outlet: "company people",
    },
    {
      name: "Three ways",
      config: {
        branches: [
          { key: "registry", title: "Registry" },
          { key: "bank", title: "Bank account" },
          { key: "website", title: "Website" },
        ],
      },
      outlet: "registry bank website",
    },
  ],
});
