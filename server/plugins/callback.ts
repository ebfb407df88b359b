import { newId } from "@/server/platform/ids";
import { isHexSigned, isSigned, isTimely, signedHeaders } from "@/server/platform/signature";
import type { Callback } from "./contract";

/** The ways vendors sign what they tell us unasked. Each compares in constant time, and refuses what is not recent. */

/** Standard Webhooks: id, time and body under one of the keys. */
export const standardEvent = (
  { headers, raw }: Callback,
  keys: readonly Uint8Array[],
  now: Date,
): { eventId: string } | undefined =>
  isSigned(headers, raw, keys, now) ? { eventId: headers.get("webhook-id") ?? "" } : undefined;

export interface HexScheme {
  /** Carries `sha256=<hex>`, or the hex alone. */
  signature: string;
  /** Carries the vendor's id of the event. */
  id: string;
  /** Carries the time in seconds, which is signed in front of the body: `time.body`. */
  time: string;
}

/** The hex digest over time and body, for vendors with a scheme of their own. */
export function hexEvent(
  { headers, raw }: Callback,
  key: Uint8Array,
  now: Date,
  scheme: HexScheme,
): { eventId: string } | undefined {
  const [signature, eventId, seconds] = [scheme.signature, scheme.id, scheme.time].map((name) =>
    headers.get(name),
  );
  const signed = Buffer.concat([Buffer.from(`${seconds ?? ""}.`), raw]);
  const fits = isHexSigned(signature ?? null, signed, key);
  return fits && eventId && isTimely(seconds ?? "", now) ? { eventId } : undefined;
}

/** A callback as a vendor of that scheme would send it: for the sandbox, whose vendors are pretended. */
export function signedEvent(key: Uint8Array, at: Date, body: string): Callback {
  const id = newId("request", at);
  return { headers: new Headers({ ...signedHeaders([key], { id, at, body }) }), raw: Buffer.from(body) };
}
