import { and, eq } from "drizzle-orm";
import { connections } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { callPlugin } from "./call";
import { resolveConnection } from "./resolve-connection";

const TIMEOUT_MS = 10_000;

export type ConnectionTest = { ok: true; label: string } | { ok: false; kind: string; message: string };

/** Asks the plugin's harmless question and keeps whether it answered. The call happens between two transactions. */
export async function testConnection(ctx: Context, input: { id: string }): Promise<ConnectionTest> {
  const { id, key, plugin, credentials, settings } = await resolveConnection(ctx, { id: input.id });
  const result = await callPlugin({
    plugin,
    credentials,
    settings,
    ...plugin.definition.probe,
    idempotencyKey: newId("request", ctx.at),
    attempt: 1,
    timeoutMs: TIMEOUT_MS,
    at: ctx.at,
  });
  await inTransaction(ctx, async (tx, ctx) => {
    await tx
      .update(connections)
      .set(result.ok ? { lastOkAt: ctx.at } : { lastFailedAt: ctx.at })
      .where(and(eq(connections.workspaceId, ctx.workspaceId), eq(connections.id, id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "connection", id },
      action: "connection.tested",
      facts: { key, ok: result.ok, ...(result.ok ? {} : { kind: result.error.kind }) },
    });
  });
  return result.ok ? { ok: true, label: result.answer.label } : { ok: false, ...result.error };
}
