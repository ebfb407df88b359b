/** A day as it is typed: three boxes. `YYYY-MM-DD` in the data; while unfinished, the same with gaps: `1988--9`. */
export interface TypedDay {
  day: string;
  month: string;
  year: string;
}

const MONTH_LETTERS = 3;

export function splitDay(value: unknown): TypedDay {
  const [year = "", month = "", day = ""] = typeof value === "string" ? value.split("-") : [];
  return { day: day.replace(/^0(?=\d)/, ""), month: month.replace(/^0(?=\d)/, ""), year };
}

/** A month by number or by name in the reader's language: `11`, `Nov`, `november`. */
export function readMonth(typed: string, locale: string): string {
  const text = typed.trim().toLocaleLowerCase(locale).replace(/\.$/, "");
  if (/^\d*$/.test(text) || text.length < MONTH_LETTERS) return text;
  for (let month = 1; month <= 12; month++) {
    const at = Date.UTC(2001, month - 1, 15);
    const name = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }).format(at);
    if (name.toLocaleLowerCase(locale).startsWith(text)) return String(month);
  }
  return text;
}

/** The three boxes as one value; nothing when all are empty. Gaps stay visible, so nothing typed is lost. */
export function joinDay({ day, month, year }: TypedDay, locale: string): string | undefined {
  const clean = (text: string) => text.trim().replaceAll("-", "");
  const parts = { year: clean(year), month: readMonth(clean(month), locale), day: clean(day) };
  if (!parts.year && !parts.month && !parts.day) return undefined;
  const pad = (text: string) => (/^\d$/.test(text) ? `0${text}` : text);
  return /^\d{4}$/.test(parts.year) && parts.month && parts.day
    ? `${parts.year}-${pad(parts.month)}-${pad(parts.day)}`
    : `${parts.year}-${parts.month}-${parts.day}`;
}

/** The day in words, when it is a real one: `24 November 1988`. */
export function sayDay(value: unknown, locale: string): string | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const at = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== value) return undefined;
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
    dateStyle: "long",
    timeZone: "UTC",
  }).format(at);
}
