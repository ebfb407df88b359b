import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { isOutage } from "./ask-through";
import { callPlugin } from "./call";
import { applyTool } from "./call-tool";
import { noteOutcome } from "./circuit";
import { isVendor, type JsonObject, type Plugin } from "./contract";
import { usableDefinition } from "./find";
import { parseValues } from "./parse-values";
import { findPlugin } from "./plugins";
import { resolveConnection } from "./resolve-connection";
import { type ConnectionLimits, connectionLimits } from "./schema";

const TIMEOUT_MS = 10_000;

export type ConnectionTest = { ok: true; label: string } | { ok: false; kind: string; message: string };

/** Asks the plugin's harmless question and keeps whether it answered. The call happens between two transactions. */
export async function testConnection(ctx: Context, input: { id: string }): Promise<ConnectionTest> {
  const connection = await resolveConnection(ctx, { id: input.id });
  const result = await probe(ctx, connection.plugin, connection);
  await inTransaction(ctx, async (tx, ctx) => {
    await noteOutcome(
      ctx,
      // Whoever tests wants to see when it was asked, however lately it answered.
      { ...connection, lastOkAt: null },
      // A test is the try that an open circuit waits for.
      { isWell: result.ok, isReached: result.ok || !isOutage(result.kind), isProbe: true },
    );
    await recordAudit(tx, ctx, {
      subject: { kind: "connection", id: connection.id },
      action: "connection.tested",
      facts: { key: connection.key, ok: result.ok, ...(result.ok ? {} : { kind: result.kind }) },
    });
  });
  return result;
}

/** The same for what was typed and not saved yet. */
export async function tryConnection(
  ctx: Context,
  input: { plugin: string; settings: Record<string, unknown>; credentials: Record<string, unknown> },
): Promise<ConnectionTest> {
  const values = await inTransaction(ctx, async (tx, ctx) =>
    parseValues(await usableDefinition(tx, ctx, input.plugin), input),
  );
  const plugin = findPlugin(input.plugin);
  if (!plugin) throw new Error("a usable plugin has an implementation");
  const result = await probe(ctx, plugin, { ...values, limits: connectionLimits.parse({}) });
  await inTransaction(ctx, (tx, ctx) =>
    recordAudit(tx, ctx, {
      subject: { kind: "workspace", id: ctx.workspaceId },
      action: "connection.tested",
      facts: { plugin: input.plugin, ok: result.ok, ...(result.ok ? {} : { kind: result.kind }) },
    }),
  );
  return result;
}

async function probe(
  ctx: Context,
  plugin: Plugin,
  at: { credentials: JsonObject; settings: JsonObject; limits: ConnectionLimits },
): Promise<ConnectionTest> {
  const conduct = {
    idempotencyKey: newId("request", ctx.at),
    attempt: 1,
    timeoutMs: Math.min(TIMEOUT_MS, at.limits.timeoutMs),
  };
  if (isVendor(plugin)) {
    const { credentials, settings } = at;
    const asked = { plugin, credentials, settings, ...plugin.definition.probe, ...conduct, at: ctx.at };
    const result = await callPlugin(asked);
    return result.ok ? { ok: true, label: result.answer.label } : { ok: false, ...result.error };
  }
  const result = await applyTool(
    ctx,
    at,
    async (call, credentials, settings) => ({ label: await plugin.test(credentials, settings, call) }),
    { ...conduct, mayRepeat: true },
  );
  return result.ok ? { ok: true, label: result.output.label } : { ok: false, ...result.error };
}
