import { listMessages } from "@/server/messages/list";
import { listMessagesInput } from "@/server/messages/schema";
import { procedure, router } from "../trpc";

export const messagesRouter = router({
  list: procedure("messages.view")
    .input(listMessagesInput)
    .query(({ ctx, input }) => listMessages(ctx, input)),
});
