"use client";

import { Button, Drawer, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { DateText, DateTimeText } from "@/components/ui/format/moment";
import { useCan } from "@/components/workspaces/member";
import type { ChangedEntry, ListChangeView, ListView } from "@/server/lists/schema";
import { DecideChange } from "./decide-change";
import { ChangeStateChip, changeWords } from "./list-words";
import css from "./lists.module.css";

interface ChangeDrawerProps {
  list: ListView;
  change: ListChangeView | undefined;
  refresh: () => void;
  onClose: () => void;
}

/** One change: who proposed it and why, every entry before and after, and the decision about it. */
export function ChangeDrawer({ list, change, refresh, onClose }: ChangeDrawerProps) {
  const trpc = useTRPC();
  const canApprove = useCan("lists.approve");
  const entries = useInfiniteQuery(
    trpc.lists.changedEntries.infiniteQueryOptions(
      { key: list.key, changeId: change?.changeId ?? "" },
      { getNextPageParam: (page) => page.nextCursor, enabled: change !== undefined },
    ),
  );
  const rows = entries.data?.pages.flatMap(({ data }) => data);
  return (
    <Drawer
      opened={change !== undefined}
      onClose={onClose}
      position="right"
      size={520}
      title={change && changeWords(change)}
    >
      {change && (
        <div className={css.stack}>
          <dl className={css.facts}>
            <dt>State</dt>
            <dd>
              <ChangeStateChip state={change.state} />
            </dd>
            <dt>Proposed by</dt>
            <dd>
              {change.proposedBy}, <DateTimeText at={change.proposedAt} />
            </dd>
            <dt>Why</dt>
            <dd>{change.reason}</dd>
            {change.decidedBy && change.decidedAt && (
              <>
                <dt>Decided by</dt>
                <dd>
                  {change.decidedBy}, <DateTimeText at={change.decidedAt} />
                  {change.note && `: ${change.note}`}
                </dd>
              </>
            )}
          </dl>
          {change.state === "waiting" && (canApprove || change.isOwn) && (
            <DecideChange
              listKey={list.key}
              change={change}
              onDecided={() => {
                refresh();
                onClose();
              }}
            />
          )}
          <section aria-label="Entries of the change">
            <h3 className={css.heading}>Entries</h3>
            {rows ? (
              <ol className={css.versions}>
                {rows.map((row) => (
                  <ChangedRow key={row.entryId} row={row} />
                ))}
              </ol>
            ) : entries.error ? (
              <FailureState {...failureOf(entries.error)} onRetry={() => entries.refetch()} />
            ) : (
              <Skeleton height={160} />
            )}
            {entries.hasNextPage && (
              <Button
                variant="default"
                loading={entries.isFetchingNextPage}
                onClick={() => void entries.fetchNextPage()}
              >
                Show more
              </Button>
            )}
          </section>
        </div>
      )}
    </Drawer>
  );
}

function ChangedRow({ row: { value, before, after } }: { row: ChangedEntry }) {
  return (
    <li>
      <bdi className={css.value}>{value}</bdi>
      {before && (
        <span className={css.quiet}>
          Before: <Known {...before} />
        </span>
      )}
      <span>
        {before ? "After: " : ""}
        <Known {...after} />
      </span>
    </li>
  );
}

function Known({ validFrom, validTo, reason, owner, isWithdrawn }: ChangedEntry["after"]) {
  if (isWithdrawn)
    return (
      <>
        off the list from {validTo ? <DateText at={validTo} /> : "now on"}, {reason}
      </>
    );
  return (
    <>
      from <DateText at={validFrom} />{" "}
      {validTo ? (
        <>
          until <DateText at={validTo} />
        </>
      ) : (
        "for good"
      )}
      , {reason}
      {owner && `, owner ${owner}`}
    </>
  );
}
