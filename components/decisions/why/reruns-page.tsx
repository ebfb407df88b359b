"use client";

import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatCount } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";
import type { RerunOverview } from "@/server/decisions/rerun/schema";
import css from "./why.module.css";

/** Whether stored decisions still come out as they stand on record: night by night, and those that do not. */
export function RerunsPage() {
  const trpc = useTRPC();
  const reruns = useQuery(trpc.decisions.reruns.queryOptions());
  return (
    <PageFrame title="Re-runs" note="Stored decisions made once more on their own versions" width="wide">
      {reruns.data ? (
        <Shown reruns={reruns.data} />
      ) : reruns.error ? (
        <FailureState {...failureOf(reruns.error)} onRetry={() => void reruns.refetch()} />
      ) : (
        <Skeleton height={320} aria-busy />
      )}
    </PageFrame>
  );
}

function Shown({ reruns: { differing, rounds } }: { reruns: RerunOverview }) {
  return (
    <div className={css.main}>
      <Panel title="Come out otherwise" note={differing.length || undefined}>
        {differing.length === 0 ? (
          <p className={css.nothing}>None. Every decision that was made once more came out identical.</p>
        ) : (
          <ul className={css.answers}>
            {differing.map(({ id, decision, party, workflow, differs, at }) => (
              <li key={id}>
                <OutcomeChip outcome={decision.outcome} />
                <span>
                  <Link href={`/decisions/${decision.id}`}>
                    <bdi>{party.name}</bdi>
                  </Link>
                </span>
                <span>
                  {workflow.title}, version {workflow.version}. Differs in {differs.map(partName).join(", ")}.
                </span>
                <span className={css.quiet}>
                  <DateTimeText at={at} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title="Nights">
        {rounds.length === 0 ? (
          <EmptyState title="No night yet">
            Every night the decisions of the day and a sample of older ones are made once more. Any decision's
            page does it at once.
          </EmptyState>
        ) : (
          <table className={css.tests}>
            <thead>
              <tr>
                <th scope="col">Night</th>
                <th scope="col">Looked at</th>
                <th scope="col">Came out</th>
              </tr>
            </thead>
            <tbody>
              {rounds.map((round) => (
                <tr key={round.id}>
                  <th scope="row">
                    <DateTimeText at={round.startedAt} />
                  </th>
                  <td data-label="Looked at">
                    {formatCount(round.recent, "new decision")}, {formatCount(round.sampled, "older one")}
                    {round.erased > 0 && `, ${round.erased} erased`}
                  </td>
                  <td data-label="Came out">
                    {round.different === 0 ? (
                      <StatusChip tone="approve">{round.same} identical</StatusChip>
                    ) : (
                      <StatusChip tone="decline">{round.different} otherwise</StatusChip>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </div>
  );
}

const names: Record<string, string> = {
  version: "its version",
  record: "its record",
  journal: "its journal",
  decided_by: "who decided",
  steps: "what steps found",
};
const partName = (part: string) => names[part] ?? part;
