import { type Context, inTransaction } from "@/server/context";
import { findPluginDefinition } from "./catalogue";
import { connectionView, findConnection } from "./find";
import type { ConnectionDetail } from "./schema";

/** One connection with the test values of its plugin. */
export function getConnection(ctx: Context, input: { id: string }): Promise<ConnectionDetail> {
  return inTransaction(ctx, async (tx, ctx) => {
    const row = await findConnection(tx, ctx, input);
    return { ...connectionView(row), testValues: findPluginDefinition(row.plugin)?.testValues ?? [] };
  });
}
