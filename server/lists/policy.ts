import countries from "i18n-iso-countries/index.js";
import { electronicFormatIBAN, isValidIBAN } from "ibantools";
import { type Network, parseNetwork } from "@/server/rules/core/network";
import { numberText } from "@/server/rules/core/number-text";
import { foldText } from "@/server/rules/core/value";
import type { ListKind } from "./schema";

/**
 * How values of a list are spelled and looked up. An entry is kept under one key; a value is looked up by all the keys
 * under which an entry that covers it may stand: an address by every network around it, an e-mail by its domain too.
 * So a look-up of any kind is one scan of one index.
 */

export interface ListSpelling {
  kind: ListKind;
  /** Of text only; the other kinds have one spelling. */
  ignoresCase: boolean;
}

export type Spelled = { value: string; sought: string } | { problem: string };

const MAX_VALUE = 500;
const plain = (text: string): string => text.normalize("NFC").trim().replace(/\s+/g, " ");

/** What somebody wrote as an entry, spelled as it is kept; or what to mend. */
export function spellEntry({ kind, ignoresCase }: ListSpelling, text: string): Spelled {
  const written = plain(text);
  if (written === "") return { problem: "Write a value." };
  if (written.length > MAX_VALUE) return { problem: `Use at most ${MAX_VALUE} characters.` };
  switch (kind) {
    case "text":
      return { value: written, sought: ignoresCase ? foldText(written) : written };
    case "number":
      return same(numberKey(written), "Write a number such as 1250.50, without separators of thousands.");
    case "email": {
      const domain = written.startsWith("@") ? hostOf(written.slice(1)) : undefined;
      const key = written.startsWith("@") ? domain && `@${domain}` : emailKey(written);
      return same(key, "Write an e-mail address, or @example.com for everybody of a domain.");
    }
    case "domain":
      return same(hostOf(written.replace(/^\*\./, "")), "Write a domain such as example.com.");
    case "iban":
      return same(ibanKey(written), "This is no IBAN: its check digits or its length do not fit.");
    case "ip": {
      const network = parseNetwork(written);
      if (!network)
        return { problem: "Write an address or a network: 203.0.113.7, 10.0.0.0/8, 2001:db8::/32." };
      return {
        value: written.toLowerCase(),
        sought: networkKey(network.family, bitsOf(network), network.first),
      };
    }
    case "country":
      return same(countryKey(written), "Write a country's code of two letters, such as DE.");
    case "hash":
      return same(
        hashKey(written),
        "Write the hash in hexadecimal: 32 characters for MD5, 40 for SHA-1, 64 for SHA-256, 96 or 128.",
      );
  }
}

const same = (key: string | undefined, problem: string): Spelled =>
  key === undefined ? { problem } : { value: key, sought: key };

/** Every key under which an entry that covers the value may stand; undefined when it is no value of this kind. */
export function keysOf({ kind, ignoresCase }: ListSpelling, value: string | number): string[] | undefined {
  const written = plain(String(value));
  if (written === "" || written.length > MAX_VALUE) return undefined;
  const only = (key: string | undefined) => (key === undefined ? undefined : [key]);
  switch (kind) {
    case "text":
      return [ignoresCase ? foldText(written) : written];
    case "number":
      return only(typeof value === "number" ? plainNumber(value) : numberKey(written));
    case "email": {
      const address = emailKey(written);
      if (address === undefined) return undefined;
      return [address, ...withParents(address.slice(address.lastIndexOf("@") + 1)).map((host) => `@${host}`)];
    }
    case "domain": {
      const host = hostOf(hostPart(written));
      return host === undefined ? undefined : withParents(host);
    }
    case "iban":
      return only(ibanKey(written));
    case "ip": {
      const network = parseNetwork(written);
      return network && networksAround(network);
    }
    case "country":
      return only(countryKey(written));
    case "hash":
      return only(hashKey(written));
  }
}

const plainNumber = (value: number): string | undefined =>
  Number.isFinite(value) ? String(value === 0 ? 0 : value) : undefined;

function numberKey(text: string): string | undefined {
  const isNegative = text.startsWith("-");
  const size = numberText(isNegative ? text.slice(1) : text);
  return size === undefined ? undefined : plainNumber(isNegative ? -size : size);
}

/** The spelling of the domain name system; undefined for what is none, addresses included. */
function hostOf(text: string): string | undefined {
  const name = text.replace(/\.$/, "");
  if (!/^[^\s@/:?#[\]\\%]+$/.test(name) || !URL.canParse(`http://${name}/`)) return undefined;
  const { hostname } = new URL(`http://${name}/`);
  return hostname.length <= 253 &&
    /^([a-z\d_]([a-z\d_-]{0,61}[a-z\d_])?\.)+[a-z][a-z\d-]*[a-z\d]$/.test(hostname)
    ? hostname
    : undefined;
}

/** Of a web address its host, of an e-mail its domain. */
function hostPart(text: string): string {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text) && URL.canParse(text)) return new URL(text).hostname;
  return text.slice(text.lastIndexOf("@") + 1);
}

/** A domain and those above it, but for the last label: an entry covers what lies below it. */
function withParents(host: string): string[] {
  const labels = host.split(".");
  return labels.slice(0, -1).map((_, i) => labels.slice(i).join("."));
}

function emailKey(text: string): string | undefined {
  const at = text.lastIndexOf("@");
  const host = at > 0 ? hostOf(text.slice(at + 1)) : undefined;
  const name = text.slice(0, at);
  return host !== undefined && /^[^\s@<>()",;:\\]+$/.test(name) ? `${foldText(name)}@${host}` : undefined;
}

function ibanKey(text: string): string | undefined {
  const iban = electronicFormatIBAN(text) ?? "";
  return isValidIBAN(iban) ? iban : undefined;
}

function countryKey(text: string): string | undefined {
  const code = text.toUpperCase();
  const short = /^[A-Z]{3}$/.test(code) ? countries.alpha3ToAlpha2(code) : code;
  return short !== undefined && /^[A-Z]{2}$/.test(short) && countries.isValid(short) ? short : undefined;
}

function hashKey(text: string): string | undefined {
  const hash = text.toLowerCase();
  return /^[\da-f]+$/.test(hash) && [32, 40, 64, 96, 128].includes(hash.length) ? hash : undefined;
}

const WIDTH = { 4: 32, 6: 128 } as const;

const networkKey = (family: 4 | 6, bits: number, first: bigint): string =>
  `${family}/${bits}/${first.toString(16)}`;

/** How many leading bits all addresses of a network share. */
function bitsOf({ family, first, last }: Network): number {
  return WIDTH[family] - (last - first).toString(2).replace(/^0$/, "").length;
}

function networksAround(network: Network): string[] {
  const { family, first } = network;
  const width = BigInt(WIDTH[family]);
  return Array.from({ length: bitsOf(network) + 1 }, (_, bits) => {
    const free = width - BigInt(bits);
    return networkKey(family, bits, (first >> free) << free);
  });
}

export type EntryState = "active" | "upcoming" | "expired" | "withdrawn";

/** What an entry is at a time, by what is known of it. */
export function entryState(
  entry: { validFrom: Date; validTo: Date | null; isWithdrawn: boolean },
  at: Date,
): EntryState {
  if (entry.isWithdrawn && entry.validTo !== null && entry.validTo <= at) return "withdrawn";
  if (entry.validTo !== null && entry.validTo <= at) return "expired";
  return entry.validFrom > at ? "upcoming" : "active";
}
