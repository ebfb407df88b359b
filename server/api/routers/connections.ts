import { changeConnection } from "@/server/plugins/change-connection";
import { connectionUses } from "@/server/plugins/connection-uses";
import { createConnection } from "@/server/plugins/create-connection";
import { deleteConnection } from "@/server/plugins/delete-connection";
import { getConnection } from "@/server/plugins/get-connection";
import { listConnections } from "@/server/plugins/list-connections";
import {
  changeConnectionInput,
  connectionId,
  createConnectionInput,
  deleteConnectionInput,
  switchConnectionInput,
  tryConnectionInput,
} from "@/server/plugins/schema";
import { switchConnection } from "@/server/plugins/switch-connection";
import { testConnection, tryConnection } from "@/server/plugins/test-connection";
import { procedure, router } from "../trpc";

export const connectionsRouter = router({
  list: procedure("connections.view").query(({ ctx }) => listConnections(ctx)),
  get: procedure("connections.view")
    .input(connectionId)
    .query(({ ctx, input }) => getConnection(ctx, input)),
  uses: procedure("connections.view")
    .input(connectionId)
    .query(({ ctx, input }) => connectionUses(ctx, input)),
  create: procedure("connections.change")
    .input(createConnectionInput)
    .mutation(({ ctx, input }) => createConnection(ctx, input)),
  try: procedure("connections.change")
    .input(tryConnectionInput)
    .mutation(({ ctx, input }) => tryConnection(ctx, input)),
  test: procedure("connections.change")
    .input(connectionId)
    .mutation(({ ctx, input }) => testConnection(ctx, input)),
  change: procedure("connections.change")
    .input(changeConnectionInput)
    .mutation(({ ctx, input }) => changeConnection(ctx, input)),
  switch: procedure("connections.change")
    .input(switchConnectionInput)
    .mutation(({ ctx, input }) => switchConnection(ctx, input)),
  delete: procedure("connections.change")
    .input(deleteConnectionInput)
    .mutation(({ ctx, input }) => deleteConnection(ctx, input)),
});
