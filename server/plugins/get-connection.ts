import { type Context, inTransaction } from "@/server/context";
import { actorNames } from "@/server/workspaces/actor-names";
import { findPluginDefinition } from "./catalogue";
import { connectionView, findConnection } from "./find";
import type { ConnectionDetail } from "./schema";

/** One connection with the test values of its plugin, and who set its credentials; what they are stays sealed. */
export function getConnection(ctx: Context, input: { id: string }): Promise<ConnectionDetail> {
  return inTransaction(ctx, async (tx, ctx) => {
    const row = await findConnection(tx, ctx, input);
    const by = row.credentialsSetBy ?? "";
    const nameOf = await actorNames(tx, ctx, [by]);
    return {
      ...connectionView(row, ctx.at),
      testValues: findPluginDefinition(row.plugin)?.testValues ?? [],
      credentialsSet: row.credentialsSetAt && { at: row.credentialsSetAt, by: nameOf(by) },
    };
  });
}
