import {
  Agent as HttpAgent,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { isIP } from "node:net";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { OutboundFailure, pinned, type Target } from "./outbound-target";

export interface Exchange {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
  maxBytes: number;
  /** Ends it; its reason is what is thrown. */
  signal: AbortSignal;
  /** Told once the other side can hear us: from then on it may have done what it was asked. */
  onConnected(): void;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

const CONNECT_MS = 10_000;
const MAX_HEADER_BYTES = 32 * 1024;

/** One request over one new connection to one of the addresses that were checked. Follows nothing, keeps nothing. */
export function exchange(target: Target, asked: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const isTls = asked.url.protocol === "https:";
    const options: RequestOptions & { servername?: string; rejectUnauthorized?: boolean } = {
      host: target.host,
      port: target.port,
      path: `${asked.url.pathname}${asked.url.search}`,
      method: asked.method,
      headers: { ...asked.headers, host: asked.url.host },
      lookup: pinned(target),
      // Agents of our own: the global ones may be told by the environment to go through a proxy.
      agent: isTls ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false }),
      maxHeaderSize: MAX_HEADER_BYTES,
      signal: asked.signal,
      // Said here, so that no environment variable can turn it off.
      ...(isTls && { rejectUnauthorized: true, ...(!isIP(target.host) && { servername: target.host }) }),
    };
    const fail = (error: unknown) => {
      clearTimeout(slow);
      reject(asked.signal.aborted ? asked.signal.reason : failureOf(error, target.host));
    };
    let request: ReturnType<typeof requestHttp>;
    const slow = setTimeout(
      () => request.destroy(new OutboundFailure("timeout", `${target.host} could not be reached in time.`)),
      CONNECT_MS,
    );
    try {
      request = isTls ? requestHttps(options) : requestHttp(options);
    } catch (error) {
      fail(error);
      return;
    }
    request.once("socket", (socket) =>
      socket.once(isTls ? "secureConnect" : "connect", () => {
        clearTimeout(slow);
        asked.onConnected();
      }),
    );
    request.once("error", fail);
    request.once("response", (response) => {
      read(response, asked.maxBytes)
        .then((body) => resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body }))
        .catch(fail)
        .finally(() => request.destroy());
    });
    request.end(asked.body);
  });
}

const unpackers: Record<string, () => NodeJS.ReadWriteStream & Readable> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The body, unpacked. Both what came over the wire and what it unpacks to are counted as they come. */
async function read(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new OutboundFailure("too_large", `The answer is larger than ${maxBytes} bytes, the limit here.`);
  if (Number(response.headers["content-length"] ?? 0) > maxBytes) throw tooLarge();
  let packed = 0;
  response.on("data", (chunk: Buffer) => {
    packed += chunk.length;
    if (packed > maxBytes) response.destroy(tooLarge());
  });
  const unpack = unpackers[response.headers["content-encoding"]?.trim().toLowerCase() ?? ""];
  const plain = unpack ? response.pipe(unpack()) : response;
  if (plain !== response) response.once("error", (error) => (plain as Readable).destroy(error));
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks);
}

const headersOf = (response: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(response.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );

const words: Record<string, string> = {
  ECONNREFUSED: "refused the connection. Check host and port.",
  ECONNRESET: "ended the connection.",
  ETIMEDOUT: "did not answer in time.",
  EHOSTUNREACH: "cannot be reached from here.",
  ENETUNREACH: "cannot be reached from here.",
  CERT_HAS_EXPIRED: "has a certificate that has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "has a certificate nobody vouches for. NODE_EXTRA_CA_CERTS can name your authority.",
  SELF_SIGNED_CERT_IN_CHAIN:
    "has a certificate nobody vouches for. NODE_EXTRA_CA_CERTS can name your authority.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "has a certificate nobody vouches for. NODE_EXTRA_CA_CERTS can name your authority.",
  ERR_TLS_CERT_ALTNAME_INVALID: "has a certificate of another name.",
};

/** Drivers quote addresses and headers; what is passed on is our own sentence. */
function failureOf(error: unknown, host: string): OutboundFailure {
  if (error instanceof OutboundFailure) return error;
  const { code = "" } = error as { code?: string };
  if (code === "HPE_HEADER_OVERFLOW")
    return new OutboundFailure("too_large", `${host} sent more than ${MAX_HEADER_BYTES} bytes of headers.`);
  if (
    code.startsWith("ERR_INVALID") ||
    code === "ERR_UNESCAPED_CHARACTERS" ||
    code === "ERR_HTTP_INVALID_HEADER_VALUE"
  )
    return new OutboundFailure(
      "forbidden",
      "The request holds characters that cannot be sent. Check path and headers.",
    );
  const happened = words[code] ?? "did not answer as a web server does.";
  return new OutboundFailure(code === "ETIMEDOUT" ? "timeout" : "unavailable", `${host} ${happened}`);
}
