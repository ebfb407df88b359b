import { resumeLater } from "@/server/batches/find-stranded";
import { performBatch } from "@/server/batches/perform";
import { idIn, type Work } from "./work";

/** How long a batch is at work before the next one in the queue has its turn. */
const TURN_MS = 2_000;

export const batch: Work = {
  queue: "batch",
  concurrency: 1,
  batch: 1,
  pollSeconds: 2,
  async run({ ctx, data, signal }) {
    const batchId = idIn(data, "batchId");
    const end = Date.now() + TURN_MS;
    let isLeft = true;
    while (isLeft && !signal.aborted && Date.now() < end)
      ({ isLeft } = await performBatch({ ...ctx, at: new Date() }, { batchId }));
    // Behind the others that wait; where this process stops, another goes on at once.
    if (isLeft) await resumeLater({ ...ctx, at: new Date() }, { batchId });
  },
};
