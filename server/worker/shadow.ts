import { mirrorRun } from "@/server/runs/shadow/mirror";
import { idIn, type Work } from "./work";

export const shadow: Work = {
  queue: "shadow",
  concurrency: 1,
  batch: 10,
  pollSeconds: 2,
  async run({ ctx, data }) {
    await mirrorRun(ctx, { runId: idIn(data, "runId"), version: Number(idIn(data, "version")) });
  },
};
