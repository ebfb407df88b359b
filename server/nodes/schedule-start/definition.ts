import { z } from "zod";
import { pureNode } from "@/server/engine/node";

export const scheduleStartConfig = z.strictObject({
  every: z
    .enum(["day", "week", "month", "quarter", "year"])
    .default("day")
    .meta({ title: "Every", description: "Weeks begin on Monday; the others on their first day." }),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time of the day like 06:00.")
    .default("06:00")
    .meta({ title: "At", description: "Time of the day in the workflow's own time zone." }),
  parties: z.enum(["review_due", "all"]).default("review_due").meta({
    title: "For",
    description:
      "“review_due”: each party whose next review is due; “all”: each party of the workflow's kind.",
  }),
});

export const scheduleStart = pureNode({
  type: "schedule_start",
  version: 1,
  title: "Schedule",
  summary: "Begins at fixed times, once for each party that is due.",
  group: "Start",
  hasNoApplicant: true,
  icon: "calendar-event",
  config: scheduleStartConfig,
  outlets: () => [{ key: "next", title: "Next", kind: "normal" }],
  describe({ every, at, parties }) {
    const whom = parties === "all" ? "every party" : "each party whose review is due";
    return `Every ${every} at ${at} a run begins for ${whom}.`;
  },
  prepare: () => () => ({ outlet: "next", output: {} }),
  examples: [
    {
      name: "Each morning, for who is due",
      config: {},
      data: { input: { scheduledFor: "2026-01-31T06:00:00Z" } },
      outlet: "next",
    },
    {
      name: "Once a quarter, for everybody",
      config: { every: "quarter", at: "02:30", parties: "all" },
      data: { input: { scheduledFor: "2026-01-01T02:30:00Z" } },
      outlet: "next",
      output: {},
    },
  ],
});
