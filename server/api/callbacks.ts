import { isDomainError } from "@/server/errors";
import { readBoundedBytes } from "@/server/platform/bounded-json";
import { database } from "@/server/platform/database";
import { newId } from "@/server/platform/ids";
import { keys } from "@/server/platform/keys";
import { receiveCallback } from "@/server/webhooks/receive-callback";

const MOST_BYTES = 256 * 1024;

/** The door of vendors that call back. It says 202 to what is authentic and 401 to all else, and nothing about why. */
export async function answerCallback(request: Request, connectionId: string): Promise<Response> {
  const at = new Date();
  const headers = { "cache-control": "no-store" };
  try {
    const raw = await readBoundedBytes(request, MOST_BYTES);
    const world = { db: database(), keys: keys(), at, requestId: newId("request", at) };
    const said = await receiveCallback(world, { connectionId, headers: request.headers, raw });
    return new Response(null, { status: said === "accepted" ? 202 : 401, headers });
  } catch (error) {
    // Nothing was read that could be verified: the body was too large.
    if (isDomainError(error)) return new Response(null, { status: 413, headers });
    throw error;
  }
}
