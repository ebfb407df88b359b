import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { type DomainErrorCode, type FieldIssue, isDomainError } from "@/server/errors";
import { failureFacts } from "@/server/platform/failure";
import { log } from "@/server/platform/log";

const codes: Record<DomainErrorCode, TRPCError["code"]> = {
  invalid: "BAD_REQUEST",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  rate_limited: "TOO_MANY_REQUESTS",
};

/** The complaints of a zod error, one per field, with dotted paths. */
export function issuesOf(error: ZodError): FieldIssue[] {
  return error.issues.map((issue) => ({
    path: issue.path.join("."),
    code: issue.code,
    message: issue.message,
  }));
}

/** Translates a refusal once; hides everything unexpected behind the request's reference, and logs it without its text. */
export function translateError(error: TRPCError, requestId: string): TRPCError {
  const { cause } = error;
  if (isDomainError(cause)) return new TRPCError({ code: codes[cause.code], message: cause.message, cause });
  if (cause instanceof ZodError && error.code === "BAD_REQUEST")
    return new TRPCError({ code: "BAD_REQUEST", message: "Some fields need another look.", cause });
  if (error.code !== "INTERNAL_SERVER_ERROR") return error;
  log().error({ requestId, ...failureFacts(cause ?? error) }, "a procedure failed");
  return new TRPCError({
    code: "INTERNAL_SERVER_ERROR",
    message: `This did not work, and nothing was changed. Try again, or tell your admin the reference ${requestId}.`,
  });
}

/** What a client gets beside code and message: the fields to mend, when to come back, the reference to quote. */
export function errorDetails(error: TRPCError, requestId: string | undefined) {
  const { cause } = error;
  return {
    issues: isDomainError(cause) ? cause.issues : cause instanceof ZodError ? issuesOf(cause) : [],
    retryAfterSeconds: isDomainError(cause) ? cause.retryAfterSeconds : undefined,
    reference: requestId,
  };
}
