import { moveRuns } from "@/server/runs/migrate/move";
import { idIn, type Work } from "./work";

export const migrate: Work = {
  queue: "migrate",
  concurrency: 1,
  batch: 1,
  pollSeconds: 2,
  async run({ ctx, data, signal }) {
    await moveRuns(ctx, { migrationId: idIn(data, "migrationId"), signal, now: () => new Date() });
  },
};
