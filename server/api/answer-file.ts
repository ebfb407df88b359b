import { isDomainError } from "@/server/errors";
import { failureFacts } from "@/server/platform/failure";
import { newId } from "@/server/platform/ids";
import { log } from "@/server/platform/log";
import { HttpRefusal, problemOf } from "./problem";

/** Answers a door of files with what `work` makes, or with the refusal as a problem. */
export async function answerFile(
  work: (more: { at: Date; requestId: string }) => Promise<Response>,
): Promise<Response> {
  const more = { at: new Date(), requestId: newId("request") };
  try {
    return await work(more);
  } catch (error) {
    if (!isDomainError(error) && !(error instanceof HttpRefusal))
      log().error({ requestId: more.requestId, ...failureFacts(error) }, "a request for a file failed");
    const { problem, headers } = problemOf(error, more.requestId);
    return new Response(JSON.stringify(problem), {
      status: problem.status,
      headers: { ...headers, "cache-control": "no-store", "content-type": "application/problem+json" },
    });
  }
}
