import Link from "next/link";
import { formatNumber, formatWeekday } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import type { OverviewDay } from "@/server/decisions/schema";
import css from "./home.module.css";

const parts = [
  { key: "approvedAlone", title: "Approved, no person", filter: "result=positive&by=system" },
  { key: "approvedByPerson", title: "Approved by a person", filter: "result=positive&by=person" },
  { key: "declined", title: "Declined", filter: "result=negative" },
  { key: "other", title: "Ended otherwise", filter: "result=other" },
  { key: "open", title: "Still open", filter: "result=open" },
] as const;

const totalOf = (day: OverviewDay) => parts.reduce((sum, { key }) => sum + day[key], 0);

/** The next number a scale of four even steps can end at. */
function roundUp(value: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(value / 4)));
  return ([4, 8, 12, 20, 40].find((step) => step * power >= value) ?? 40) * power;
}

/** Applications by the day they were started, by what became of them. A day opens its applications. */
export function VolumeChart({ days }: { days: readonly OverviewDay[] }) {
  const highest = roundUp(Math.max(4, ...days.map(totalOf)));
  const every = days.length > 14 ? 5 : days.length > 7 ? 2 : 1;
  const period = `startedDays=${days.length}`;
  const shown = parts
    .map((part) => ({ ...part, count: days.reduce((sum, day) => sum + day[part.key], 0) }))
    .filter(({ key, count }) => key !== "other" || count > 0);
  return (
    <Panel title="Applications by day" note="By what became of them">
      <ul className={css.legend}>
        {shown.map(({ key, title, filter, count }) => (
          <li key={key}>
            <i data-part={key} aria-hidden />
            <Link href={`/home/applications?${period}&${filter}`}>{title}</Link>
            <b>{formatNumber(count)}</b>
          </li>
        ))}
      </ul>
      <div className={css.chart}>
        <div className={css.scale} aria-hidden>
          {[1, 0.75, 0.5, 0.25, 0].map((share) => (
            <span key={share}>{formatNumber(highest * share)}</span>
          ))}
        </div>
        <ol className={css.days}>
          {/* The newest first: where there is no room for all, the latest are the ones in sight. */}
          {[...days].reverse().map((day, before) => {
            const at = days.length - 1 - before;
            const total = totalOf(day);
            const name = formatWeekday(day.day);
            const told = shown
              .filter(({ key }) => day[key] > 0)
              .map(({ key, title }) => `${title} ${day[key]}`)
              .join(", ");
            return (
              <li key={day.day} className={css.day}>
                <Link
                  href={`/home/applications?startedOn=${day.day}`}
                  className={css.column}
                  aria-label={`${name}: ${total}${told && ` (${told})`}`}
                  title={`${name}: ${total}${told && `\n${told.replaceAll(", ", "\n")}`}`}
                  prefetch={false}
                >
                  {[...parts]
                    .reverse()
                    .map(
                      ({ key }) =>
                        day[key] > 0 && (
                          <i key={key} data-part={key} style={{ height: `${(100 * day[key]) / highest}%` }} />
                        ),
                    )}
                </Link>
                <span className={css.tick} data-shown={at % every === 0 || undefined} aria-hidden>
                  {name.replace(/^\w+ /, "")}
                </span>
              </li>
            );
          })}
        </ol>
      </div>
    </Panel>
  );
}
