import { sql } from "drizzle-orm";
import { foreignKey, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { at, idText, sealed, workspaceId } from "../columns";
import { callbackStates, deliveryStates, endpointPauses } from "../enums/enums";
import { connections, workspaces } from "./workspaces";

/** An address of the customer's own that hears what happens here. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: idText("id").notNull(),
    description: text("description").notNull(),
    /** The whole address, under the master key: paths and queries carry tokens. */
    url: sealed("url").notNull(),
    /** The same for people: its query is masked. */
    shownUrl: text("shown_url").notNull(),
    /** Event types it hears, sorted. The rows of `webhook_subscriptions` are the same, for the look-up. */
    events: text("events").array().notNull(),
    createdAt: at("created_at").notNull(),
    createdBy: idText("created_by").notNull(),
    /** Nothing is sent while it is set; what happens meanwhile is held. */
    pausedAt: at("paused_at"),
    pausedBecause: text("paused_because", { enum: endpointPauses }),
    /** Since when every attempt has failed; null after one that was accepted. */
    failingSince: at("failing_since"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** Which endpoint hears which event: one indexed look-up when something happens. */
export const webhookSubscriptions = pgTable(
  "webhook_subscriptions",
  {
    workspaceId: workspaceId(),
    event: idText("event").notNull(),
    endpointId: idText("endpoint_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.event, t.endpointId] }),
    foreignKey({
      columns: [t.workspaceId, t.endpointId],
      foreignColumns: [webhookEndpoints.workspaceId, webhookEndpoints.id],
    }).onDelete("cascade"),
  ],
);

/** What signs. Two are valid while the older one runs out; it never comes back out. */
export const webhookSecrets = pgTable(
  "webhook_secrets",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    endpointId: idText("endpoint_id").notNull(),
    /** The raw key, under the master key. */
    secret: sealed("secret").notNull(),
    createdAt: at("created_at").notNull(),
    /** Set by a rotation: until then both sign. */
    expiresAt: at("expires_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.endpointId],
      foreignColumns: [webhookEndpoints.workspaceId, webhookEndpoints.id],
    }).onDelete("cascade"),
    index().on(t.workspaceId, t.endpointId),
  ],
);

/** What is told, once per event however many hear it; its id is the `webhook-id` of every attempt. */
export const webhookEvents = pgTable(
  "webhook_events",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: idText("id").notNull(),
    type: text("type").notNull(),
    /** Whose key seals the body; null: the master key does. */
    partyId: idText("party_id"),
    /** The exact text that is sent. */
    body: sealed("body").notNull(),
    at: at("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index().on(t.workspaceId, t.at)],
);

/** One event on its way to one endpoint. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    endpointId: idText("endpoint_id").notNull(),
    eventId: idText("event_id").notNull(),
    type: text("type").notNull(),
    state: text("state", { enum: deliveryStates }).notNull(),
    /** All attempts ever made, replays included. */
    attempts: integer("attempts").notNull(),
    /** Attempts since it was last begun: the place in the schedule. */
    tries: integer("tries").notNull(),
    /** When `pending`: due from then. While an attempt is under way: when it is believed lost. */
    nextAttemptAt: at("next_attempt_at"),
    /** Of the last attempt. */
    status: integer("status"),
    failure: text("failure"),
    createdAt: at("created_at").notNull(),
    deliveredAt: at("delivered_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.eventId, t.endpointId),
    foreignKey({
      columns: [t.workspaceId, t.endpointId],
      foreignColumns: [webhookEndpoints.workspaceId, webhookEndpoints.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.workspaceId, t.eventId],
      foreignColumns: [webhookEvents.workspaceId, webhookEvents.id],
    }).onDelete("cascade"),
    index().on(t.workspaceId, t.endpointId, t.id),
    index().on(t.workspaceId, t.endpointId, t.state, t.id),
    index("webhook_deliveries_due").on(t.workspaceId, t.nextAttemptAt).where(sql`state = 'pending'`),
  ],
);

/** One attempt: written before it is sent, settled after. One that was never settled may have arrived. */
export const webhookAttempts = pgTable(
  "webhook_attempts",
  {
    workspaceId: workspaceId(),
    deliveryId: idText("delivery_id").notNull(),
    /** From 1. */
    number: integer("number").notNull(),
    startedAt: at("started_at").notNull(),
    finishedAt: at("finished_at"),
    latencyMs: integer("latency_ms"),
    status: integer("status"),
    failure: text("failure"),
    /** The signature header as sent: a proof, not a secret. */
    signature: text("signature").notNull(),
    /** The first 2 KiB of what came back, under the key of the event. */
    response: sealed("response"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.deliveryId, t.number] }),
    foreignKey({
      columns: [t.workspaceId, t.deliveryId],
      foreignColumns: [webhookDeliveries.workspaceId, webhookDeliveries.id],
    }).onDelete("cascade"),
    index().on(t.workspaceId, t.startedAt),
  ],
);

/** What a vendor told us unasked, kept as it came before anything is made of it. */
export const webhookCallbacks = pgTable(
  "webhook_callbacks",
  {
    workspaceId: workspaceId(),
    id: idText("id").notNull(),
    connectionId: idText("connection_id").notNull(),
    /** The vendor's own id of the event: its copies are recognised. */
    vendorEventId: idText("vendor_event_id").notNull(),
    /** The raw bytes, under the master key. */
    body: sealed("body").notNull(),
    state: text("state", { enum: callbackStates }).notNull(),
    /** What became of it, in a sentence without personal data. */
    note: text("note"),
    runId: idText("run_id"),
    /** How often the vendor sent it. */
    copies: integer("copies").notNull(),
    receivedAt: at("received_at").notNull(),
    settledAt: at("settled_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique().on(t.workspaceId, t.connectionId, t.vendorEventId),
    foreignKey({
      columns: [t.workspaceId, t.connectionId],
      foreignColumns: [connections.workspaceId, connections.id],
    }).onDelete("cascade"),
    index().on(t.workspaceId, t.connectionId, t.id),
    index("webhook_callbacks_open").on(t.workspaceId, t.receivedAt).where(sql`state = 'received'`),
  ],
);
