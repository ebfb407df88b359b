/** What may be logged of an unexpected error: where and which kind. Messages of drivers quote parameters, so none. */
export function failureFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const more = error as Error & { code?: unknown; table_name?: unknown; constraint_name?: unknown };
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    kind: error.name,
    code: text(more.code),
    table: text(more.table_name),
    constraint: text(more.constraint_name),
    stack: error.stack
      ?.split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12),
    ...(error.cause === undefined ? {} : { cause: failureFacts(error.cause) }),
  };
}

/** Connection lost or refused, server starting or stopping, out of resources, deadlock: the same work may succeed later. */
const PASSING = /^(CONNECTION_|CONNECT_|ECONN|EPIPE|ETIMEDOUT|08|40|53|57)/;

/** Whether the database ended a transaction because two waited for each other. */
export function isDeadlock(error: unknown): boolean {
  for (let one: unknown = error; one instanceof Error; one = one.cause)
    if ((one as Error & { code?: unknown }).code === "40P01") return true;
  return false;
}

/** Whether a row with this key was there already. */
export function isUniqueViolation(error: unknown): boolean {
  for (let one: unknown = error; one instanceof Error; one = one.cause)
    if ((one as Error & { code?: unknown }).code === "23505") return true;
  return false;
}

/** Whether an error is the database's absence rather than a fault in what was asked of it. */
export function isOutage(error: unknown): boolean {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    const { code } = one as Error & { code?: unknown };
    if (typeof code === "string" && PASSING.test(code)) return true;
  }
  return false;
}
