import { startScheduled } from "@/server/workflows/start-scheduled";
import { engineContext, type Work, workspaceIds } from "./work";

/** Looks once a minute which workflows are due by their own clock. Copies of the job begin nothing twice. */
export const startScheduledChore: Work = {
  queue: "start-scheduled",
  concurrency: 1,
  batch: 1,
  pollSeconds: 5,
  cron: "* * * * *",
  async run({ signal }) {
    for (const workspaceId of await workspaceIds()) {
      if (signal.aborted) return;
      await startScheduled(engineContext(workspaceId), { signal });
    }
  },
};
