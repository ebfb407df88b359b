import { membershipsOf } from "@/server/auth/accounts";
import { changeQueue } from "@/server/workspaces/change-queue";
import { changeWorkspace } from "@/server/workspaces/change-workspace";
import { getWorkspace } from "@/server/workspaces/get-workspace";
import { listQueues } from "@/server/workspaces/list-queues";
import { queueUses } from "@/server/workspaces/queue-uses";
import { changeQueueInput, changeWorkspaceInput, queueInput } from "@/server/workspaces/schema";
import { procedure, router } from "../trpc";

export const workspacesRouter = router({
  get: procedure("workspace.view").query(({ ctx }) => getWorkspace(ctx)),
  change: procedure("workspace.change")
    .input(changeWorkspaceInput)
    .mutation(({ ctx, input }) => changeWorkspace(ctx, input)),
  queues: procedure("queues.view").query(({ ctx }) => listQueues(ctx)),
  queueUses: procedure("workflows.view")
    .input(queueInput)
    .query(({ ctx, input }) => queueUses(ctx, input)),
  changeQueue: procedure("queues.change")
    .input(changeQueueInput)
    .mutation(({ ctx, input }) => changeQueue(ctx, input)),
  /** Where the person may switch to, by the cookie `gh_workspace`. */
  mine: procedure("account.view").query(({ ctx }) => membershipsOf(ctx.db, ctx.actor.userId)),
});
