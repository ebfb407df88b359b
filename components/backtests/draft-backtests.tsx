"use client";

import { Button, Select } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { FailureText } from "@/components/ui/failure-text";
import { useClock } from "@/components/ui/format/clock";
import { StatusChip } from "@/components/ui/status-chip";
import { useCan } from "@/components/workspaces/member";
import { BacktestBar } from "./backtest-bar";
import { resultSentence, stateWords, whatWas } from "./backtest-words";
import css from "./backtests.module.css";

const DAY_MS = 86_400_000;
const SHOWN = 10;
const spans = [
  { value: "30", label: "of the last 30 days" },
  { value: "90", label: "of the last 90 days" },
  { value: "365", label: "of the last year" },
  { value: "all", label: "of all time" },
];

/** The builder's panel *Backtest*: what the draft, as it stands, would have done to past decisions. */
export function DraftBacktests({
  workflowId,
  onSave,
}: {
  workflowId: string;
  /** Saves what is not saved yet; answers with the draft's revision, or with nothing when it cannot be saved now. */
  onSave: () => Promise<number | undefined>;
}) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { now } = useClock();
  const canRun = useCan("backtests.run");
  const [span, setSpan] = useState("90");
  const [refusal, setRefusal] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const list = useQuery(
    trpc.backtests.list.queryOptions(
      { workflowId, limit: SHOWN },
      {
        refetchInterval: ({ state }) =>
          state.data?.data.some((one) => one.state === "running") ? 1_000 : false,
      },
    ),
  );
  const start = useMutation(
    trpc.backtests.start.mutationOptions({
      onSettled: () => void client.invalidateQueries(trpc.backtests.pathFilter()),
    }),
  );
  const run = async () => {
    setRefusal(undefined);
    setSaving(true);
    const revision = await onSave().finally(() => setSaving(false));
    if (revision === undefined)
      return setRefusal(
        "The draft is not saved yet, and only what is saved is replayed. Try again when it is.",
      );
    const from = new Date(now - Number(span) * DAY_MS).toISOString().slice(0, 10);
    start.mutate({
      workflowId,
      of: { kind: "draft", revision },
      filter: { ...(span !== "all" && { from }) },
    });
  };
  const rows = list.data?.data ?? [];
  const failure = refusal ?? (start.error ? failureOf(start.error).message : undefined);
  return (
    <div className={css.panel}>
      <div className={css.line}>
        {canRun && (
          <>
            <Button
              size="compact-sm"
              leftSection={<IconHistory size={14} aria-hidden />}
              loading={isSaving || start.isPending}
              onClick={() => void run()}
            >
              Replay decisions
            </Button>
            <Select
              size="xs"
              w={190}
              aria-label="Which decisions"
              allowDeselect={false}
              data={spans}
              value={span}
              onChange={(next) => next && setSpan(next)}
            />
          </>
        )}
        <Link className={css.link} href={`/workflows/${workflowId}/backtests`}>
          All backtests
        </Link>
        <span className={css.quiet}>Nothing is sent, no case is opened.</span>
      </div>
      {failure && <FailureText>{failure}</FailureText>}
      {list.error && !list.data ? (
        <FailureState message={failureOf(list.error).message} onRetry={() => void list.refetch()} />
      ) : list.data && rows.length === 0 ? (
        <p className={css.quiet}>
          Not replayed yet. The draft is run once more over past decisions, told only what was said then; each
          one that would come out otherwise is listed with both its ways.
        </p>
      ) : (
        <table className={css.table}>
          <tbody>
            {rows.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <Link className={css.link} href={`/workflows/${workflowId}/backtests/${one.id}`}>
                    {one.title}
                  </Link>
                  <div className={css.quiet}>{whatWas(one)}</div>
                </th>
                <td>
                  <StatusChip tone={stateWords[one.state].tone}>{stateWords[one.state].title}</StatusChip>
                </td>
                <td>{one.state === "running" ? <BacktestBar {...one} /> : resultSentence(one)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
