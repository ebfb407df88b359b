import { resumeBacktest } from "@/server/backtests/find-stranded";
import { failBacktest, performBacktest } from "@/server/backtests/perform";
import { isOutage } from "@/server/platform/failure";
import { idIn, type Work } from "./work";

/** How long a backtest is at work before the next one in the queue has its turn. */
const TURN_MS = 2_000;

export const backtest: Work = {
  queue: "backtest",
  concurrency: 1,
  batch: 1,
  pollSeconds: 1,
  async run({ ctx, data, signal, isLastTry }) {
    const backtestId = idIn(data, "backtestId");
    const end = Date.now() + TURN_MS;
    let isLeft = true;
    try {
      while (isLeft && !signal.aborted && Date.now() < end)
        ({ isLeft } = await performBacktest({ ...ctx, at: new Date() }, { backtestId }));
    } catch (error) {
      if (isLastTry && !isOutage(error)) await failBacktest({ ...ctx, at: new Date() }, { backtestId });
      throw error;
    }
    // Behind the others that wait; where this process stops, another goes on at once.
    if (isLeft) await resumeBacktest({ ...ctx, at: new Date() }, { backtestId });
  },
};
