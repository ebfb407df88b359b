import { type Answer, exchange } from "./outbound-exchange";
import {
  checkTarget,
  OutboundFailure,
  type OutboundKind,
  type OutboundWorld,
  realWorld,
} from "./outbound-target";

export interface OutboundRequest {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For everything together: names, connection, every redirect, the answer. */
  timeoutMs: number;
  /** Of the answer's body, also unpacked. */
  maxBytes: number;
  /** 3 unless given; with 0 a redirect is the answer. */
  maxRedirects?: number;
  /** Ends the call from outside. */
  signal?: AbortSignal;
}

export type OutboundResult =
  | ({ ok: true } & Answer)
  | {
      ok: false;
      kind: OutboundKind;
      message: string;
      /** False when the other side certainly never heard of it, so that asking again can double nothing. */
      mayHaveArrived: boolean;
    };

const MAX_REDIRECTS = 3;
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** The connection's own business: a caller who could set these could speak to two servers at once. */
const OWN_HEADERS = new Set(
  "host connection keep-alive proxy-authorization proxy-connection te trailer transfer-encoding upgrade content-length expect".split(
    " ",
  ),
);
/** What may follow a redirect to somebody else. */
const HARMLESS_HEADERS = new Set(["accept", "accept-encoding", "accept-language", "user-agent"]);
const isUsualPort = (port: number) => port === 443 || port === 8443;

interface Hop {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
}

/**
 * The one way out for every HTTP call of the product. Every address behind the name is checked and only those are
 * connected to, again for each redirect. Failures are results; it throws only when `signal` ended it.
 */
export async function outboundFetch(
  request: OutboundRequest,
  world: OutboundWorld = realWorld(),
): Promise<OutboundResult> {
  request.signal?.throwIfAborted();
  const limit = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit;
  let mayHaveArrived = false;
  const onConnected = () => {
    mayHaveArrived = true;
  };
  try {
    let hop = firstHop(request);
    for (let redirects = 0; ; redirects++) {
      const { host, port } = placeOf(hop.url);
      const target = await before(signal, checkTarget(world, { host, port }, isUsualPort));
      if (hop.url.protocol === "http:" && !target.isVouchedFor)
        throw new OutboundFailure(
          "forbidden",
          `Use https. Whoever runs Gatehouse can allow http to one host: OUTBOUND_ALLOW=${host}:${port}.`,
        );
      const answer = await exchange(target, { ...hop, maxBytes: request.maxBytes, signal, onConnected });
      const next = request.maxRedirects === 0 ? undefined : nextHop(hop, answer);
      if (!next) return { ok: true, ...answer };
      if (redirects >= (request.maxRedirects ?? MAX_REDIRECTS))
        throw new OutboundFailure("forbidden", `${host} redirects too often. Use the final address.`);
      hop = next;
    }
  } catch (error) {
    request.signal?.throwIfAborted();
    const failure = limit.aborted
      ? new OutboundFailure("timeout", `No answer within ${request.timeoutMs} ms.`)
      : error instanceof OutboundFailure
        ? error
        : new OutboundFailure("unavailable", "The request could not be sent.");
    return { ok: false, kind: failure.kind, message: failure.message, mayHaveArrived };
  }
}

function firstHop({ url: text, method = "GET", headers = {}, body }: OutboundRequest): Hop {
  const url = parseUrl(text);
  const verb = method.toUpperCase();
  if (!METHODS.has(verb)) throw new OutboundFailure("forbidden", "This HTTP method is not sent from here.");
  const lowered = Object.entries(headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    value,
  ]);
  const own = lowered.find(([name]) => OWN_HEADERS.has(name));
  if (own)
    throw new OutboundFailure("forbidden", `The header “${own[0]}” belongs to the connection. Remove it.`);
  // Asked for unpacked; what comes packed all the same is unpacked under the same limit.
  return {
    url,
    method: verb,
    headers: { "user-agent": "Gatehouse", "accept-encoding": "identity", ...Object.fromEntries(lowered) },
    body,
  };
}

function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base);
  if (!url)
    throw new OutboundFailure("forbidden", "The address is not a full URL such as https://api.example.com.");
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new OutboundFailure("forbidden", "Only https addresses can be called.");
  if (url.username !== "" || url.password !== "")
    throw new OutboundFailure(
      "forbidden",
      "The address holds a user name or password. Put credentials into the connection's credentials.",
    );
  return url;
}

const placeOf = (url: URL) => ({
  host: url.hostname.replace(/^\[|\]$/g, ""),
  port: url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port),
});

/** Where a redirect leads, with no more than may be shown to whoever stands there; undefined for a real answer. */
function nextHop(hop: Hop, { status, headers }: Answer): Hop | undefined {
  const location = headers["location"];
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  const url = parseUrl(location, hop.url);
  if (hop.url.protocol === "https:" && url.protocol === "http:")
    throw new OutboundFailure("forbidden", `${hop.url.hostname} redirects from https to http.`);
  const isOtherOrigin = url.origin !== hop.url.origin;
  const keepsBody = status === 307 || status === 308 || hop.method === "GET" || hop.method === "HEAD";
  if (isOtherOrigin && keepsBody && hop.method !== "GET" && hop.method !== "HEAD")
    throw new OutboundFailure(
      "forbidden",
      `${hop.url.hostname} redirects what was sent to another server. Use the final address.`,
    );
  const mayPass = ([name]: [string, string]) =>
    isOtherOrigin ? HARMLESS_HEADERS.has(name) : keepsBody || !name.startsWith("content-");
  return {
    url,
    method: keepsBody ? hop.method : "GET",
    headers: Object.fromEntries(Object.entries(hop.headers).filter(mayPass)),
    body: keepsBody ? hop.body : undefined,
  };
}

/** A name that is never answered is left behind when the time is over. */
function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
  });
}
