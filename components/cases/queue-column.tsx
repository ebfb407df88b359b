import { IconLayoutSidebarLeftCollapse } from "@tabler/icons-react";
import Link from "next/link";
import { Country } from "@/components/ui/format/country";
import { formatNumber } from "@/components/ui/format/words";
import { IconButton } from "@/components/ui/icon-button";
import type { CaseRow } from "@/server/cases/schema";
import css from "./case-page.module.css";
import { SlaChip } from "./case-words";

interface QueueColumnProps {
  rows: readonly CaseRow[];
  total: { count: number; more: boolean } | undefined;
  currentId: string;
  hrefOf: (caseId: string) => string;
  onCollapse: () => void;
}

/** The list the case was opened from, narrow, so that the next one is a click or a key away. */
export function QueueColumn({ rows, total, currentId, hrefOf, onCollapse }: QueueColumnProps) {
  return (
    <nav className={css.queue} aria-label="The list of cases">
      <div className={css.queueHead}>
        <b>Due first</b>
        {total && <span className={css.quiet}>{formatNumber(total.count)}</span>}
        <IconButton
          icon={IconLayoutSidebarLeftCollapse}
          label="Hide the list"
          size={26}
          onClick={onCollapse}
          ms="auto"
        />
      </div>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <Link
              href={hrefOf(row.id)}
              className={css.queueRow}
              aria-current={row.id === currentId ? "page" : undefined}
              prefetch={false}
            >
              <bdi className={css.queueName}>{row.party.name}</bdi>
              <span className={css.queueLine}>
                {row.party.country && <Country code={row.party.country} />}
                {row.score !== null && <span>{row.score}</span>}
                <span className={css.queueDue}>
                  <SlaChip row={row} />
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
