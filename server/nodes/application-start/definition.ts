import { z } from "zod";
import { pureNode } from "@/server/engine/node";

export const applicationStart = pureNode({
  type: "application_start",
  version: 1,
  title: "Application",
  summary: "Begins when an application is created, by link, by API or by staff.",
  group: "Start",
  icon: "player-play",
  config: z.strictObject({}),
  outlets: () => [{ key: "next", title: "Next", kind: "normal" }],
  describe: () => "An application begins.",
  prepare: () => () => ({ outlet: "next", output: {} }),
  examples: [
    { name: "Begins with nothing known", config: {}, outlet: "next", output: {} },
    {
      name: "Begins with what the API filled in",
      config: {},
      data: { input: { name: "Acme" } },
      outlet: "next",
    },
  ],
});
