import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { env } from "./env";
import type { AllowList } from "./outbound-allow";
import { isOpen, isVouchedFor } from "./outbound-allow";

/** Why nothing came back. `unavailable` and `timeout` may be better later; the others will not. */
export type OutboundKind = "forbidden" | "unavailable" | "timeout" | "too_large";

/** Thrown inside the guard; its sentence names hosts and fixes, never a path, a query or a credential. */
export class OutboundFailure extends Error {
  readonly kind: OutboundKind;
  constructor(kind: OutboundKind, message: string) {
    super(message);
    this.name = "OutboundFailure";
    this.kind = kind;
  }
}

/** The outer edge, for tests to replace: who answers for names, and what the operator opened. */
export interface OutboundWorld {
  resolve(host: string): Promise<string[]>;
  allow: AllowList;
}

export const realWorld = (): OutboundWorld => ({
  // As the system does it, hosts file included: an operator's own names work, and every answer is checked.
  resolve: async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address),
  allow: env().OUTBOUND_ALLOW,
});

/** A place that was checked. Only these addresses are connected to, so a name that changes its mind gains nothing. */
export interface Target {
  host: string;
  port: number;
  addresses: { address: string; family: 4 | 6 }[];
  isVouchedFor: boolean;
}

/** `EXAMPLE.com.`, `2130706433`, `１２７.1` and `[::1]` as the one form each has. */
export function canonicalHost(text: string): string {
  const parsed = URL.parse(`https://${isIP(text) === 6 ? `[${text}]` : text}/`);
  const host = parsed?.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "") ?? "";
  if (!parsed || host === "" || parsed.username !== "" || parsed.port !== "" || parsed.pathname !== "/")
    throw new OutboundFailure("forbidden", "The address needs a host name, such as api.example.com.");
  return host;
}

/** Finds every address behind a host and refuses the host if one of them is not for us to call. */
export async function checkTarget(
  world: OutboundWorld,
  at: { host: string; port: number },
  isUsualPort: (port: number) => boolean,
): Promise<Target> {
  const host = canonicalHost(at.host);
  const { port } = at;
  const found = isIP(host) ? [host] : await resolved(world, host);
  const refused = found.find((address) => !isOpen(world.allow, host, address, port));
  if (refused !== undefined)
    throw new OutboundFailure(
      "forbidden",
      `${host} leads into a private or reserved network, which is closed. Whoever runs Gatehouse can open it: OUTBOUND_ALLOW=${host}:${port}.`,
    );
  const vouched = isVouchedFor(world.allow, host, found, port);
  if (!vouched && !isUsualPort(port))
    throw new OutboundFailure(
      "forbidden",
      `Port ${port} is not open. Whoever runs Gatehouse can open it: OUTBOUND_ALLOW=${host}:${port}.`,
    );
  return {
    host,
    port,
    addresses: found.map((address) => ({ address, family: isIP(address) === 6 ? 6 : 4 })),
    isVouchedFor: vouched,
  };
}

async function resolved(world: OutboundWorld, host: string): Promise<string[]> {
  let found: string[];
  try {
    found = await world.resolve(host);
  } catch {
    found = [];
  }
  if (found.length === 0)
    throw new OutboundFailure("unavailable", `${host} could not be found. Check the address.`);
  return found;
}

/**
 * The answer to a driver that asks for the name again: these addresses, or none. An address written as such is never
 * asked for; it was checked as it stands.
 */
export const pinned =
  (target: Target): LookupFunction =>
  (_host, options, done) => {
    const [first] = target.addresses;
    if (options.all) done(null, target.addresses);
    else done(null, first?.address ?? "", first?.family);
  };
