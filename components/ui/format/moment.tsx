"use client";

import { useClock } from "./clock";
import { formatAgo, formatDate, formatDateTime, formatSpan, formatUtc, type Moment } from "./words";

const iso = (at: Moment) => new Date(at).toISOString();

/** `23 Nov 2026`, with the time in UTC on hover. */
export function DateText({ at }: { at: Moment }) {
  const { timeZone } = useClock();
  return (
    <time dateTime={iso(at)} title={formatUtc(at)}>
      {formatDate(at, timeZone)}
    </time>
  );
}

/** `23 Nov 2026, 14:05` */
export function DateTimeText({ at }: { at: Moment }) {
  const { timeZone } = useClock();
  return (
    <time dateTime={iso(at)} title={formatUtc(at)}>
      {formatDateTime(at, timeZone)}
    </time>
  );
}

/** How old something is: `4 d`. */
export function Age({ since }: { since: Moment }) {
  const { now } = useClock();
  return (
    <time dateTime={iso(since)} title={formatUtc(since)}>
      {formatSpan(Math.max(0, now - new Date(since).getTime()))}
    </time>
  );
}

/** When something was: `12 min ago`. */
export function Ago({ at }: { at: Moment }) {
  const { now } = useClock();
  return (
    <time dateTime={iso(at)} title={formatUtc(at)}>
      {formatAgo(at, now)}
    </time>
  );
}
