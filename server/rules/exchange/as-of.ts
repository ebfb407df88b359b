import { addDuration, compareMoments, dateOf, dayOf, type Moment } from "@/server/rules/core/calendar";

/** Ages and spans as limits of dates, counted from one day: for languages that compare text and know no calendar. */

const FIRST = dayOf(0, 1, 1);
const LAST = dayOf(9999, 12, 31);

export function textOfDay(day: number): string {
  const { year, month, day: of } = dateOf(day);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(of)}`;
}

/** The last day that passes a test which every day before it passes too; before every date when none does. */
export function lastDay(passes: (day: number) => boolean): string {
  let low = FIRST - 1;
  let high = LAST;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (passes(middle)) low = middle;
    else high = middle - 1;
  }
  return low < FIRST ? "0000-00-00" : textOfDay(low);
}

/** Whether a date plus a span is past. */
export function isOlder(
  day: number,
  span: Parameters<typeof addDuration>[1],
  now: Moment,
  timeZone: string,
): boolean {
  return compareMoments(addDuration({ kind: "date", day }, span, timeZone), now) < 0;
}
