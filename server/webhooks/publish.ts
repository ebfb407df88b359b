import type { Tx } from "@/db/client";
import { webhookDeliveries, webhookEvents } from "@/db/schema";
import type { AuditInput } from "@/server/audit/record";
import type { Context } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { enqueue } from "@/server/platform/jobs";
import { log } from "@/server/platform/log";
import { aboutOf } from "./about";
import { envelopeOf, masterEnvelope, places } from "./body";
import { type About, webhookCatalogue } from "./catalogue";
import { type Derived, derivedEvents } from "./derive";
import { freshlyHeardEvents, heardEvents, listeners } from "./subscriptions";

/**
 * Tells the endpoints that hear it what audit entries record, in their transaction: event, deliveries and jobs stand
 * exactly when what happened does, and nothing leaves before that is committed. Where nobody listens, it costs nothing.
 */
export async function publishEvents(tx: Tx, ctx: Context, entries: readonly AuditInput[]): Promise<void> {
  const derived = derivedEvents(entries);
  if (derived.length === 0) return;
  const heard = await heardEvents(tx, ctx);
  const wanted = derived.filter(({ type }) => heard.has(type));
  if (wanted.length === 0) return;
  const byEvent = await listeners(
    tx,
    ctx,
    wanted.map(({ type }) => type),
  );
  for (const one of wanted) {
    const endpoints = byEvent.get(one.type) ?? [];
    if (endpoints.length > 0) await writeEvent(tx, ctx, one, endpoints);
  }
}

/** Whether `publishEvents` would do nothing, as far as that is known without a question. */
export function areUnheard(ctx: Context, entries: readonly AuditInput[]): boolean {
  const derived = derivedEvents(entries);
  if (derived.length === 0) return true;
  const heard = freshlyHeardEvents(ctx);
  return heard !== undefined && derived.every(({ type }) => !heard.has(type));
}

async function writeEvent(
  tx: Tx,
  ctx: Context,
  derived: Derived,
  endpoints: readonly { endpointId: string; isPaused: boolean }[],
): Promise<void> {
  const about = await aboutOf(tx, ctx, derived.subject);
  if (derived.type === "application.decided" && about.application === null) return;
  const id = newId("webhookEvent", ctx.at);
  const own = await envelopeOf(tx, ctx, about.party);
  // Of an erased party only ids are left to tell.
  const envelope = own.erased ? masterEnvelope(ctx) : own;
  const { workspaceId, at } = ctx;
  await tx.insert(webhookEvents).values({
    ...{ workspaceId, id, at },
    type: derived.type,
    partyId: envelope.partyId,
    body: envelope.seal(places.event(id), bodyText(id, at, derived, about)),
  });
  for (const { endpointId, isPaused } of endpoints) {
    const deliveryId = newId("webhookDelivery", at);
    await tx.insert(webhookDeliveries).values({
      ...{ workspaceId, id: deliveryId, endpointId, eventId: id, type: derived.type },
      ...{ attempts: 0, tries: 0, createdAt: at },
      state: isPaused ? "held" : "pending",
      nextAttemptAt: isPaused ? null : at,
    });
    if (!isPaused) await enqueueDelivery(tx, ctx, { deliveryId, endpointId });
  }
}

/** The text that is sent and signed: made once, so every attempt sends the same bytes. */
function bodyText(id: string, at: Date, { type, fields }: Derived, about: About): string {
  const parsed = webhookCatalogue[type].data.safeParse({ ...about, ...fields });
  // An event must never cost what it tells of: a field that does not fit is left out, and somebody hears of it.
  if (!parsed.success)
    log().error(
      { type, fields: parsed.error.issues.map((issue) => issue.path.join(".")) },
      "a webhook event does not fit its schema",
    );
  return JSON.stringify({
    id,
    type,
    timestamp: at.toISOString(),
    data: parsed.success ? parsed.data : about,
  });
}

/** One job per due delivery. The endpoint is its group, so that a slow one takes no place of another's. */
export const enqueueDelivery = (
  tx: Tx,
  ctx: Context,
  { deliveryId, endpointId }: { deliveryId: string; endpointId: string },
  startAfter?: Date,
): Promise<void> =>
  enqueue(
    tx,
    "webhook",
    { workspaceId: ctx.workspaceId, deliveryId },
    { group: endpointId, ...(startAfter && { startAfter }) },
  );
