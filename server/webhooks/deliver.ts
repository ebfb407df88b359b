import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { webhookAttempts, webhookDeliveries, webhookEndpoints, webhookEvents } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { type OutboundResult, outboundFetch } from "@/server/platform/outbound";
import { type SignedHeaders, signedHeaders } from "@/server/platform/signature";
import { type Envelope, envelopeOf, places } from "./body";
import { TEST_EVENT } from "./catalogue";
import { type EndpointRow, findEndpoint, signingKeys, urlOf } from "./find";
import { pauseRow } from "./pause-row";
import { isLongFailing, nextTryAt, RESPONSE_BYTES, retryAfterMs, TIMEOUT_MS } from "./policy";
import { enqueueDelivery } from "./publish";

export interface DeliverWebhook {
  deliveryId: string;
  /** The clock of whoever delivers: an answer may take its time. */
  now: () => Date;
  /** Ends a request that is under way: it counts as lost. */
  signal?: AbortSignal;
}

/** Longer than any attempt: an attempt that is not settled by then died with its process. */
const LEASE_MS = 60_000;
/** The queue's clock and ours differ: a job that comes this early is on time. */
const EARLY_MS = 5_000;
/** More is not read; what is kept of it is less. */
const MOST_BYTES = 1024 * 1024;

interface Claimed {
  number: number;
  url: string;
  headers: SignedHeaders;
  body: string;
}

/**
 * Makes one attempt. It is written down before it leaves and settled after: a crash in between leaves one that may have
 * arrived, and the next attempt carries the same `webhook-id`, so that the receiver recognises a copy.
 */
export async function deliverWebhook(ctx: Context, input: DeliverWebhook): Promise<void> {
  const claimed = await claim({ ...ctx, at: input.now() }, input.deliveryId);
  if (!claimed) return;
  const startedAt = performance.now();
  const sending = outboundFetch({
    url: claimed.url,
    method: "POST",
    headers: { "content-type": "application/json", ...claimed.headers },
    body: claimed.body,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MOST_BYTES,
    maxRedirects: 0,
    ...(input.signal && { signal: input.signal }),
  });
  const result = await sending.catch(async (error: unknown) => {
    // Ended from outside: whoever takes the job next finds it due, and this attempt lost.
    await giveBack(ctx, input.deliveryId, claimed.number, input.now());
    throw error;
  });
  const latencyMs = Math.round(performance.now() - startedAt);
  await settle({ ...ctx, at: input.now() }, input.deliveryId, claimed.number, { result, latencyMs });
}

/** Takes the delivery if it is due, and writes the attempt that is about to be made. */
function claim(ctx: Context, deliveryId: string): Promise<Claimed | undefined> {
  return inTransaction(ctx, async (tx, ctx) => {
    const delivery = await lockDelivery(tx, ctx, deliveryId);
    const isDue = delivery.nextAttemptAt && delivery.nextAttemptAt.getTime() <= ctx.at.getTime() + EARLY_MS;
    if (delivery.state !== "pending" || !delivery.nextAttemptAt) return undefined;
    if (!isDue) {
      // Somebody is at it, or died at it: a job looks again when the lease ends.
      if (await isUnderWay(tx, ctx, deliveryId, delivery.attempts))
        await enqueueDelivery(
          tx,
          ctx,
          { deliveryId, endpointId: delivery.endpointId },
          delivery.nextAttemptAt,
        );
      return undefined;
    }
    const endpoint = await findEndpoint(tx, ctx, delivery.endpointId);
    if (endpoint.pausedAt) {
      await change(tx, ctx, deliveryId, { state: "held", nextAttemptAt: null });
      return undefined;
    }
    const { envelope, sealed } = await envelopeFor(tx, ctx, delivery.eventId);
    if (envelope.erased) {
      await change(tx, ctx, deliveryId, {
        ...{
          state: "skipped",
          nextAttemptAt: null,
          failure: "The party's data was erased before it was sent.",
        },
      });
      return undefined;
    }
    await settleLost(tx, ctx, deliveryId);
    const body = envelope.open(places.event(delivery.eventId), sealed);
    const keys = await signingKeys(tx, ctx, endpoint.id);
    const headers = signedHeaders(keys, { id: delivery.eventId, at: ctx.at, body });
    const number = delivery.attempts + 1;
    await tx.insert(webhookAttempts).values({
      ...{ workspaceId: ctx.workspaceId, deliveryId, number, startedAt: ctx.at },
      signature: headers["webhook-signature"],
    });
    await change(tx, ctx, deliveryId, {
      attempts: number,
      tries: delivery.tries + 1,
      nextAttemptAt: new Date(ctx.at.getTime() + LEASE_MS),
    });
    return { number, url: urlOf(ctx, endpoint), headers, body };
  });
}

