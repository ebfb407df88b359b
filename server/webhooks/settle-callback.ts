import { and, eq } from "drizzle-orm";
import type { CallbackState } from "@/db/enums/enums";
import { webhookCallbacks } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import type { EffectError, Json, JsonObject, RunEvent } from "@/server/engine/state";
import { DomainError, isDomainError } from "@/server/errors";
import type { CheckRequest } from "@/server/nodes/subjects";
import { requireShallow } from "@/server/platform/bounded-json";
import { readCallbackToken } from "@/server/plugins/callback-token";
import {
  type CheckAnswer,
  isVendor,
  PluginFailure,
  parseAnswer,
  type VendorCallback,
} from "@/server/plugins/contract";
import { resolveConnection } from "@/server/plugins/resolve-connection";
import { advanceRun } from "@/server/runs/advance";
import { askedOf } from "@/server/runs/asked";
import { masterEnvelope, places } from "./body";

interface Settled {
  state: Exclude<CallbackState, "received">;
  /** A sentence without personal data. */
  note: string;
  runId?: string;
}

/**
 * Makes something of a callback: the answer to the question whose token it carries. What comes too late, twice, or for
 * nothing that was asked is kept with the reason and changes nothing.
 */
export function settleCallback(ctx: Context, input: { callbackId: string }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const mine = and(
      eq(webhookCallbacks.workspaceId, ctx.workspaceId),
      eq(webhookCallbacks.id, input.callbackId),
    );
    const [row] = await tx.select().from(webhookCallbacks).where(mine).for("update");
    if (!row) throw new DomainError("not_found", "There is no such callback.");
    if (row.state !== "received") return;
    const raw = masterEnvelope(ctx).openBytes(places.callback(row.id), row.body);
    const settled = await settle(ctx, row.connectionId, Buffer.from(raw).toString("utf8"));
    const { state, note, runId } = settled;
    await tx
      .update(webhookCallbacks)
      .set({ state, note, runId: runId ?? null, settledAt: ctx.at })
      .where(mine);
    await recordAudit(tx, ctx, {
      subject: { kind: "callback", id: row.id },
      action: "callback.settled",
      facts: { connection: row.connectionId, state, ...(runId && { run: runId }) },
    });
  });
}

async function settle(ctx: Context & { tx: object }, connectionId: string, text: string): Promise<Settled> {
  const { plugin } = await resolveConnection(ctx, { id: connectionId });
  if (!isVendor(plugin) || !plugin.callback)
    return { state: "refused", note: "This connection's vendor takes no callbacks any more." };
  const body = parsed(text);
  if (body === undefined) return { state: "refused", note: "It is not the JSON that was expected." };
  const token = plugin.callback.tokenOf(body);
  const about = token === undefined ? undefined : readCallbackToken(ctx, connectionId, token);
  if (!about) return { state: "unmatched", note: "It answers nothing that was asked here." };
  const { runId, key } = about;
  const asked = await askedOf(ctx, about);
  if (!asked) return { state: "unmatched", note: "What it answers is not there any more." };
  const answer = answerOf(plugin.callback, asked.input as unknown as CheckRequest, body);
  if (answer === undefined) return { state: "interim", note: "The vendor says nothing final yet.", runId };
  const at = ctx.at.toISOString();
  const event: RunEvent =
    "error" in answer
      ? { type: "effect_failed", at, key, error: answer.error }
      : { type: "effect_succeeded", at, key, output: answer.output as unknown as Json };
  try {
    const { ignored } = await advanceRun(ctx, { runId, event });
    if (ignored === undefined) return { state: "applied", note: "The run went on with it.", runId };
    return { state: "late", note: lateNotes[ignored], runId };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { state: "late", note: error.message, runId };
  }
}

const lateNotes = {
  finished: "The run had ended already.",
  late: "The question was answered, given up or asked again meanwhile.",
  repeated: "The question was answered before; this changed nothing.",
  refused: "The run could not use it.",
};

function parsed(text: string): unknown {
  try {
    requireShallow(text);
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function answerOf(
  callback: VendorCallback,
  { capability, request }: CheckRequest,
  body: unknown,
): { output: CheckAnswer } | { error: EffectError } | undefined {
  try {
    const said = callback.answer(capability, request as JsonObject, body);
    return said && { output: parseAnswer(capability, said) };
  } catch (error) {
    // What it says may quote the person, so only our own words are kept.
    if (error instanceof PluginFailure) return { error: { kind: error.kind, message: error.message } };
    return { error: { kind: "garbage", message: "The callback could not be understood." } };
  }
}
