import { createCipheriv, createDecipheriv, hash, type KeyObject } from "node:crypto";
import { randomBytesOf } from "./random";

/**
 * AES-256-GCM envelopes: `version(1) nonce(12) tag(16) ciphertext`. The associated data names where the bytes belong
 * (`table.column:workspace:row`), so bytes moved to another row or workspace do not open.
 */
const VERSION = 1;

/** As bytes, or made ready once by whoever seals much under it. */
export type SealKey = Uint8Array | KeyObject;

export function sealBytes(key: SealKey, where: string, plain: Uint8Array): Uint8Array {
  const nonce = randomBytesOf(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(where));
  const body = [cipher.update(plain), cipher.final()];
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), ...body]);
}

/** Throws when the key is another, the bytes were changed, or they belong elsewhere. */
export function openBytes(key: SealKey, where: string, sealed: Uint8Array): Uint8Array {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== VERSION || bytes.length < 29)
    throw new Error(`not a sealed value: ${where.split(":")[0]}`);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 13));
  decipher.setAAD(Buffer.from(where));
  decipher.setAuthTag(bytes.subarray(13, 29));
  return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]);
}

export function sealJson(key: SealKey, where: string, value: unknown): Uint8Array {
  return sealBytes(key, where, Buffer.from(JSON.stringify(value)));
}

export function openJson<T>(key: SealKey, where: string, sealed: Uint8Array): T {
  return JSON.parse(Buffer.from(openBytes(key, where, sealed)).toString("utf8")) as T;
}

export function sha256(data: Uint8Array | string): string {
  return hash("sha256", data, "hex");
}
