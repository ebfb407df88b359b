import { z } from "zod";
import type { Outlet } from "@/server/engine/node";
import { key } from "@/server/workflows/schema";

/** Settings that every step which asks a connection has: whom, how often, how long. */
export const connectionField = key.meta({
  title: "Connection",
  description: "Which of the workspace's connections is used.",
  "x-names": "connection",
});

export const attemptsField = z.int().min(1).max(10).default(3).meta({
  title: "Attempts",
  description: "How often it is tried in all when the other side cannot be reached.",
});

export const timeoutField = z
  .int()
  .min(100)
  .max(120_000)
  .default(5000)
  .meta({ title: "Time limit of one attempt, in milliseconds" });

export const deadlineField = z.int().min(1).max(10_080).optional().meta({
  title: "Deadline in minutes",
  description: "Time for all attempts together; then the run leaves by “overdue”.",
});

export const deadlineMsOf = (minutes: number | undefined) =>
  minutes === undefined ? undefined : minutes * 60_000;

/** Done, failed, and overdue when there is a deadline. */
export const askingOutlets = (done: string, deadlineMinutes: number | undefined): Outlet[] => [
  { key: "done", title: done, kind: "normal" },
  { key: "failed", title: "Failed", kind: "failure" },
  ...(deadlineMinutes === undefined ? [] : [{ key: "overdue", title: "Overdue", kind: "deadline" as const }]),
];

export const FIRST_DELAY_MS = 2000;
