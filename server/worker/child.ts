import { seeToChild } from "@/server/runs/see-to-child";
import { idIn, type Work } from "./work";

export const child: Work = {
  queue: "child",
  concurrency: 2,
  batch: 10,
  pollSeconds: 1,
  async run({ ctx, data }) {
    await seeToChild(ctx, { runId: idIn(data, "runId"), key: idIn(data, "key") });
  },
};
