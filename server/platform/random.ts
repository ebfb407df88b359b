import { randomFillSync } from "node:crypto";

const POOL = 8_192;
const pool = Buffer.allocUnsafeSlow(POOL);
let used = POOL;

/** Random bytes from the operating system, asked for in thousands: each question costs more than sealing a row. */
export function randomBytesOf(count: number): Buffer {
  if (used + count > POOL) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + count));
  // What was given out is nowhere else any more.
  pool.fill(0, used, used + count);
  used += count;
  return bytes;
}
