import { rerunRound } from "@/server/decisions/rerun-round";
import { tellOfDifferences } from "@/server/decisions/tell-of-differences";
import { engineContext, idIn, type Work, workspaceIds } from "./work";

/** At night, when the machine has time. */
export const rerunDecisionsChore: Work = {
  queue: "rerun-decisions",
  concurrency: 1,
  batch: 1,
  pollSeconds: 5,
  cron: "20 2 * * *",
  async run({ signal }) {
    for (const workspaceId of await workspaceIds()) {
      if (signal.aborted) return;
      await rerunRound(engineContext(workspaceId), { signal });
    }
  },
};

export const rerunNotice: Work = {
  queue: "rerun-notice",
  concurrency: 1,
  batch: 1,
  pollSeconds: 5,
  run: ({ ctx, data }) => tellOfDifferences(ctx, { roundId: idIn(data, "roundId") }),
};
