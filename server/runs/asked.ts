import { and, eq } from "drizzle-orm";
import { effects, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { JsonObject } from "@/server/engine/state";
import { openVault } from "@/server/parties/vault";
import { places } from "./places";

/** What an effect asked, for whoever brings its answer from outside; undefined when there is no such question. */
export function askedOf(
  ctx: Context,
  { runId, key }: { runId: string; key: string },
): Promise<{ input: JsonObject } | undefined> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({ request: effects.request, partyId: runs.partyId })
      .from(effects)
      .innerJoin(runs, and(eq(runs.workspaceId, effects.workspaceId), eq(runs.id, effects.runId)))
      .where(and(eq(effects.workspaceId, ctx.workspaceId), eq(effects.runId, runId), eq(effects.key, key)));
    if (!row) return undefined;
    const vault = await openVault(tx, ctx, row.partyId);
    if (vault.erased) return undefined;
    return vault.open<{ input: JsonObject }>(places.request(runId, key), row.request);
  });
}
