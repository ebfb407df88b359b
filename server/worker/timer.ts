import { fireTimer } from "@/server/runs/fire-timer";
import { idIn, type Work } from "./work";

export const timer: Work = {
  queue: "timer",
  concurrency: 2,
  batch: 25,
  pollSeconds: 1,
  async run({ ctx, data }) {
    await fireTimer(ctx, { runId: idIn(data, "runId"), key: idIn(data, "key") });
  },
};
