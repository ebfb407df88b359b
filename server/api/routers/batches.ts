import { cancelBatch } from "@/server/batches/cancel";
import { getBatch } from "@/server/batches/get";
import { listBatches } from "@/server/batches/list";
import { listBatchRows } from "@/server/batches/list-rows";
import { pauseBatch, resumeBatch } from "@/server/batches/pause";
import { batchInput, listBatchesInput, listBatchRowsInput } from "@/server/batches/schema";
import { procedure, router } from "../trpc";

export const batchesRouter = router({
  list: procedure("decisions.view")
    .input(listBatchesInput)
    .query(({ ctx, input }) => listBatches(ctx, input)),
  get: procedure("decisions.view")
    .input(batchInput)
    .query(({ ctx, input }) => getBatch(ctx, input)),
  /** All of them, or those in one state. */
  rows: procedure("decisions.view")
    .input(listBatchRowsInput)
    .query(({ ctx, input }) => listBatchRows(ctx, input)),
  pause: procedure("decisions.create")
    .input(batchInput)
    .mutation(({ ctx, input }) => pauseBatch(ctx, input)),
  resume: procedure("decisions.create")
    .input(batchInput)
    .mutation(({ ctx, input }) => resumeBatch(ctx, input)),
  cancel: procedure("decisions.create")
    .input(batchInput)
    .mutation(({ ctx, input }) => cancelBatch(ctx, input)),
});
