import { sealAudit } from "@/server/audit/seal";
import { engineContext, type Work, workspaceIds } from "./work";

/** As many batches as a workspace needs, but no endless ones: the next minute goes on. */
const MOST_BATCHES = 20;

export const sealAuditChore: Work = {
  queue: "seal-audit",
  concurrency: 1,
  batch: 1,
  pollSeconds: 5,
  cron: "* * * * *",
  async run({ signal }) {
    for (const workspaceId of await workspaceIds())
      for (let batch = 0; batch < MOST_BATCHES && !signal.aborted; batch++)
        if ((await sealAudit(engineContext(workspaceId))) === 0) break;
  },
};
