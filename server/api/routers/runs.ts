import { cancelRun } from "@/server/runs/cancel";
import { getRun } from "@/server/runs/get";
import { getRunJournal } from "@/server/runs/get-journal";
import { getRunRecord } from "@/server/runs/get-record";
import { listRuns } from "@/server/runs/list";
import { resolveIncident } from "@/server/runs/resolve";
import { retryRun } from "@/server/runs/retry";
import {
  cancelRunInput,
  listRunsInput,
  resolveIncidentInput,
  retryRunInput,
  runInput,
  runJournalInput,
  sendSignalInput,
} from "@/server/runs/schema";
import { sendSignal } from "@/server/runs/send-signal";
import { procedure, router } from "../trpc";

export const runsRouter = router({
  list: procedure("runs.view")
    .input(listRunsInput)
    .query(({ ctx, input }) => listRuns(ctx, input)),
  get: procedure("runs.view")
    .input(runInput)
    .query(({ ctx, input }) => getRun(ctx, input)),
  record: procedure("runs.view")
    .input(runInput)
    .query(({ ctx, input }) => getRunRecord(ctx, input)),
  journal: procedure("runs.view")
    .input(runJournalInput)
    .query(({ ctx, input }) => getRunJournal(ctx, input)),
  retry: procedure("runs.resolve")
    .input(retryRunInput)
    .mutation(({ ctx, input }) => retryRun(ctx, input)),
  resolve: procedure("runs.resolve")
    .input(resolveIncidentInput)
    .mutation(({ ctx, input }) => resolveIncident(ctx, input)),
  cancel: procedure("runs.cancel")
    .input(cancelRunInput)
    .mutation(({ ctx, input }) => cancelRun(ctx, input)),
  signal: procedure("runs.signal")
    .input(sendSignalInput)
    .mutation(async ({ ctx, input }) => {
      const { status, ignored = null } = await sendSignal(ctx, input);
      return { status, ignored };
    }),
});
