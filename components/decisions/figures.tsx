import { IconChevronDown, IconChevronRight, IconChevronUp } from "@tabler/icons-react";
import Link from "next/link";
import { formatDuration, formatNumber, formatPercent } from "@/components/ui/format/words";
import type { OverviewFigures } from "@/server/decisions/schema";
import css from "./home.module.css";

interface FiguresProps {
  now: OverviewFigures;
  before: OverviewFigures;
  days: number;
}

interface Change {
  text: string;
  direction: "up" | "down" | "none";
}

const share = (part: number, whole: number): number | null => (whole ? part / whole : null);

const percent = (value: number | null) => (value === null ? "None yet" : formatPercent(value));

/** How two shares differ, in points: per cent of per cent confuse. */
function inPoints(now: number | null, before: number | null): Change {
  if (now === null || before === null) return { text: "nothing to compare with", direction: "none" };
  const points = Math.round((now - before) * 1000) / 10;
  if (points === 0) return { text: "as before", direction: "none" };
  return { text: `${Math.abs(points)} points`, direction: points > 0 ? "up" : "down" };
}

function inShares(now: number, before: number): Change {
  if (!before) return { text: "nothing to compare with", direction: "none" };
  const difference = (now - before) / before;
  if (difference === 0) return { text: "as before", direction: "none" };
  return { text: formatPercent(Math.abs(difference)), direction: difference > 0 ? "up" : "down" };
}

function inTime(now: number | null, before: number | null): Change {
  if (now === null || before === null) return { text: "nothing to compare with", direction: "none" };
  if (Math.round(now / 1000) === Math.round(before / 1000)) return { text: "as before", direction: "none" };
  return { text: formatDuration(Math.abs(now - before)), direction: now > before ? "up" : "down" };
}

/** The period in five numbers beside the period before it; each leads to the list it counts. */
export function Figures({ now, before, days }: FiguresProps) {
  const decided = `/home/applications?decidedDays=${days}`;
  const figures = [
    {
      title: "Applications",
      value: formatNumber(now.applications),
      change: inShares(now.applications, before.applications),
      words: ["more", "fewer"],
      href: `/home/applications?startedDays=${days}`,
    },
    {
      title: "Approval rate",
      value: percent(share(now.approved, now.decided)),
      change: inPoints(share(now.approved, now.decided), share(before.approved, before.decided)),
      words: ["higher", "lower"],
      href: `${decided}&result=positive`,
    },
    {
      title: "Decided without a person",
      value: percent(share(now.alone, now.decided)),
      change: inPoints(share(now.alone, now.decided), share(before.alone, before.decided)),
      words: ["higher", "lower"],
      href: `${decided}&by=system`,
    },
    {
      title: "Median time to decision",
      value: now.medianMs === null ? "None yet" : formatDuration(now.medianMs),
      change: inTime(now.medianMs, before.medianMs),
      words: ["slower", "faster"],
      href: decided,
    },
    {
      title: "Due times kept",
      value: percent(share(now.casesInTime, now.casesDecided)),
      change: inPoints(
        share(now.casesInTime, now.casesDecided),
        share(before.casesInTime, before.casesDecided),
      ),
      words: ["higher", "lower"],
      href: "/cases?status=decided",
    },
  ] as const;
  return (
    <section className={css.figures} aria-label={`The last ${days} days`}>
      {figures.map(({ title, value, change, words, href }) => (
        <Link key={title} href={href} className={css.figure}>
          <span className={css.figureTitle}>
            {title}
            <IconChevronRight size={14} aria-hidden />
          </span>
          <span className={css.value} data-none={value === "None yet" || undefined}>
            {value}
          </span>
          <span className={css.change} title={`Compared with the ${days} days before`}>
            {change.direction === "up" && <IconChevronUp size={14} aria-hidden />}
            {change.direction === "down" && <IconChevronDown size={14} aria-hidden />}
            {change.text}
            {change.direction !== "none" && ` ${words[change.direction === "up" ? 0 : 1]}`}
          </span>
        </Link>
      ))}
    </section>
  );
}
