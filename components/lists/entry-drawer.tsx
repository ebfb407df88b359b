"use client";

import { Drawer, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { useClock } from "@/components/ui/format/clock";
import { DateTimeText } from "@/components/ui/format/moment";
import { entryState } from "@/server/lists/policy";
import type { ListView } from "@/server/lists/schema";
import { EntryActs } from "./entry-acts";
import { EntryHistory } from "./entry-history";
import { EntryStateChip } from "./list-words";
import css from "./lists.module.css";

interface EntryDrawerProps {
  list: ListView;
  entryId: string | null;
  canChange: boolean;
  refresh: () => void;
  onClose: () => void;
}

/** One entry: what is known of it, what can be done, and all that was ever known. */
export function EntryDrawer({ list, entryId, canChange, refresh, onClose }: EntryDrawerProps) {
  const trpc = useTRPC();
  const { now } = useClock();
  const history = useQuery(
    trpc.lists.entryHistory.queryOptions(
      { key: list.key, entryId: entryId ?? "" },
      { enabled: entryId !== null },
    ),
  );
  const latest = history.data?.[0];
  const state = latest && entryState({ ...latest, isWithdrawn: latest.change === "withdraw" }, new Date(now));
  return (
    <Drawer
      opened={entryId !== null}
      onClose={onClose}
      position="right"
      size={480}
      title={latest ? <bdi className={css.value}>{latest.value}</bdi> : "Entry"}
    >
      {latest && state ? (
        <div className={css.stack}>
          <dl className={css.facts}>
            <dt>State</dt>
            <dd>
              <EntryStateChip state={state} />
            </dd>
            <dt>Why</dt>
            <dd>{latest.reason}</dd>
            <dt>Owner</dt>
            <dd>{latest.owner || <span className={css.quiet}>nobody</span>}</dd>
            <dt>Counts from</dt>
            <dd>
              <DateTimeText at={latest.validFrom} />
            </dd>
            <dt>Until</dt>
            <dd>{latest.validTo ? <DateTimeText at={latest.validTo} /> : "for good"}</dd>
            <dt>Id</dt>
            <dd className={css.value}>{latest.entryId}</dd>
          </dl>
          {canChange && (
            <EntryActs key={latest.changeId} list={list} entry={latest} state={state} refresh={refresh} />
          )}
          <EntryHistory versions={history.data ?? []} />
        </div>
      ) : history.error ? (
        <FailureState {...failureOf(history.error)} onRetry={() => history.refetch()} />
      ) : (
        <Skeleton height={240} />
      )}
    </Drawer>
  );
}
