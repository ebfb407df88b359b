import type { FieldIssue } from "@/server/errors";

/** Why a call did not work, in one shape for every door that shows it. */
export interface Failure {
  message: string;
  /** tRPC's name for it: `FORBIDDEN`, `CONFLICT`, …; `OFFLINE` when the server was not reached. */
  code: string;
  issues: readonly FieldIssue[];
  reference: string | undefined;
  retryAfterSeconds: number | undefined;
}

interface Details {
  code?: string;
  issues?: readonly FieldIssue[];
  reference?: string;
  retryAfterSeconds?: number;
}

/** What a query or mutation failed with. Without an answer from the server, it was not reached. */
export function failureOf(error: unknown): Failure {
  const details = error instanceof Error && "data" in error ? (error.data as Details | undefined) : undefined;
  if (!details?.code)
    return {
      message: "The server could not be reached. Check the connection, then try again.",
      code: "OFFLINE",
      issues: [],
      reference: undefined,
      retryAfterSeconds: undefined,
    };
  return {
    message: (error as Error).message,
    code: details.code,
    issues: details.issues ?? [],
    reference: details.reference,
    retryAfterSeconds: details.retryAfterSeconds,
  };
}
