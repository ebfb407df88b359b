import { z } from "zod";
import { deliveryStates, endpointPauses } from "@/db/enums/enums";
import { webhookEventNames } from "@/server/webhooks/catalogue";
import { createEndpoint } from "@/server/webhooks/create-endpoint";
import { deleteEndpoint } from "@/server/webhooks/delete-endpoint";
import { listDeliveries } from "@/server/webhooks/list-deliveries";
import { getEndpoint, listEndpoints } from "@/server/webhooks/list-endpoints";
import { replayDeliveries } from "@/server/webhooks/replay";
import { createEndpointInput, type DeliveryRow, type EndpointView } from "@/server/webhooks/schema";
import { byId, none, operation, pageOf, paging } from "../operation";
import { created, sample } from "./sample";

const time = z.iso.datetime();

const row = z.strictObject({
  id: z.string(),
  /** Its query is masked. */
  url: z.string(),
  description: z.string(),
  events: z.array(z.enum(webhookEventNames)),
  state: z.enum(["active", "failing", "paused"]),
  pausedBecause: z.enum(endpointPauses).nullable(),
  /** Deliveries on their way, held while it is paused, and given up. */
  pending: z.int(),
  held: z.int(),
  failed: z.int(),
  createdAt: time,
});

const delivery = z.strictObject({
  id: z.string(),
  /** The `webhook-id` of every attempt. */
  event: z.string(),
  type: z.string(),
  state: z.enum(deliveryStates),
  attempts: z.int(),
  /** What the receiver answered last. */
  status: z.int().nullable(),
  failure: z.string().nullable(),
  createdAt: time,
  nextAttemptAt: time.nullable(),
  deliveredAt: time.nullable(),
});

const plain = ({ id, url, description, events, state, pausedBecause, counts, createdAt }: EndpointView) => ({
  ...{ id, url, description, events, state, pausedBecause },
  ...counts,
  createdAt: createdAt.toISOString(),
});

const plainDelivery = ({ id, eventId, type, state, attempts, status, failure, ...at }: DeliveryRow) => ({
  ...{ id, event: eventId, type, state, attempts, status, failure },
  createdAt: at.createdAt.toISOString(),
  nextAttemptAt: at.nextAttemptAt?.toISOString() ?? null,
  deliveredAt: at.deliveredAt?.toISOString() ?? null,
});

const shop = {
  ...{ id: sample.endpoint, url: "https://shop.example.com/hooks?…", description: "Shop backend" },
  ...{ events: ["document.uploaded"], state: "active", pausedBecause: null },
  ...{ pending: 1, held: 0, failed: 0, createdAt: created },
};

