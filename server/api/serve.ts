import type { z } from "zod";
import { apiKeyContext } from "@/server/auth/api-key";
import type { Context } from "@/server/context";
import { fieldIssues, isDomainError } from "@/server/errors";
import { failureFacts } from "@/server/platform/failure";
import { newId } from "@/server/platform/ids";
import { log } from "@/server/platform/log";
import { can } from "@/server/workspaces/policy";
import { type Answer, answerOnce, requireKey } from "./idempotency";
import { readJsonBody } from "./json-body";
import type { Operation } from "./operation";
import { HttpRefusal, problemOf } from "./problem";
import { countRequest } from "./rate-limit";

/** What an operation does once its request passed every gate. */
export type Work<P extends z.ZodObject, B extends z.ZodType> = (
  ctx: Context,
  call: { params: z.output<P>; body: z.output<B>; headers: Headers },
) => Promise<Answer>;

type Route = { params: Promise<Record<string, string>> };

const always = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** The handler of an operation: key, allowance, scope, body, once; then the work; every refusal as a problem. */
export function serve<P extends z.ZodObject, B extends z.ZodType>(
  operation: Operation<P, B>,
  work: Work<P, B>,
): (request: Request, route?: Route) => Promise<Response> {
  return async (request, route) => {
    const at = new Date();
    const requestId = newId("request", at);
    const headers: Record<string, string> = { ...always, "request-id": requestId };
    let who: Context | undefined;
    try {
      const ctx = await apiKeyContext(request.headers, { at, requestId });
      who = ctx;
      const allowance = await countRequest(ctx);
      Object.assign(headers, allowance.headers);
      if (!allowance.allowed)
        throw new HttpRefusal(429, "rate_limited", "This key has made too many requests. Slow down.", {
          retryAfterSeconds: allowance.retryAfterSeconds,
        });
      if (!can(ctx.actor, operation.scope))
        throw new HttpRefusal(
          403,
          "forbidden",
          `This API key lacks the scope “${operation.scope}”. Use one that has it.`,
        );
      const params = parse(operation.params, (await route?.params) ?? {});
      const key = operation.once ? requireKey(request) : undefined;
      const sent = operation.body ? await readJsonBody(request) : undefined;
      const body = operation.body ? parse(operation.body, sent) : undefined;
      const call = { params, body: body as z.output<B>, headers: request.headers };
      const place = `${operation.method} ${new URL(request.url).pathname}`;
      const answer = key
        ? await answerOnce(ctx, { key, place, body: sent }, (ctx) => work(ctx, call))
        : { ...(await work(ctx, call)), replayed: false };
      if (answer.replayed) headers["idempotency-replayed"] = "true";
      note(operation, who, requestId, at, answer.status);
      return Response.json(answer.body, { status: answer.status, headers });
    } catch (error) {
      return refuse(error, { operation: operation.id, requestId, at, who, headers });
    }
  };
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HttpRefusal(400, "invalid", "Some fields need mending.", { issues: fieldIssues(parsed.error) });
}

const note = (
  operation: Pick<Operation, "id">,
  who: Context | undefined,
  requestId: string,
  at: Date,
  status: number,
) =>
  log().info(
    { requestId, operation: operation.id, key: who?.actor.id, status, ms: Date.now() - at.getTime() },
    "api",
  );

function refuse(
  error: unknown,
  about: { operation: string; requestId: string; at: Date; who: Context | undefined; headers: HeadersInit },
): Response {
  const { requestId, at, who } = about;
  if (!(error instanceof HttpRefusal) && !isDomainError(error))
    log().error({ requestId, operation: about.operation, ...failureFacts(error) }, "an API request failed");
  const { problem, headers } = problemOf(error, requestId);
  note({ id: about.operation }, who, requestId, at, problem.status);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...about.headers, ...headers, "content-type": "application/problem+json" },
  });
}

/** Answers every address under `/api/v1` that is no operation. */
export function refuseUnknown(): Response {
  const at = new Date();
  const requestId = newId("request", at);
  const error = new HttpRefusal(
    404,
    "not_found",
    "There is nothing at this address. See /api/v1/openapi.json.",
  );
  return refuse(error, { operation: "none", requestId, at, who: undefined, headers: always });
}
