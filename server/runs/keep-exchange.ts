import { and, eq, isNull } from "drizzle-orm";
import { effects, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { openVault } from "@/server/parties/vault";
import type { Exchange } from "@/server/plugins/call-tool";
import { places } from "./places";

interface KeepExchange {
  runId: string;
  /** The attempt's command key. */
  key: string;
  exchange: Exchange;
  /** What is there already stays. */
  once?: boolean;
}

/**
 * Keeps what was asked and answered in one attempt, masked, under the party's key: for people to read, never for
 * rules. Answers whether it was written.
 */
export function keepExchange(
  ctx: Context,
  { runId, key, exchange, once = false }: KeepExchange,
): Promise<boolean> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({ partyId: runs.partyId })
      .from(runs)
      .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId)));
    if (!row) return false;
    const vault = await openVault(tx, ctx, row.partyId);
    // An erased party's values have nowhere to be; whoever must refuse it does so by its own question.
    if (vault.erased) return once;
    const written = await tx
      .update(effects)
      .set({ exchange: vault.seal(places.exchange(runId, key), exchange) })
      .where(
        and(
          eq(effects.workspaceId, ctx.workspaceId),
          eq(effects.runId, runId),
          eq(effects.key, key),
          ...(once ? [isNull(effects.exchange)] : []),
        ),
      )
      .returning({ key: effects.key });
    return written.length > 0;
  });
}
