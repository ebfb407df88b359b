import { createPrivateKey, type KeyObject } from "node:crypto";
import { env } from "./env";
import { shared } from "./shared";

/** The three keys outside the database. The launcher makes them in the data folder at first start. */
export interface Keys {
  /** Wraps party keys and connection credentials. */
  master: Uint8Array;
  /** Signs sessions. */
  session: Uint8Array;
  /** Ed25519, signs audit seals. */
  seal: KeyObject;
}

/** Turns a 32-byte seed into an Ed25519 private key (PKCS #8 prefix of RFC 8410). */
export function sealKeyFromSeed(seed: Uint8Array): KeyObject {
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  return createPrivateKey({ key: Buffer.concat([prefix, seed]), format: "der", type: "pkcs8" });
}

export function keys(): Keys {
  return shared("keys", () => {
    const { MASTER_KEY, SESSION_KEY, SEAL_KEY } = env();
    if (!MASTER_KEY || !SESSION_KEY || !SEAL_KEY) {
      throw new Error(
        "MASTER_KEY, SESSION_KEY and SEAL_KEY are not set. Start with `npm start`, which keeps them in the data folder.",
      );
    }
    return {
      master: Buffer.from(MASTER_KEY, "hex"),
      session: Buffer.from(SESSION_KEY, "hex"),
      seal: sealKeyFromSeed(Buffer.from(SEAL_KEY, "hex")),
    };
  });
}
