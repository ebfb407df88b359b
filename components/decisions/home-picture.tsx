import { Anchor } from "@mantine/core";
import {
  IconBoltOff,
  IconChecks,
  IconClock,
  IconGitCompare,
  IconInbox,
  IconMoodCheck,
  IconTool,
} from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Ago } from "@/components/ui/format/moment";
import { formatCount, formatUtc } from "@/components/ui/format/words";
import type { Overview } from "@/server/decisions/schema";
import { Figures } from "./figures";
import css from "./home.module.css";
import { Need, Needs } from "./needs";
import { OpenCases } from "./open-cases";
import { VolumeChart } from "./volume-chart";

interface HomePictureProps {
  overview: Overview;
  days: number;
  /** Shown instead of figures as long as there is nothing to count. */
  start: ReactNode;
}

export function HomePicture({ overview, days, start }: HomePictureProps) {
  const { needs, queues } = overview;
  return (
    <div className={css.stack}>
      <div className={css.pair}>
        <Needs
          title="What needs you"
          note={needs.mine.open ? `${formatCount(needs.mine.open, "case is", "cases are")} yours` : ""}
          action={
            <Anchor component={Link} href="/cases?assignee=me" fz="sm">
              My cases
            </Anchor>
          }
        >
          {needsOf(overview)}
        </Needs>
        <OpenCases queues={queues} />
      </div>
      {start ?? (
        <>
          <Figures now={overview.now} before={overview.before} days={days} />
          <VolumeChart days={overview.days} />
        </>
      )}
    </div>
  );
}

function needsOf({ needs, queues }: Overview): ReactNode {
  const { mine } = needs;
  const unassigned = queues.reduce((sum, queue) => sum + queue.unassigned, 0);
  const items: ReactNode[] = [];
  if (mine.late + mine.withinHour > 0)
    items.push(
      <Need
        key="late"
        icon={IconClock}
        tone={mine.late ? "decline" : "review"}
        title={
          mine.late
            ? `${formatCount(mine.late, "case of yours is", "cases of yours are")} late`
            : `${formatCount(mine.withinHour, "case of yours is", "cases of yours are")} due within the hour`
        }
        text={
          mine.late && mine.withinHour
            ? `${formatCount(mine.withinHour, "more is", "more are")} due within the hour`
            : "The most urgent first"
        }
        href={mine.late ? "/cases?assignee=me&overdue=true" : "/cases?assignee=me"}
        verb="Open"
      />,
    );
  if (needs.second > 0)
    items.push(
      <Need
        key="second"
        icon={IconChecks}
        tone="review"
        title={`${formatCount(needs.second, "verdict waits", "verdicts wait")} for a second look`}
        text="Somebody else decided; it counts when you agree"
        href="/cases?status=waiting_for_second"
        verb="Review"
      />,
    );
  if (unassigned > 0)
    items.push(
      <Need
        key="unassigned"
        icon={IconInbox}
        tone="waiting"
        title={`${formatCount(unassigned, "case belongs", "cases belong")} to nobody`}
        text={queues
          .filter((queue) => queue.unassigned > 0)
          .map((queue) => `${queue.title} ${queue.unassigned}`)
          .join(", ")}
        href="/cases?assignee=nobody"
        verb="Take one"
      />,
    );
  if (needs.attention > 0)
    items.push(
      <Need
        key="attention"
        icon={IconTool}
        tone="incident"
        title={`${formatCount(needs.attention, "application", "applications")} cannot go on`}
        text="Something failed on the way; a person has to say how it continues"
        href="/home/applications?attention=true"
        verb="See which"
      />,
    );
  if (needs.differing > 0)
    items.push(
      <Need
        key="differing"
        icon={IconGitCompare}
        tone="decline"
        title={`${formatCount(needs.differing, "stored decision comes", "stored decisions come")} out otherwise`}
        text="Made once more on its own version, it is not what stands on record"
        href="/decisions/reruns"
        verb="See which"
      />,
    );
  for (const { id, title, since } of needs.silent)
    items.push(
      <Need
        key={id}
        icon={IconBoltOff}
        tone="incident"
        title={`${title} did not answer`}
        text={
          <span title={formatUtc(since)}>
            Last failed <Ago at={since} />
          </span>
        }
        href={`/settings/connections/${id}`}
        verb="See health"
      />,
    );
  if (items.length) return items;
  return (
    <li className={css.calm}>
      <IconMoodCheck size={18} stroke={1.6} aria-hidden /> Nothing waits for you.
    </li>
  );
}
