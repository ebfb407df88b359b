import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { keys } from "@/server/platform/keys";

export const DEVICE_DAYS = 180;

const sign = (email: string, nonce: string) =>
  createHmac("sha256", keys().session).update(`device:${email}:${nonce}`).digest("base64url");

/** The cookie of a browser that signed in to this account. It opens nothing; it only counts tries apart. */
export function newDevice(email: string): string {
  const nonce = randomBytes(16).toString("base64url");
  return `${nonce}.${sign(email, nonce)}`;
}

/** The nonce of a device cookie that is ours and belongs to this account. */
export function knownDevice(email: string, cookie: string | undefined): string | undefined {
  const [nonce, signature] = cookie?.split(".") ?? [];
  if (!nonce || !signature) return undefined;
  const right = Buffer.from(sign(email, nonce));
  const given = Buffer.from(signature);
  return right.length === given.length && timingSafeEqual(right, given) ? nonce : undefined;
}
