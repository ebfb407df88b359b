import { changeCredentials } from "@/server/plugins/change-credentials";
import { createConnection } from "@/server/plugins/create-connection";
import { getConnection } from "@/server/plugins/get-connection";
import { listConnections } from "@/server/plugins/list-connections";
import { changeCredentialsInput, connectionId, createConnectionInput } from "@/server/plugins/schema";
import { testConnection } from "@/server/plugins/test-connection";
import { procedure, router } from "../trpc";

export const connectionsRouter = router({
  list: procedure("connections.view").query(({ ctx }) => listConnections(ctx)),
  get: procedure("connections.view")
    .input(connectionId)
    .query(({ ctx, input }) => getConnection(ctx, input)),
  create: procedure("connections.change")
    .input(createConnectionInput)
    .mutation(({ ctx, input }) => createConnection(ctx, input)),
  test: procedure("connections.change")
    .input(connectionId)
    .mutation(({ ctx, input }) => testConnection(ctx, input)),
  changeCredentials: procedure("connections.change")
    .input(changeCredentialsInput)
    .mutation(({ ctx, input }) => changeCredentials(ctx, input)),
});
