import { cancelRun } from "@/server/runs/cancel";
import { getRun } from "@/server/runs/get";
import { listRuns } from "@/server/runs/list";
import { resolveIncident } from "@/server/runs/resolve";
import { cancelRunInput, listRunsInput, resolveIncidentInput, runInput } from "@/server/runs/schema";
import { procedure, router } from "../trpc";

export const runsRouter = router({
  list: procedure("runs.view")
    .input(listRunsInput)
    .query(({ ctx, input }) => listRuns(ctx, input)),
  get: procedure("runs.view")
    .input(runInput)
    .query(({ ctx, input }) => getRun(ctx, input)),
  resolve: procedure("runs.resolve")
    .input(resolveIncidentInput)
    .mutation(({ ctx, input }) => resolveIncident(ctx, input)),
  cancel: procedure("runs.cancel")
    .input(cancelRunInput)
    .mutation(({ ctx, input }) => cancelRun(ctx, input)),
});
