import type { z } from "zod";
import { apiKeyContext } from "@/server/auth/api-key";
import type { Context } from "@/server/context";
import { fieldIssues, isDomainError } from "@/server/errors";
import { failureFacts } from "@/server/platform/failure";
import { newId } from "@/server/platform/ids";
import { log } from "@/server/platform/log";
import { can } from "@/server/workspaces/policy";
import { type Answer, answerOnce, readKey, requireKey } from "./idempotency";
import { readJsonBody } from "./json-body";
import type { Operation } from "./operation";
import { HttpRefusal, problemOf } from "./problem";
import { countRequest } from "./rate-limit";

const always = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** Answers one request to an operation: key, allowance, scope, body, once; then the work; every refusal as a problem. */
export async function serve(
  operation: Operation,
  request: Request,
  address: Record<string, string>,
): Promise<Response> {
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
    const answer = await perform(operation, ctx, request, address);
    note(operation.id, who, requestId, at, answer.status);
    return toResponse(answer, headers);
  } catch (error) {
    return refuse(error, { operation: operation.id, requestId, at, who, headers });
  }
}

async function perform(
  operation: Operation,
  ctx: Context,
  request: Request,
  address: Record<string, string>,
): Promise<(Answer & { replayed?: boolean }) | Response> {
  const params = parse(operation.params, address);
  const url = new URL(request.url);
  const query = parse(operation.query, onceEach(url.searchParams));
  const { once } = operation;
  const key = once === "none" ? undefined : once === "optional" ? readKey(request) : requireKey(request);
  const sent = operation.body ? await readJsonBody(request) : undefined;
  const body = operation.body ? parse(operation.body, sent) : undefined;
  const call = { params, query, body, key, request };
  if (once !== "transaction" || !key) return operation.work(ctx, call);
  const place = `${operation.method} ${url.pathname}${url.search}`;
  return answerOnce(ctx, { key, place, body: sent ?? null }, async (ctx) => {
    const answer = await operation.work(ctx, call);
    if (answer instanceof Response) throw new Error("an answer that is kept has to be JSON");
    return answer;
  });
}

/** A name that stands twice in an address could be read as either. */
function onceEach(search: URLSearchParams): Record<string, string> {
  const twice = [...new Set(search.keys())].filter((name) => search.getAll(name).length > 1);
  if (twice.length > 0)
    throw new HttpRefusal(400, "invalid", "Some fields need mending.", {
      issues: twice.map((path) => ({ path, code: "repeated", message: "Send this once." })),
    });
  return Object.fromEntries(search);
}

function toResponse(
  answer: (Answer & { replayed?: boolean }) | Response,
  headers: Record<string, string>,
): Response {
  if (answer instanceof Response) {
    for (const [name, value] of Object.entries(headers))
      if (!answer.headers.has(name)) answer.headers.set(name, value);
    return answer;
  }
  const all = { ...headers, ...answer.headers, ...(answer.replayed && { "idempotency-replayed": "true" }) };
  if (answer.status === 204) return new Response(null, { status: 204, headers: all });
  return Response.json(answer.body, { status: answer.status, headers: all });
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HttpRefusal(400, "invalid", "Some fields need mending.", { issues: fieldIssues(parsed.error) });
}

const note = (operation: string, who: Context | undefined, requestId: string, at: Date, status: number) =>
  log().info({ requestId, operation, key: who?.actor.id, status, ms: Date.now() - at.getTime() }, "api");

function refuse(
  error: unknown,
  about: { operation: string; requestId: string; at: Date; who: Context | undefined; headers: HeadersInit },
): Response {
  const { requestId, at, who } = about;
  if (!(error instanceof HttpRefusal) && !isDomainError(error))
    log().error({ requestId, operation: about.operation, ...failureFacts(error) }, "an API request failed");
  const { problem, headers } = problemOf(error, requestId);
  note(about.operation, who, requestId, at, problem.status);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...about.headers, ...headers, "content-type": "application/problem+json" },
  });
}

/** Answers an address under `/api/v1` that is no operation, or takes other methods only. */
export function refuseUnknown(methods: readonly string[] = []): Response {
  const at = new Date();
  const requestId = newId("request", at);
  const error =
    methods.length > 0
      ? new HttpRefusal(405, "method_not_allowed", `This address takes ${methods.join(", ")}.`)
      : new HttpRefusal(404, "not_found", "There is nothing at this address. See /api/v1/openapi.json.");
  const headers = {
    ...always,
    "request-id": requestId,
    ...(methods.length > 0 && { allow: methods.join(", ") }),
  };
  return refuse(error, { operation: "none", requestId, at, who: undefined, headers });
}
