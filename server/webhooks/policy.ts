/** When an attempt that failed is made again, and when an endpoint is left alone. Pure: the browser explains it too. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Pauses after the first, second, … failed try. Together 72 hours and 35 minutes, before jitter. */
export const retryDelaysMs: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  21 * HOUR,
];
export const MOST_TRIES = retryDelaysMs.length + 1;
/** A receiver may ask for a longer pause, but not for one that ends its turn. */
const LONGEST_ASKED_MS = DAY;
const JITTER = 0.1;

/** An endpoint at which every attempt failed for so long is paused, and its admins are told. */
export const PAUSE_AFTER_DAYS = 5;
/** Both secrets sign for so long after a rotation. */
export const OVERLAP_HOURS = 24;
/** Deliveries and callbacks are kept for so long after they ended. */
export const KEPT_DAYS = 30;
export const TIMEOUT_MS = 15_000;
/** How much of an answer is kept. */
export const RESPONSE_BYTES = 2_048;
export const MOST_ENDPOINTS = 50;

/** The same number in [0, 1) for the same text: two processes plan the same time, and no two deliveries the same. */
export function shareOf(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619) >>> 0;
  // Mixed once more: texts that differ in their last sign only must not lie side by side.
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909) >>> 0;
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

/** When the try after the failed `tries`-th is due; undefined when there is none left. */
export function nextTryAt(
  deliveryId: string,
  tries: number,
  failedAt: Date,
  askedMs: number | undefined,
): Date | undefined {
  const delay = retryDelaysMs[tries - 1];
  if (delay === undefined) return undefined;
  const jitter = 1 + JITTER * (2 * shareOf(`${deliveryId}/${tries}`) - 1);
  const asked = Math.min(askedMs ?? 0, LONGEST_ASKED_MS);
  return new Date(failedAt.getTime() + Math.max(Math.round(delay * jitter), asked));
}

/** What `Retry-After` asks for, in milliseconds. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (!header) return undefined;
  if (/^\d{1,7}$/.test(header.trim())) return Number(header) * SECOND;
  const at = /[a-z]{3}/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** Whether an endpoint that fails since then has failed long enough to be left alone. */
export const isLongFailing = (failingSince: Date | null, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() >= PAUSE_AFTER_DAYS * DAY;

/** An address for people: values of its query may be secrets. */
export function maskedUrl(url: string): string {
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}${pathname}${search ? "?…" : ""}`;
}
