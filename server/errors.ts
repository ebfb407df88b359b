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

/** True for a refusal of ours, also across the two module graphs of server and bundle, where `instanceof` fails. */
export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && error.name === "DomainError" && "issues" in error;
}
