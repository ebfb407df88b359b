import type { IncomingMessage } from "node:http";

/** The largest body any address takes: a document of 10 MB and its form around it. Doors of JSON allow far less. */
export const MAX_BODY_BYTES = 11 * 1024 * 1024;

/** Files of requests are read as they come, so they may be larger; their door counts them again. */
const BATCHES = /^\/api\/(v1\/decisions\/)?batches$/;
const MAX_BATCH_BYTES = 51 * 1024 * 1024;

/** The largest body an address takes. */
export const limitOf = (path: string): number => (BATCHES.test(path) ? MAX_BATCH_BYTES : MAX_BODY_BYTES);

/** Whether the request says that it will send more than we take. */
export function announcesTooMuch(request: IncomingMessage, limit = MAX_BODY_BYTES): boolean {
  return Number(request.headers["content-length"] ?? 0) > limit;
}

/** Cuts the connection of a body that announced no size and grows past the limit. */
export function boundBody(request: IncomingMessage, limit = MAX_BODY_BYTES): void {
  if (request.headers["content-length"] !== undefined) return;
  const push = request.push.bind(request);
  let seen = 0;
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    seen += chunk instanceof Uint8Array ? chunk.byteLength : 0;
    if (seen <= limit) return push(chunk, encoding);
    request.destroy(new Error("The body is larger than Gatehouse takes."));
    return false;
  };
}
