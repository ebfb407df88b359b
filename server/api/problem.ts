import { type DomainErrorCode, type FieldIssue, isDomainError } from "@/server/errors";

/** A refusal that only HTTP has: too large, wrong media type, no such address. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly issues: readonly FieldIssue[];
  readonly retryAfterSeconds: number | undefined;
  constructor(
    status: number,
    code: string,
    message: string,
    more: { issues?: readonly FieldIssue[]; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.name = "HttpRefusal";
    this.status = status;
    this.code = code;
    this.issues = more.issues ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

const statuses: Record<DomainErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
};

const titles: Record<number, string> = {
  400: "The request needs mending",
  401: "A valid API key is needed",
  403: "This API key may not do this",
  404: "Not found",
  405: "This address does not take this method",
  409: "This does not fit what is there",
  413: "The request is too large",
  415: "Only JSON is understood",
  422: "This key was used for another request",
  429: "Too many requests",
  500: "Something failed on our side",
};

/** The body of an error, `application/problem+json`. `reference` finds the request in the log. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  reference: string;
  errors: readonly FieldIssue[];
}

/** What a failed request is answered. Anything unexpected is one sentence and a reference. */
export function problemOf(error: unknown, reference: string): { problem: Problem; headers: HeadersInit } {
  const refusal =
    error instanceof HttpRefusal
      ? error
      : isDomainError(error)
        ? new HttpRefusal(statuses[error.code], error.code, error.message, {
            issues: error.issues,
            ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
          })
        : new HttpRefusal(
            500,
            "failed",
            `This did not work. Try again with the same Idempotency-Key, or quote the reference ${reference}.`,
          );
  const { status, code, message, issues, retryAfterSeconds } = refusal;
  return {
    problem: {
      type: `urn:gatehouse:problem:${code}`,
      title: titles[status] ?? "The request was refused",
      status,
      detail: message,
      code,
      reference,
      errors: issues,
    },
    headers: {
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
      ...(status === 401 ? { "www-authenticate": 'Bearer realm="gatehouse"' } : {}),
    },
  };
}
