import { resumeLater } from "@/server/batches/find-stranded";
import { performBatch } from "@/server/batches/perform";
import { idIn, type Work } from "./work";

export const batch: Work = {
  queue: "batch",
  concurrency: 1,
  batch: 1,
  pollSeconds: 2,
  async run({ ctx, data, signal }) {
    const batchId = idIn(data, "batchId");
    let isLeft = true;
    while (isLeft && !signal.aborted)
      ({ isLeft } = await performBatch({ ...ctx, at: new Date() }, { batchId }));
    // This process stops: another goes on at once.
    if (isLeft) await resumeLater({ ...ctx, at: new Date() }, { batchId });
  },
};
