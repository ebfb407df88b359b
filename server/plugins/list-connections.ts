import { asc, eq } from "drizzle-orm";
import { connections } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { connectionView } from "./find";
import type { ConnectionView } from "./schema";

/** The workspace's connections, by name. */
export function listConnections(ctx: Context): Promise<ConnectionView[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(connections)
      .where(eq(connections.workspaceId, ctx.workspaceId))
      .orderBy(asc(connections.title), asc(connections.id));
    return rows.map(connectionView);
  });
}
