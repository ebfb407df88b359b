/** When a workflow that begins by the clock is due. Pure: civil time in the workflow's own zone. */

export interface Clock {
  every: "day" | "week" | "month" | "quarter" | "year";
  /** `06:00`. */
  at: string;
}

const DAY_MS = 86_400_000;

interface Civil {
  year: number;
  month: number;
  day: number;
  /** 0 is Sunday. */
  weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  });
  formats.set(zone, made);
  return made;
}

/** The clock on the wall of the zone, as if it were UTC. */
function wallMs(ms: number, zone: string): number {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return Date.UTC(
    part["year"] ?? 0,
    (part["month"] ?? 1) - 1,
    part["day"],
    part["hour"],
    part["minute"],
    part["second"],
  );
}

/**
 * The instant at which the wall shows this time. Where a time is skipped in spring it is the first one after the gap;
 * where it comes twice in autumn it is the first of the two.
 */
function instantAt(wall: number, zone: string): number {
  const early = wall - (wallMs(wall - DAY_MS, zone) - (wall - DAY_MS));
  if (wallMs(early, zone) === wall) return early;
  const late = wall - (wallMs(wall + DAY_MS, zone) - (wall + DAY_MS));
  return wallMs(late, zone) === wall ? late : Math.max(early, late);
}

function isDue({ month, day, weekday }: Civil, every: Clock["every"]): boolean {
  switch (every) {
    case "day":
      return true;
    case "week":
      return weekday === 1;
    case "month":
      return day === 1;
    case "quarter":
      return day === 1 && month % 3 === 1;
    case "year":
      return day === 1 && month === 1;
  }
}

/** The latest due time that is not after `now`. */
export function lastDue({ every, at }: Clock, zone: string, now: Date): Date {
  const [hour = 0, minute = 0] = at.split(":").map(Number);
  const today = Math.floor(wallMs(now.getTime(), zone) / DAY_MS) * DAY_MS;
  for (let back = -1; back <= 368; back++) {
    const date = new Date(today - back * DAY_MS);
    const civil = {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      weekday: date.getUTCDay(),
    };
    if (!isDue(civil, every)) continue;
    const due = instantAt(date.getTime() + hour * 3_600_000 + minute * 60_000, zone);
    if (due <= now.getTime()) return new Date(due);
  }
  throw new Error("a clock that is never due");
}

/** The calendar day of an instant in the zone: `2026-03-29`. */
export const dayIn = (at: Date, zone: string): string =>
  new Date(wallMs(at.getTime(), zone)).toISOString().slice(0, 10);
