/* Every number, date and name of a place goes through here: one voice, and the same on server and browser. */

const LOCALE = "en-GB";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const cached = new Map<string, Intl.DateTimeFormat>();

function parts(at: number, timeZone: string): Record<string, string> {
  let format = cached.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALE, {
      timeZone,
      weekday: "short",
      day: "numeric",
      month: "numeric",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    cached.set(timeZone, format);
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

// Spelled here because runtimes disagree about `Sep` and `Sept`.
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

export type Moment = Date | number | string;

const timeOf = (at: Moment): number => new Date(at).getTime();

/** `23 Nov 2026` */
export function formatDate(at: Moment, timeZone: string): string {
  const { day, month, year } = parts(timeOf(at), timeZone);
  return `${Number(day)} ${months[Number(month) - 1]} ${year}`;
}

/** `14:05` */
export function formatTime(at: Moment, timeZone: string): string {
  const { hour, minute } = parts(timeOf(at), timeZone);
  return `${hour}:${minute}`;
}

/** `23 Nov 2026, 14:05` */
export function formatDateTime(at: Moment, timeZone: string): string {
  return `${formatDate(at, timeZone)}, ${formatTime(at, timeZone)}`;
}

/** `23 Nov 2026, 14:05 UTC`: for hovering over anything shorter. */
export const formatUtc = (at: Moment): string => `${formatDateTime(at, "UTC")} UTC`;

/** A date without a time (`2026-11-23`) as `23 Nov 2026`, whatever the zone. */
export const formatDay = (day: string): string => formatDate(`${day}T00:00:00Z`, "UTC");

/** `Mon 23 Nov` for axes. */
export function formatWeekday(day: string): string {
  const { weekday, day: number, month } = parts(timeOf(`${day}T00:00:00Z`), "UTC");
  return `${weekday} ${Number(number)} ${months[Number(month) - 1]}`;
}

/** The largest unit that says enough: `40 min`, `5 h`, `4 d`. */
export function formatSpan(ms: number): string {
  const span = Math.abs(ms);
  if (span < MINUTE) return "under 1 min";
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < 2 * DAY) return `${Math.floor(span / HOUR)} h`;
  return `${Math.floor(span / DAY)} d`;
}

/** Two units, for medians: `5 h 40 min`, `2 d 3 h`. */
export function formatDuration(ms: number): string {
  if (ms < MINUTE) return `${Math.round(ms / 1000)} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  const [big, small, bigWord, smallWord] = ms < DAY ? [HOUR, MINUTE, "h", "min"] : [DAY, HOUR, "d", "h"];
  const whole = Math.floor(ms / (big as number));
  const rest = Math.floor((ms % (big as number)) / (small as number));
  return rest ? `${whole} ${bigWord} ${rest} ${smallWord}` : `${whole} ${bigWord}`;
}

/** `12 min ago`, `just now` */
export const formatAgo = (at: Moment, now: number): string =>
  now - timeOf(at) < MINUTE ? "just now" : `${formatSpan(now - timeOf(at))} ago`;

export type DueUrgency = "late" | "soon" | "later";

/** How a deadline stands: `2 h left`, `1 d late`; soon means within a quarter of a day. */
export function dueOf(at: Moment, now: number): { text: string; urgency: DueUrgency } {
  const left = timeOf(at) - now;
  if (left < 0) return { text: `${formatSpan(left)} late`, urgency: "late" };
  return { text: `${formatSpan(left)} left`, urgency: left < 6 * HOUR ? "soon" : "later" };
}

/** `1,245` */
export const formatNumber = (value: number): string => new Intl.NumberFormat("en").format(value);

/** A share of one as `90.5 %`, with a space that never breaks. */
export const formatPercent = (share: number, digits = 1): string =>
  `${new Intl.NumberFormat("en", { maximumFractionDigits: digits }).format(share * 100)}\u00a0%`;

/** `2 cases`, `1 case` */
export const formatCount = (count: number, one: string, many = `${one}s`): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;

/** `EUR 1,850,000`. A decimal text stays exact; an unknown currency stays as it was written. */
export function formatMoney(amount: number | string, currency: string): string {
  try {
    const format = new Intl.NumberFormat("en", {
      style: "currency",
      currency,
      currencyDisplay: "code",
      trailingZeroDisplay: "stripIfInteger",
    });
    return format.format(amount as Intl.StringNumericLiteral);
  } catch {
    return `${currency}\u00a0${amount}`;
  }
}

const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** `DE` as `Germany`; anything that is no country code stays as it was written. */
export const countryName = (code: string): string =>
  /^[A-Za-z]{2}$/.test(code) ? (regions.of(code.toUpperCase()) ?? code) : code;

/** `1.4 MB` */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${new Intl.NumberFormat("en", { maximumFractionDigits: 1 }).format(size)} ${unit}`;
}

/** The tail that tells one id from another: `case_…8k2m9q`. */
export function shortId(id: string): string {
  const at = id.indexOf("_");
  const body = id.slice(at + 1);
  return body.length > 8 ? `${id.slice(0, at + 1)}…${body.slice(-6)}` : id;
}

/** `Lena Brandt` as `LB`. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s\-–]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("") || "?";
}

/** How to greet at this hour of the zone. */
export function greetingAt(at: Moment, timeZone: string): string {
  const hour = Number(parts(timeOf(at), timeZone)["hour"]);
  if (hour < 5 || hour >= 18) return "Good evening";
  return hour < 12 ? "Good morning" : "Good afternoon";
}
