import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { isSameOrigin } from "@/server/auth/site";
import { isDomainError } from "@/server/errors";
import { MAX_DEPTH, readBounded, requireShallow } from "@/server/platform/bounded-json";
import { log } from "@/server/platform/log";
import { openDoor } from "./context";
import { appRouter } from "./root";

export const MAX_BATCH = 10;
/** A draft of a thousand steps with its rules and forms is checked as a whole: one megabyte, in one batch with others. */
const MAX_CALL_BYTES = 4 * 1024 * 1024;
/** The client's batch and its transformer wrap every input in three levels of their own. */
const WRAPPING = 3;

const refuse = (status: number, code: string, message: string) =>
  Response.json(
    [{ error: { json: { message, code: -32600, data: { code, httpStatus: status, issues: [] } } } }],
    { status },
  );

/** The app's own API. Changes arrive by POST, as JSON, from our own pages; queries by GET. */
export async function handleTrpc(request: Request): Promise<Response> {
  const isPost = request.method === "POST";
  let call = request;
  try {
    if (isPost) {
      if (!isSameOrigin(request.headers)) {
        log().warn({ path: new URL(request.url).pathname }, "a change from another origin was refused");
        return refuse(
          403,
          "FORBIDDEN",
          "This request did not come from Gatehouse. Open the page and try again.",
        );
      }
      if (!request.headers.get("content-type")?.startsWith("application/json"))
        return refuse(415, "UNSUPPORTED_MEDIA_TYPE", "Changes are sent as JSON.");
      const body = await readBounded(request, MAX_CALL_BYTES);
      requireShallow(body, MAX_DEPTH + WRAPPING);
      call = new Request(request.url, { method: "POST", headers: request.headers, body });
    } else requireShallow(new URL(request.url).searchParams.get("input") ?? "", MAX_DEPTH + WRAPPING);
  } catch (error) {
    if (isDomainError(error)) return refuse(400, "BAD_REQUEST", error.message);
    throw error;
  }
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: call,
    router: appRouter,
    maxBatchSize: MAX_BATCH,
    createContext: () => openDoor(request.headers),
  });
  response.headers.set("cache-control", "no-store");
  return response;
}
