import { importLabels } from "@/server/labels/add";
import { listLabels } from "@/server/labels/list";
import { removeLabel } from "@/server/labels/remove";
import { importLabelsInput, labelInput, listLabelsInput } from "@/server/labels/schema";
import { procedure, router } from "../trpc";

export const labelsRouter = router({
  list: procedure("labels.view")
    .input(listLabelsInput)
    .query(({ ctx, input }) => listLabels(ctx, input)),
  import: procedure("labels.change")
    .input(importLabelsInput)
    .mutation(({ ctx, input }) => importLabels(ctx, input)),
  remove: procedure("labels.change")
    .input(labelInput)
    .mutation(({ ctx, input }) => removeLabel(ctx, input)),
});
