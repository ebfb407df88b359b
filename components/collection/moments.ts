/** Dates and sizes in the applicant's language and the workflow's zone. English is British: 23 Nov 2026. */
const spoken = (locale: string) => (locale === "en" ? "en-GB" : locale);

export const sayWeekday = (at: string, locale: string, timeZone: string): string =>
  new Intl.DateTimeFormat(spoken(locale), {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone,
  })
    .format(new Date(at))
    .replace(/^(\p{L}+),/u, "$1");

export const sayMoment = (at: string, locale: string, timeZone: string): string =>
  new Intl.DateTimeFormat(spoken(locale), {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  }).format(new Date(at));

const DAY_MS = 86_400_000;
/** Whole days until a moment; negative when it has passed. */
export const daysUntil = (at: string, now: number): number =>
  Math.floor((new Date(at).getTime() - now) / DAY_MS);
