import { z } from "zod";
import { pureNode } from "@/server/engine/node";

/** What of a party can change and begin a run. */
export const watchedFields = ["name", "country", "reference"] as const;

export const partyChangedStartConfig = z.strictObject({
  fields: z
    .array(z.enum(watchedFields))
    .min(1)
    .max(watchedFields.length)
    .default([...watchedFields])
    .meta({ title: "Watched", description: "A run begins when one of these becomes another than it was." }),
});
const titles = { name: "name", country: "country", reference: "reference" } as const;

export const partyChangedStart = pureNode({
  type: "party_changed_start",
  version: 1,
  title: "Party changed",
  summary: "Begins when something about a known party has changed.",
  group: "Start",
  hasNoApplicant: true,
  icon: "user-edit",
  config: partyChangedStartConfig,
  outlets: () => [{ key: "next", title: "Next", kind: "normal" }],
  describe: ({ fields }) =>
    `A run begins when a party's ${fields.map((field) => titles[field]).join(" or ")} changes.`,
  prepare: () => () => ({ outlet: "next", output: {} }),
  examples: [
    {
      name: "A company moved",
      config: { fields: ["country"] },
      data: { input: { changed: ["country"] }, party: { country: "DE" } },
      outlet: "next",
    },
    {
      name: "Anything that is watched",
      config: {},
      data: { input: { changed: ["name", "reference"] } },
      outlet: "next",
      output: {},
    },
  ],
});
