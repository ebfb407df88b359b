import { cancelBacktest } from "@/server/backtests/cancel";
import { compareRecord } from "@/server/backtests/compare-record";
import { countDecisions } from "@/server/backtests/count-decisions";
import { getBacktest } from "@/server/backtests/get";
import { listBacktests } from "@/server/backtests/list";
import { listBacktestRecords } from "@/server/backtests/list-records";
import {
  backtestInput,
  backtestRecordInput,
  countDecisionsInput,
  listBacktestsInput,
  listRecordsInput,
  startBacktestInput,
} from "@/server/backtests/schema";
import { startBacktest } from "@/server/backtests/start";
import { procedure, router } from "../trpc";

export const backtestsRouter = router({
  list: procedure("decisions.view")
    .input(listBacktestsInput)
    .query(({ ctx, input }) => listBacktests(ctx, input)),
  get: procedure("decisions.view")
    .input(backtestInput)
    .query(({ ctx, input }) => getBacktest(ctx, input)),
  /** What would come out otherwise, or could not be replayed. */
  records: procedure("decisions.view")
    .input(listRecordsInput)
    .query(({ ctx, input }) => listBacktestRecords(ctx, input)),
  record: procedure("decisions.view")
    .input(backtestRecordInput)
    .query(({ ctx, input }) => compareRecord(ctx, input)),
  count: procedure("backtests.run")
    .input(countDecisionsInput)
    .query(({ ctx, input }) => countDecisions(ctx, input)),
  start: procedure("backtests.run")
    .input(startBacktestInput)
    .mutation(({ ctx, input }) => startBacktest(ctx, input)),
  cancel: procedure("backtests.run")
    .input(backtestInput)
    .mutation(({ ctx, input }) => cancelBacktest(ctx, input)),
});
