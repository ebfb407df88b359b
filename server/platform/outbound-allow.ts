import { BlockList, isIP } from "node:net";
import { opennessOf } from "./outbound-address";

/** One line of what an operator opens: a name, every name below one, or a range of addresses; perhaps for one port. */
type Entry = { port: number | undefined } & (
  | { kind: "name"; name: string; isSuffix: boolean }
  | { kind: "range"; list: BlockList; family: 4 | 6 }
);

/** The systems an operator has opened. */
export interface AllowList {
  /** Whether the name was written down for the port. */
  opensName(host: string, port: number): boolean;
  /** Whether the address lies in a range that was written down for the port. */
  opensAddress(address: string, port: number): boolean;
}

const HOW =
  "Write names (crm.internal, *.corp.example), addresses or ranges (10.1.0.0/16), each with or without :port";

function withoutPort(text: string): { rest: string; port: number | undefined } {
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text);
  const plain = /^([^:]+):(\d{1,5})$/.exec(text);
  const [, rest = text, digits] = bracketed ?? plain ?? [];
  if (digits === undefined) return { rest, port: undefined };
  const port = Number(digits);
  if (port < 1 || port > 65535) throw new Error(`“${text}” has no port between 1 and 65535`);
  return { rest, port };
}

function rangeOf(text: string): { list: BlockList; family: 4 | 6 } | undefined {
  const [address = "", bits, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0 || address.includes("%")) return undefined;
  const most = family === 4 ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : most + 1;
  if (length > most) throw new Error(`“${text}” is not a range: after the slash stands 0 to ${most}`);
  const list = new BlockList();
  list.addSubnet(address, length, family === 4 ? "ipv4" : "ipv6");
  return { list, family: family === 4 ? 4 : 6 };
}

function entryOf(text: string): Entry {
  const { rest, port } = withoutPort(text);
  const range = rangeOf(rest);
  if (range) return { kind: "range", port, ...range };
  const isSuffix = rest.startsWith("*.");
  const name = (isSuffix ? rest.slice(2) : rest).toLowerCase();
  if (
    !/^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(name) ||
    /^[\d.]+$/.test(name)
  )
    throw new Error(`“${text}” is not a host. ${HOW}`);
  return { kind: "name", port, name, isSuffix };
}

/** Reads `OUTBOUND_ALLOW`. Throws a sentence that names the entry and the fix. */
export function parseAllowList(text: string): AllowList {
  const entries = text
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .map(entryOf);
  const at = (port: number) => entries.filter((entry) => entry.port === undefined || entry.port === port);
  return {
    opensName: (host, port) =>
      at(port).some(
        (entry) =>
          entry.kind === "name" && (entry.isSuffix ? host.endsWith(`.${entry.name}`) : host === entry.name),
      ),
    opensAddress: (address, port) =>
      at(port).some(
        (entry) =>
          entry.kind === "range" &&
          isIP(address) === entry.family &&
          entry.list.check(address, entry.family === 4 ? "ipv4" : "ipv6"),
      ),
  };
}

/** Whether an address may be connected to under a name. A name that an operator wrote down opens internal addresses. */
export function isOpen(allow: AllowList, host: string, address: string, port: number): boolean {
  if (allow.opensAddress(address, port)) return true;
  const openness = opennessOf(address);
  return openness === "public" || (openness === "internal" && allow.opensName(host, port));
}

/** Whether an operator vouches for every address: then plain http and unusual ports are theirs to answer for. */
export const isVouchedFor = (
  allow: AllowList,
  host: string,
  addresses: readonly string[],
  port: number,
): boolean => allow.opensName(host, port) || addresses.every((address) => allow.opensAddress(address, port));