interface Outcome {
  result: OutboundResult;
  latencyMs: number;
}

/** Writes down what came back, and when it goes on. A later attempt has taken over if the number is not the last. */
function settle(ctx: Context, deliveryId: string, number: number, outcome: Outcome): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const endpointId = await endpointOf(tx, ctx, deliveryId);
    // Deleted while the request was under way: its log went with it.
    if (!endpointId) return;
    // Before the delivery, like everybody who changes both.
    const endpoint = await findEndpoint(tx, ctx, endpointId, "no key update");
    const delivery = await lockDelivery(tx, ctx, deliveryId);
    const { result, latencyMs } = outcome;
    const status = result.ok ? result.status : null;
    const failure = failureOf(result);
    const { envelope } = await envelopeFor(tx, ctx, delivery.eventId);
    const excerpt = result.ok ? excerptOf(result.body) : "";
    await tx
      .update(webhookAttempts)
      .set({
        ...{ finishedAt: ctx.at, latencyMs, status, failure },
        response:
          excerpt && !envelope.erased ? envelope.seal(places.response(deliveryId, number), excerpt) : null,
      })
      .where(attemptIs(ctx, deliveryId, number));
    if (delivery.state !== "pending" || delivery.attempts !== number) return;
    if (!failure) {
      await change(tx, ctx, deliveryId, {
        ...{ state: "delivered", status, failure: null, nextAttemptAt: null, deliveredAt: ctx.at },
      });
      if (endpoint.failingSince) await setFailingSince(tx, ctx, endpoint, null);
      return;
    }
    const isTest = delivery.type === TEST_EVENT;
    if (!endpoint.failingSince && !isTest) await setFailingSince(tx, ctx, endpoint, ctx.at);
    const isGone = status === 410;
    const asked = result.ok ? retryAfterMs(result.headers["retry-after"], ctx.at) : undefined;
    const next = isGone || isTest ? undefined : nextTryAt(deliveryId, delivery.tries, ctx.at, asked);
    if (next) {
      await change(tx, ctx, deliveryId, { status, failure, nextAttemptAt: next });
      await enqueueDelivery(tx, ctx, { deliveryId, endpointId: endpoint.id }, next);
    } else {
      await change(tx, ctx, deliveryId, { state: "failed", status, failure, nextAttemptAt: null });
      await recordAudit(tx, ctx, {
        subject: { kind: "webhook", id: endpoint.id },
        action: "webhook.dead",
        facts: { delivery: deliveryId, event: delivery.type, attempts: number, status },
      });
    }
    if (isGone) await pauseRow(tx, ctx, endpoint, "gone");
    else if (isLongFailing(endpoint.failingSince, ctx.at)) await pauseRow(tx, ctx, endpoint, "failing");
  });
}

async function endpointOf(tx: Tx, ctx: Context, deliveryId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ endpointId: webhookDeliveries.endpointId })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.workspaceId, ctx.workspaceId), eq(webhookDeliveries.id, deliveryId)));
  return row?.endpointId;
}

