import { Temporal } from "temporal-polyfill";
import type { Duration } from "./ast";

export interface CalendarSettings {
  /** IANA zone in which a date-time becomes a date. */
  timeZone: string;
  /** On which day a 29 February birthday counts in common years. */
  leapDayBirthday: "03-01" | "02-28";
}

/** A date (whole day) or a point in time. `day` counts days since 1970-01-01, in the settings' zone. */
export type Moment = { kind: "date"; day: number } | { kind: "date_time"; day: number; ms: number };

const MINUTE = 60_000;
const DAY = 86_400_000;
const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$/;

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function monthLength(year: number, month: number): number {
  return month === 2
    ? isLeapYear(year)
      ? 29
      : 28
    : month === 4 || month === 6 || month === 9 || month === 11
      ? 30
      : 31;
}

/** Days since 1970-01-01 in the Gregorian calendar: whole-number arithmetic on 400-year eras. */
export function dayOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function dateOf(dayNumber: number): { year: number; month: number; day: number } {
  const z = dayNumber + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** Days since 1970-01-01 of `YYYY-MM-DD`; undefined when it names no day. */
export function parseDate(text: string): number | undefined {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return undefined;
  let year = 0;
  let month = 0;
  let day = 0;
  for (let i = 0; i < 10; i++) {
    if (i === 4 || i === 7) continue;
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    if (i < 4) year = year * 10 + digit;
    else if (i < 7) month = month * 10 + digit;
    else day = day * 10 + digit;
  }
  if (month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return undefined;
  return dayOf(year, month, day);
}

/** Throws a RangeError naming the zone when there is none of that name. */
export function assertTimeZone(timeZone: string): void {
  if (timeZone === "UTC") return;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
  } catch {
    throw new RangeError(`There is no time zone "${timeZone}"; use an IANA name such as Europe/Berlin.`);
  }
}

function zoned(ms: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
}

function dayInZone(ms: number, timeZone: string): number {
  if (timeZone === "UTC") return Math.floor(ms / DAY);
  const date = zoned(ms, timeZone);
  return dayOf(date.year, date.month, date.day);
}

function startOfDay(day: number, timeZone: string): number {
  if (timeZone === "UTC") return day * DAY;
  const { year, month, day: dayOfMonth } = dateOf(day);
  return new Temporal.PlainDate(year, month, dayOfMonth).toZonedDateTime(timeZone).epochMilliseconds;
}

/** A date or a date-time; a date-time without an offset is local to `timeZone`. Undefined when it is neither. */
export function parseMoment(text: string, timeZone: string): Moment | undefined {
  if (text.length === 10) {
    const day = parseDate(text);
    return day === undefined ? undefined : { kind: "date", day };
  }
  const match = DATE_TIME.exec(text);
  if (!match || parseDate(match[1]!) === undefined) return undefined;
  const ms =
    match[5] === undefined
      ? timeZone === "UTC"
        ? Date.parse(`${text}Z`)
        : Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds
      : Date.parse(text);
  return Number.isNaN(ms) ? undefined : { kind: "date_time", ms, day: dayInZone(ms, timeZone) };
}

/** The moment on the wire; a date is its first moment in the zone. */
export function instantOf(moment: Moment, timeZone: string): string {
  return new Date(moment.kind === "date" ? startOfDay(moment.day, timeZone) : moment.ms).toISOString();
}

function addToDay(dayNumber: number, amount: number, unit: "days" | "months" | "years"): number {
  if (unit === "days") return dayNumber + amount;
  const { year, month, day } = dateOf(dayNumber);
  const months = year * 12 + month - 1 + (unit === "months" ? amount : amount * 12);
  const newYear = Math.floor(months / 12);
  const newMonth = months - newYear * 12 + 1;
  return dayOf(newYear, newMonth, Math.min(day, monthLength(newYear, newMonth)));
}

/** The moment plus the duration: 31 January + 1 month is the last day of February; days keep the wall clock. */
export function addDuration(moment: Moment, { amount, unit }: Duration, timeZone: string): Moment {
  if (unit === "minutes" || unit === "hours") {
    const from = moment.kind === "date" ? startOfDay(moment.day, timeZone) : moment.ms;
    const ms = from + amount * (unit === "hours" ? 60 * MINUTE : MINUTE);
    return { kind: "date_time", ms, day: dayInZone(ms, timeZone) };
  }
  if (moment.kind === "date") return { kind: "date", day: addToDay(moment.day, amount, unit) };
  const ms = zoned(moment.ms, timeZone).add({ [unit]: amount }).epochMilliseconds;
  return { kind: "date_time", ms, day: dayInZone(ms, timeZone) };
}

/** Two points in time compare as such; as soon as one is a date, the days compare. */
export function compareMoments(a: Moment, b: Moment): -1 | 0 | 1 {
  const x = a.kind === "date_time" && b.kind === "date_time" ? a.ms : a.day;
  const y = a.kind === "date_time" && b.kind === "date_time" ? b.ms : b.day;
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Whole years from the first day to the second; a leap-day birthday counts on the day the settings name. */
export function yearsBetween(from: number, to: number, leapDayBirthday: "03-01" | "02-28"): number {
  const born = dateOf(from);
  const now = dateOf(to);
  const moves = born.month === 2 && born.day === 29 && !isLeapYear(now.year);
  const month = moves && leapDayBirthday === "03-01" ? 3 : born.month;
  const day = moves ? (leapDayBirthday === "03-01" ? 1 : 28) : born.day;
  const reached = now.month > month || (now.month === month && now.day >= day);
  return now.year - born.year - (reached ? 0 : 1);
}
