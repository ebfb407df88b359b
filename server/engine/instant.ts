import type { Instant } from "./state";

/** Times as they are kept: ISO 8601 with Z and milliseconds. Throws for what is no time; no clock is read here. */
export function instant(at: string): Instant {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) throw new RangeError(`“${at}” is not a time like 2026-01-31T12:00:00Z.`);
  return new Date(ms).toISOString();
}

export function addMs(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) + ms).toISOString();
}

export function laterOf(a: Instant, b: Instant): Instant {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}
