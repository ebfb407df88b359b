import { performPlan } from "@/server/workflows/perform-plan";
import { idIn, type Work } from "./work";

export const goLive: Work = {
  queue: "go-live",
  concurrency: 1,
  batch: 1,
  pollSeconds: 1,
  async run({ ctx, data }) {
    await performPlan(ctx, { planId: idIn(data, "planId") });
  },
};
