import { driveRun } from "@/server/runs/drive";
import { idIn, type Work } from "./work";

/** Vendors are waited for, not computed: many at once cost little. */
export const drive: Work = {
  queue: "drive",
  concurrency: 8,
  batch: 32,
  pollSeconds: 1,
  // Not ended when the queue gives the job away: leases keep two apart, and an answer under way is worth having.
  run: ({ ctx, data, stopping }) =>
    driveRun(ctx, { runId: idIn(data, "runId"), now: () => new Date(), signal: stopping }),
};
