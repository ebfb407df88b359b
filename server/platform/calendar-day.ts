import { Temporal } from "temporal-polyfill";

/** The midnight that began a day of the zone: today's, or that of so many days before. */
export function dayStart(at: Date, timeZone: string, daysBefore = 0): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return new Date(today.startOfDay().subtract({ days: daysBefore }).epochMilliseconds);
}

/** The days from `daysBefore` to today as `YYYY-MM-DD`, oldest first. */
export function daysUpTo(at: Date, timeZone: string, daysBefore: number): string[] {
  const today = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  return Array.from({ length: daysBefore + 1 }, (_, n) =>
    today.subtract({ days: daysBefore - n }).toString(),
  );
}

/** The first and the first-no-more instant of a day of the zone. */
export function boundsOfDay(day: string, timeZone: string): { from: Date; until: Date } {
  const from = Temporal.PlainDate.from(day).toZonedDateTime(timeZone);
  return {
    from: new Date(from.epochMilliseconds),
    until: new Date(from.add({ days: 1 }).epochMilliseconds),
  };
}
