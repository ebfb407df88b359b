import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Signatures as Standard Webhooks describes them: `v1,` and the base64 of an HMAC-SHA256 over `id.timestamp.body`, one
 * per valid secret, parted by spaces. The key is what follows `whsec_`, base64.
 */
const PREFIX = "whsec_";
const KEY_BYTES = 32;
/** How far a signed time may lie from ours, either way. */
const TOLERANCE_MS = 5 * 60_000;

export const newSecret = (): Uint8Array => new Uint8Array(randomBytes(KEY_BYTES));

/** The key as it is shown, once. */
export const secretText = (key: Uint8Array): string => `${PREFIX}${Buffer.from(key).toString("base64")}`;

/** The key of a secret's text; a text without the prefix is taken as base64 too, as the standard's libraries do. */
export const secretKey = (secret: string): Uint8Array =>
  Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, "base64");

const macOf = (key: Uint8Array, id: string, seconds: string, body: Uint8Array | string): Buffer =>
  createHmac("sha256", key).update(`${id}.${seconds}.`).update(body).digest();

export const secondsOf = (at: Date): string => String(Math.floor(at.getTime() / 1000));

export interface SignedHeaders {
  "webhook-id": string;
  "webhook-timestamp": string;
  "webhook-signature": string;
}

/** The three headers of one attempt. */
export function signedHeaders(
  keys: readonly Uint8Array[],
  { id, at, body }: { id: string; at: Date; body: string },
): SignedHeaders {
  const seconds = secondsOf(at);
  return {
    "webhook-id": id,
    "webhook-timestamp": seconds,
    "webhook-signature": keys
      .map((key) => `v1,${macOf(key, id, seconds, body).toString("base64")}`)
      .join(" "),
  };
}

/** Compares without telling by its time where the two differ. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}

/** Whether a signed time is near enough; a request from long ago may be somebody's copy. */
export function isTimely(seconds: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(seconds)) return false;
  return Math.abs(Number(seconds) * 1000 - now.getTime()) <= TOLERANCE_MS;
}

/** Whether a request carries a Standard Webhooks signature of one of the keys, made within the last five minutes. */
export function isSigned(
  headers: Headers,
  body: Uint8Array,
  keys: readonly Uint8Array[],
  now: Date,
): boolean {
  const id = headers.get("webhook-id") ?? "";
  const seconds = headers.get("webhook-timestamp") ?? "";
  const given = (headers.get("webhook-signature") ?? "")
    .split(" ")
    .filter((one) => one.startsWith("v1,"))
    .map((one) => Buffer.from(one.slice(3), "base64"));
  // All are compared, whatever was found: the time taken says nothing of which one fits.
  let fits = false;
  for (const key of keys) {
    const expected = macOf(key, id, seconds, body);
    for (const one of given) fits = isSame(one, expected) || fits;
  }
  return fits && id !== "" && isTimely(seconds, now);
}

/** Whether `sha256=<hex>` is the HMAC of the body: the scheme of vendors that sign nothing else. */
export function isHexSigned(header: string | null, body: Uint8Array, key: Uint8Array): boolean {
  const expected = createHmac("sha256", key).update(body).digest();
  return isSame(Buffer.from((header ?? "").replace(/^sha256=/, ""), "hex"), expected);
}
