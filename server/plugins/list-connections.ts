import { asc, eq } from "drizzle-orm";
import { connections } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { connectionRows, connectionView } from "./find";
import type { ConnectionView } from "./schema";

/** The workspace's connections, by name. */
export function listConnections(ctx: Context): Promise<ConnectionView[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await connectionRows(tx)
      .where(eq(connections.workspaceId, ctx.workspaceId))
      .orderBy(asc(connections.title), asc(connections.id));
    return rows.map(({ connection, circuit }) =>
      connectionView({ ...connection, circuit: circuit ?? undefined }, ctx.at),
    );
  });
}
