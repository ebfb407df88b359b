import { endSession } from "@/server/workspaces/end-session";
import { listSessions } from "@/server/workspaces/list-sessions";
import { sessionInput } from "@/server/workspaces/schema";
import { procedure, router } from "../trpc";

export const sessionsRouter = router({
  mine: procedure("account.view").query(({ ctx }) => listSessions(ctx, { own: true })),
  endMine: procedure("account.change")
    .input(sessionInput)
    .mutation(({ ctx, input }) => endSession(ctx, { ...input, own: true })),
  list: procedure("sessions.view").query(({ ctx }) => listSessions(ctx, { own: false })),
  end: procedure("sessions.end")
    .input(sessionInput)
    .mutation(({ ctx, input }) => endSession(ctx, { ...input, own: false })),
});
