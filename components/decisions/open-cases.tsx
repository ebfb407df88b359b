import { Anchor } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { formatNumber } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import type { OverviewQueue } from "@/server/decisions/schema";
import css from "./home.module.css";

/** How full each queue is, how late, and how much of it is nobody's. Every number leads to its cases. */
export function OpenCases({ queues }: { queues: readonly OverviewQueue[] }) {
  const open = queues.reduce((sum, queue) => sum + queue.open, 0);
  return (
    <Panel
      title="Open cases by queue"
      note={`${formatNumber(open)} open`}
      action={
        <Anchor component={Link} href="/cases" fz="sm">
          All cases
        </Anchor>
      }
      flush
    >
      {queues.length === 0 ? (
        <EmptyState title="No queues yet">
          A queue is made when a workflow that sends cases to it is published.
        </EmptyState>
      ) : (
        <ul className={css.queues}>
          {queues.map((queue) => (
            <QueueLine key={queue.key} queue={queue} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function QueueLine({ queue }: { queue: OverviewQueue }) {
  const href = `/cases?queue=${encodeURIComponent(queue.key)}`;
  const share = (part: number) => `${(100 * part) / Math.max(1, queue.open)}%`;
  return (
    <li className={css.queue}>
      <Link href={href} className={css.queueName}>
        {queue.title}
      </Link>
      <span
        className={css.bar}
        role="img"
        aria-label={`${queue.late} late, ${queue.today} due today, ${queue.open - queue.late - queue.today} later`}
      >
        <i data-part="late" style={{ width: share(queue.late) }} />
        <i data-part="today" style={{ width: share(queue.today) }} />
        <i data-part="later" style={{ width: share(queue.open - queue.late - queue.today) }} />
      </span>
      {queue.late > 0 ? (
        <Link href={`${href}&overdue=true`} className={css.late}>
          <IconClock size={14} stroke={1.75} aria-hidden />
          {formatNumber(queue.late)} late
        </Link>
      ) : (
        <span className={css.quiet}>none late</span>
      )}
      {queue.unassigned > 0 ? (
        <Link href={`${href}&assignee=nobody`} className={css.nobody}>
          {formatNumber(queue.unassigned)} nobody's
        </Link>
      ) : (
        <span className={css.quiet}>all taken</span>
      )}
      <Link href={href} className={css.open} aria-label={`${queue.open} open in ${queue.title}`}>
        {formatNumber(queue.open)}
      </Link>
    </li>
  );
}
