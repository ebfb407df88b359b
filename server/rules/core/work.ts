import type { Environment } from "./environment";

/**
 * What one evaluation may do, counted and not timed, so that the same data gets the same answer on every machine: an
 * element looked at is one, and everything longer is a multiple of it. All of it takes well below 100 ms.
 */
export const MAX_WORK = 1_000_000;

/** Counts; false when the evaluation has done its share, and the answer is `TOO_MUCH`. */
export function spend(env: Environment, units: number): boolean {
  env.work += units;
  return env.work <= MAX_WORK;
}
