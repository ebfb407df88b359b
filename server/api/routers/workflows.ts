import { createWorkflow } from "@/server/workflows/create";
import { getVersion } from "@/server/workflows/get-version";
import { listWorkflows } from "@/server/workflows/list";
import { publishWorkflow } from "@/server/workflows/publish";
import { saveDraft } from "@/server/workflows/save-draft";
import {
  createWorkflowInput,
  publishDraftInput,
  saveDraftInput,
  versionInput,
} from "@/server/workflows/schema";
import { procedure, router } from "../trpc";

export const workflowsRouter = router({
  list: procedure("workflows.view").query(({ ctx }) => listWorkflows(ctx)),
  version: procedure("workflows.view")
    .input(versionInput)
    .query(({ ctx, input }) => getVersion(ctx, input)),
  create: procedure("workflows.edit")
    .input(createWorkflowInput)
    .mutation(({ ctx, input }) => createWorkflow(ctx, input)),
  saveDraft: procedure("workflows.edit")
    .input(saveDraftInput)
    .mutation(({ ctx, input }) => saveDraft(ctx, input)),
  publish: procedure("workflows.publish")
    .input(publishDraftInput)
    .mutation(({ ctx, input }) => publishWorkflow(ctx, input)),
});
