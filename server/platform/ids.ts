import { randomBytesOf } from "./random";

/** The one table of id prefixes. An id is `prefix_` + Crockford base32 of a UUIDv7, so ids sort by creation. */
const prefixes = {
  workspace: "ws",
  user: "usr",
  session: "ses",
  member: "mem",
  apiKey: "key",
  workflow: "wf",
  checkpoint: "chp",
  review: "rev",
  plan: "plan",
  migration: "mig",
  party: "pty",
  partyKey: "pk",
  relationship: "rel",
  application: "app",
  link: "lnk",
  visit: "vis",
  submission: "sub",
  requirement: "req",
  document: "doc",
  file: "fil",
  run: "run",
  decision: "dec",
  rerun: "rer",
  rerunRound: "rnd",
  batch: "bat",
  backtest: "btst",
  label: "lab",
  check: "chk",
  case: "case",
  verdict: "ver",
  note: "note",
  message: "msg",
  list: "lst",
  listEntry: "len",
  listChange: "lch",
  connection: "con",
  webhookEndpoint: "whe",
  webhookSecret: "whs",
  webhookEvent: "evt",
  webhookDelivery: "whd",
  webhookCallback: "whc",
  audit: "aud",
  request: "rq",
} as const;

export type IdKind = keyof typeof prefixes;
export type Id<K extends IdKind> = `${(typeof prefixes)[K]}_${string}`;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

function uuidV7(atMs: number): Uint8Array {
  const bytes = randomBytesOf(16);
  let rest = atMs;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return bytes;
}

function crockford(bytes: Uint8Array): string {
  let out = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      out += ALPHABET[(value >>> (bits - 5)) & 31];
      bits -= 5;
      value &= (1 << bits) - 1;
    }
  }
  return out + ALPHABET[(value << (5 - bits)) & 31];
}

/** A new id of the kind, sortable by time. */
export function newId<K extends IdKind>(kind: K, at: Date = new Date()): Id<K> {
  return `${prefixes[kind]}_${crockford(uuidV7(at.getTime()))}`;
}

/** Whether a text from outside has the shape of an id of the kind; says nothing about existence. */
export function isId<K extends IdKind>(kind: K, text: string): text is Id<K> {
  return new RegExp(`^${prefixes[kind]}_[0-9a-hjkmnp-tv-z]{26}$`).test(text);
}