export const webhookOperations = [
  operation({
    id: "listWebhooks",
    method: "get",
    path: "/api/v1/webhooks",
    scope: "webhooks.view",
    summary: "List webhook endpoints",
    description: "All of them, the newest first, on one page.",
    params: none,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The endpoints.", schema: pageOf(row) } },
    examples: [{ name: "One endpoint", status: 200, answer: { data: [shop], nextCursor: null } }],
    work: async (ctx) => ({
      status: 200,
      body: { data: (await listEndpoints(ctx)).map(plain), nextCursor: null },
    }),
  }),
  operation({
    id: "createWebhook",
    method: "post",
    path: "/api/v1/webhooks",
    scope: "webhooks.change",
    summary: "Add a webhook endpoint",
    description:
      "It is told what it hears by requests signed as Standard Webhooks describes. The secret is shown here only.",
    params: none,
    query: none,
    body: createEndpointInput,
    once: "transaction",
    answers: {
      201: { description: "The endpoint, and its secret.", schema: row.extend({ secret: z.string() }) },
    },
    examples: [
      {
        name: "Decisions to the ledger",
        body: {
          ...{ url: "https://ledger.example.com/hooks", description: "Ledger" },
          events: ["decision.made"],
        },
        status: 201,
        answer: {
          ...{ ...shop, id: "whe_01kaxk3m9tfq4rjz2s6v8w0y2d", url: "https://ledger.example.com/hooks" },
          ...{ description: "Ledger", events: ["decision.made"], pending: 0 },
          secret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD+9MIErmyoqg=",
        },
      },
    ],
    work: async (ctx, { body }) => {
      const { endpointId, secret } = await createEndpoint(ctx, body);
      return { status: 201, body: { ...plain(await getEndpoint(ctx, { endpointId })), secret } };
    },
  }),
  operation({
    id: "listWebhookDeliveries",
    method: "get",
    path: "/api/v1/webhooks/{id}/deliveries",
    scope: "webhooks.view",
    summary: "List deliveries",
    description: "What was sent to the endpoint in the last 30 days, the newest first.",
    params: byId,
    query: z.strictObject({ state: z.enum(deliveryStates).optional(), ...paging }),
    body: undefined,
    once: "none",
    answers: { 200: { description: "A page of deliveries.", schema: pageOf(delivery) } },
    examples: [
      {
        name: "What is on its way",
        params: { id: sample.endpoint },
        query: { state: "pending" },
        status: 200,
        answer: {
          data: [
            {
              ...{ id: "whd_01kaxk3m9tfq4rjz2s6v8w0y2e", event: "evt_01kaxk3m9tfq4rjz2s6v8w0y2f" },
              ...{ type: "document.uploaded", state: "pending", attempts: 0, status: null, failure: null },
              ...{ createdAt: created, nextAttemptAt: created, deliveredAt: null },
            },
          ],
          nextCursor: null,
        },
      },
    ],
    work: async (ctx, { params, query }) => {
      const { data, nextCursor } = await listDeliveries(ctx, { endpointId: params.id, ...query });
      return { status: 200, body: { data: data.map(plainDelivery), nextCursor } };
    },
  }),
  operation({
    id: "replayWebhookDeliveries",
    method: "post",
    path: "/api/v1/webhooks/{id}/replay",
    scope: "webhooks.replay",
    summary: "Send deliveries again",
    description:
      "Those of the state that happened in the time named, at most 200 at once, each under its first id. `nextCursor` says that there are more: send it as `cursor`.",
    params: byId,
    query: none,
    body: z.strictObject({
      state: z.enum(deliveryStates).default("failed"),
      since: time.optional(),
      until: time.optional(),
      cursor: z.string().max(200).optional(),
    }),
    once: "transaction",
    answers: {
      200: {
        description: "How many are on their way again.",
        schema: z.strictObject({ replayed: z.int(), nextCursor: z.string().nullable() }),
      },
    },
    examples: [
      {
        name: "All that were given up since a day",
        params: { id: sample.endpoint },
        body: { state: "failed", since: "2026-11-23T00:00:00.000Z" },
        status: 200,
        answer: { replayed: 0, nextCursor: null },
      },
    ],
    work: async (ctx, { params, body }) => ({
      status: 200,
      body: await replayDeliveries(ctx, { endpointId: params.id, ...body }),
    }),
  }),
  operation({
    id: "deleteWebhook",
    method: "delete",
    path: "/api/v1/webhooks/{id}",
    scope: "webhooks.change",
    summary: "Delete a webhook endpoint",
    description: "Its secrets and its log go with it; what waits is not sent.",
    params: byId,
    query: none,
    body: undefined,
    once: "transaction",
    answers: {
      200: {
        description: "It is gone.",
        schema: z.strictObject({ id: z.string(), deleted: z.literal(true) }),
      },
    },
    examples: [
      {
        name: "The shop's",
        params: { id: sample.endpoint },
        status: 200,
        answer: { id: sample.endpoint, deleted: true },
      },
    ],
    work: async (ctx, { params }) => {
      await deleteEndpoint(ctx, { endpointId: params.id });
      return { status: 200, body: { id: params.id, deleted: true } };
    },
  }),
];