/** In a sentence; undefined when the receiver accepted. */
function failureOf(result: OutboundResult): string | null {
  if (!result.ok) return result.message;
  if (result.status >= 200 && result.status < 300) return null;
  if (result.status === 410) return "The receiver said 410: it is gone for good.";
  if (result.status >= 300 && result.status < 400)
    return `The receiver redirects (${result.status}), and redirects are not followed. Use the final address.`;
  return `The receiver answered ${result.status}.`;
}

const excerptOf = (body: Uint8Array): string =>
  Buffer.from(body.subarray(0, RESPONSE_BYTES)).toString("utf8").replaceAll("\u0000", "\uFFFD");

async function isUnderWay(tx: Tx, ctx: Context, deliveryId: string, number: number): Promise<boolean> {
  const [row] = await tx
    .select({ finishedAt: webhookAttempts.finishedAt })
    .from(webhookAttempts)
    .where(attemptIs(ctx, deliveryId, number));
  return row?.finishedAt === null;
}

async function giveBack(ctx: Context, deliveryId: string, number: number, now: Date): Promise<void> {
  await inTransaction(ctx, (tx, ctx) =>
    tx
      .update(webhookDeliveries)
      .set({ nextAttemptAt: now })
      .where(
        and(
          eq(webhookDeliveries.workspaceId, ctx.workspaceId),
          eq(webhookDeliveries.id, deliveryId),
          eq(webhookDeliveries.attempts, number),
          eq(webhookDeliveries.state, "pending"),
        ),
      ),
  );
}

async function lockDelivery(tx: Tx, ctx: Context, deliveryId: string) {
  const [row] = await tx
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.workspaceId, ctx.workspaceId), eq(webhookDeliveries.id, deliveryId)))
    .for("update");
  if (!row) throw new DomainError("not_found", "There is no such delivery.");
  return row;
}

const change = (
  tx: Tx,
  ctx: Context,
  deliveryId: string,
  values: Partial<typeof webhookDeliveries.$inferInsert>,
) =>
  tx
    .update(webhookDeliveries)
    .set(values)
    .where(and(eq(webhookDeliveries.workspaceId, ctx.workspaceId), eq(webhookDeliveries.id, deliveryId)));

const attemptIs = (ctx: Context, deliveryId: string, number: number) =>
  and(
    eq(webhookAttempts.workspaceId, ctx.workspaceId),
    eq(webhookAttempts.deliveryId, deliveryId),
    eq(webhookAttempts.number, number),
  );

/** An attempt that nobody settled before its lease ended: it may have arrived, and the log says so. */
async function settleLost(tx: Tx, ctx: Context, deliveryId: string): Promise<void> {
  await tx
    .update(webhookAttempts)
    .set({
      finishedAt: ctx.at,
      failure:
        "Gatehouse stopped while it was under way: it may have arrived. The next attempt has the same id.",
    })
    .where(
      and(
        eq(webhookAttempts.workspaceId, ctx.workspaceId),
        eq(webhookAttempts.deliveryId, deliveryId),
        isNull(webhookAttempts.finishedAt),
      ),
    );
}

async function envelopeFor(
  tx: Tx,
  ctx: Context,
  eventId: string,
): Promise<{ envelope: Envelope; sealed: Uint8Array }> {
  const [event] = await tx
    .select({ partyId: webhookEvents.partyId, body: webhookEvents.body })
    .from(webhookEvents)
    .where(and(eq(webhookEvents.workspaceId, ctx.workspaceId), eq(webhookEvents.id, eventId)));
  if (!event) throw new Error("a delivery without its event");
  return { envelope: await envelopeOf(tx, ctx, event.partyId), sealed: event.body };
}

const setFailingSince = (tx: Tx, ctx: Context, endpoint: EndpointRow, failingSince: Date | null) =>
  tx
    .update(webhookEndpoints)
    .set({ failingSince })
    .where(and(eq(webhookEndpoints.workspaceId, ctx.workspaceId), eq(webhookEndpoints.id, endpoint.id)));
