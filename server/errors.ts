import type { ZodError } from "zod";

/** The six ways a verb can refuse. Doors (tRPC, REST, pages) translate them once. */
export type DomainErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "rate_limited";

/** One complaint about one field: `path` is dotted (`owners.0.share`), `message` names the fix. */
export interface FieldIssue {
  path: string;
  code: string;
  message: string;
}

/** A refusal with a name. `message` is shown to people, so it says what to do; it never carries personal data. */
export class DomainError extends Error {
  readonly code: DomainErrorCode;
  readonly issues: readonly FieldIssue[];
  /** Seconds after which trying again makes sense; only with `rate_limited`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: DomainErrorCode,
    message: string,
    more: { issues?: readonly FieldIssue[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = "DomainError";
    this.code = code;
    this.issues = more.issues ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** zod's complaints as ours. `prefix` is the dotted place of what was parsed; nothing that was typed is repeated. */
export function fieldIssues(error: ZodError, prefix = ""): FieldIssue[] {
  const place = (path: readonly PropertyKey[]) =>
    [...(prefix ? [prefix] : []), ...path.map(String)].join(".");
  return error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({
          path: place([...issue.path, key]),
          code: "unknown_field",
          message: "This field is not known here. Remove it.",
        }))
      : [{ path: place(issue.path), code: issue.code, message: issue.message }],
  );
}

/** True for a refusal of ours, also across the two module graphs of server and bundle, where `instanceof` fails. */
export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && error.name === "DomainError" && "issues" in error;
}
