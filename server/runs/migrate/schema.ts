import { z } from "zod";
import { id, reason, version } from "@/server/workflows/schema";

export const migrationInput = z.strictObject({ workflowId: id, migrationId: id });
export const planMigrationInput = z.strictObject({ workflowId: id, toVersion: version });
export const startMigrationInput = z.strictObject({
  workflowId: id,
  toVersion: version,
  /** Only these; absent: all that can. */
  runIds: z.array(id).min(1).max(10_000).optional(),
  reason,
});

/** What a migration would do, run by run; those that cannot move stand first. */
export interface MigrationPlan {
  toVersion: number;
  movable: number;
  stuck: number;
  runs: {
    runId: string;
    party: string;
    fromVersion: number;
    status: string;
    startedAt: string;
    /** Empty: it can move. */
    why: string[];
  }[];
}

export interface MigrationView {
  id: string;
  toVersion: number;
  state: "running" | "done";
  reason: string;
  startedBy: string;
  startedAt: string;
  endedAt: string | null;
  total: number;
  moved: number;
  stayed: number;
  runs: {
    runId: string;
    party: string;
    fromVersion: number;
    state: "planned" | "moved" | "refused" | "failed";
    why: string | null;
  }[];
}
