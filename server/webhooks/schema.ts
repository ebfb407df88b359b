import { z } from "zod";
import { type CallbackState, callbackStates, type DeliveryState, deliveryStates } from "@/db/enums/enums";
import { TEST_EVENT, webhookEventNames } from "./catalogue";

const id = z.string().min(1).max(64);

/** What only the shape can tell; where it leads is checked by the guard of outgoing requests. */
const address = z
  .string()
  .trim()
  .max(2_000, "An address has at most 2,000 characters.")
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    message: "Write the whole address, such as https://example.com/webhooks.",
  })
  .refine((text) => !URL.canParse(text) || new URL(text).username === "", {
    message: "Leave user name and password out: the signature proves who sends.",
  });
const description = z.string().trim().max(200).default("");
const events = z
  .array(z.enum(webhookEventNames, "This event is not known."))
  .min(1, "Choose at least one event.")
  .transform((names) => [...new Set(names)].sort());

export const createEndpointInput = z.strictObject({ url: address, description, events });
export const changeEndpointInput = z.strictObject({
  endpointId: id,
  /** Left out: the address stays, for it cannot be read. */
  url: address.optional(),
  description: description.optional(),
  events: events.optional(),
});
export const endpointInput = z.strictObject({ endpointId: id });
export const resumeEndpointInput = z.strictObject({
  endpointId: id,
  /** What was held meanwhile: sent now, or left unsent. */
  held: z.enum(["send", "skip"]),
});

const deliveryFilter = {
  endpointId: id,
  state: z.enum(deliveryStates).optional(),
  type: z.enum([...webhookEventNames, TEST_EVENT]).optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
};
export const listDeliveriesInput = z.strictObject({
  ...deliveryFilter,
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
});
export const deliveryInput = z.strictObject({ deliveryId: id });

export const replayInput = z.union([
  z.strictObject({ deliveryIds: z.array(id).min(1).max(100) }),
  z.strictObject({
    ...deliveryFilter,
    /** Where the batch before ended. */
    cursor: z.string().max(200).optional(),
  }),
]);
export const countReplayInput = z.strictObject(deliveryFilter);

export const listCallbacksInput = z.strictObject({
  connectionId: id,
  state: z.enum(callbackStates).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(20),
});

export type EndpointState = "active" | "failing" | "paused";

export interface EndpointView {
  id: string;
  description: string;
  /** Its query is masked. */
  url: string;
  events: string[];
  state: EndpointState;
  pausedAt: Date | null;
  pausedBecause: "member" | "failing" | "gone" | null;
  failingSince: Date | null;
  createdAt: Date;
  /** Attempts of the last 24 hours, and how many were accepted. */
  lastDay: { attempts: number; accepted: number };
  lastFailure: { at: Date; text: string } | null;
  /** Deliveries that wait, are held, or were given up. */
  counts: { pending: number; held: number; failed: number };
  /** Until then the secret before the last rotation signs too. */
  oldSecretUntil: Date | null;
}

export interface DeliveryRow {
  id: string;
  eventId: string;
  type: string;
  state: DeliveryState;
  attempts: number;
  status: number | null;
  failure: string | null;
  createdAt: Date;
  nextAttemptAt: Date | null;
  deliveredAt: Date | null;
}

export interface AttemptView {
  number: number;
  startedAt: Date;
  latencyMs: number | null;
  status: number | null;
  /** A sentence; null when it was accepted. */
  failure: string | null;
  headers: { name: string; value: string }[];
  response: string | null;
}

export interface DeliveryDetail extends DeliveryRow {
  endpointId: string;
  /** The text that is sent; null when the party's data was erased. */
  body: string | null;
  tries: number;
  log: AttemptView[];
}

export interface CallbackRow {
  id: string;
  vendorEventId: string;
  state: CallbackState;
  /** What became of it. */
  note: string | null;
  runId: string | null;
  /** How often the vendor sent it. */
  copies: number;
  receivedAt: Date;
  settledAt: Date | null;
}
