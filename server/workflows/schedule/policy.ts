import { Temporal } from "temporal-polyfill";

/** When a workflow that begins by the clock is due. Pure: civil time in the workflow's own zone. */

export interface Clock {
  every: "day" | "week" | "month" | "quarter" | "year";
  /** `06:00`. */
  at: string;
}

const wallIn = (at: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);

/** Weeks begin on Monday; months, quarters and years on their first day. */
function isDue({ month, day, dayOfWeek }: Temporal.PlainDate, every: Clock["every"]): boolean {
  switch (every) {
    case "day":
      return true;
    case "week":
      return dayOfWeek === 1;
    case "month":
      return day === 1;
    case "quarter":
      return day === 1 && month % 3 === 1;
    case "year":
      return day === 1 && month === 1;
  }
}

/**
 * The latest due time that is not after `now`. A time that is skipped in spring is moved behind the gap; of one that
 * comes twice in autumn it is the first.
 */
export function lastDue({ every, at }: Clock, timeZone: string, now: Date): Date {
  for (let date = wallIn(now, timeZone).toPlainDate().add({ days: 1 }); ; date = date.subtract({ days: 1 })) {
    if (!isDue(date, every)) continue;
    const due = date.toZonedDateTime({ timeZone, plainTime: at }).epochMilliseconds;
    if (due <= now.getTime()) return new Date(due);
  }
}

/** The calendar day of an instant in the zone: `2026-03-29`. */
export const dayIn = (at: Date, timeZone: string): string => wallIn(at, timeZone).toPlainDate().toString();
