import { applyVerdict } from "@/server/cases/apply-verdict";
import { idIn, type Work } from "./work";

export const verdict: Work = {
  queue: "verdict",
  concurrency: 1,
  batch: 10,
  pollSeconds: 1,
  async run({ ctx, data }) {
    await applyVerdict(ctx, { verdictId: idIn(data, "verdictId") });
  },
};
