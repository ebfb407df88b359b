import { and, asc, eq, isNull, notExists, sql } from "drizzle-orm";
import { cases, runs, waits } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { JsonObject } from "@/server/engine/state";
import { openVault } from "@/server/parties/vault";
import { openCase } from "./open";

/**
 * A queue has one open case per party; a second run of the party that needs the same queue waits without one. When a
 * case closes, the longest waiting run gets its case.
 */
export function openQueued(ctx: Context, input: { partyId: string }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const ownCase = tx
      .select({ one: sql`1` })
      .from(cases)
      .where(
        and(
          eq(cases.workspaceId, waits.workspaceId),
          eq(cases.runId, waits.runId),
          eq(cases.waitKey, waits.key),
        ),
      );
    const waiting = await tx
      .select({ runId: waits.runId, key: waits.key, node: waits.node, request: waits.request })
      .from(runs)
      .innerJoin(waits, and(eq(waits.workspaceId, runs.workspaceId), eq(waits.runId, runs.id)))
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          eq(runs.partyId, input.partyId),
          eq(waits.signal, "case_decided"),
          isNull(waits.closedAt),
          notExists(ownCase),
        ),
      )
      .orderBy(asc(waits.openedAt), asc(waits.key));
    if (waiting.length === 0) return;
    const vault = await openVault(tx, ctx, input.partyId);
    if (vault.erased) return;
    for (const { runId, key, node, request } of waiting)
      await openCase(ctx, {
        runId,
        waitKey: key,
        node,
        request: vault.open<JsonObject>(`waits.request:${runId}/${key}`, request),
      });
  });
}
