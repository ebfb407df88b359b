/** How large a set of rules may be: what is larger is several, and would hold everybody up while it is read. */

/** Tests of a rule set or of a condition, those inside others counted too. */
export const MAX_TESTS = 3000;

/**
 * How many tests stand in something that is not parsed yet, no further than one past the limit. Counted before it is
 * parsed, because parsing is what costs.
 */
export function countTests(given: unknown): number {
  let count = 0;
  const open: unknown[] = [given];
  while (open.length > 0 && count <= MAX_TESTS) {
    const part = open.pop();
    if (typeof part !== "object" || part === null) continue;
    if (!Array.isArray(part) && "op" in part && "id" in part) count++;
    for (const inner of Object.values(part)) if (typeof inner === "object") open.push(inner);
  }
  return count;
}

/** What is wrong with its size, in words that name the place. */
export function sizeFault(given: unknown, what: string): string | undefined {
  return countTests(given) > MAX_TESTS
    ? `${what} has more than ${MAX_TESTS.toLocaleString("en")} tests. Make several of it, or a decision table.`
    : undefined;
}
