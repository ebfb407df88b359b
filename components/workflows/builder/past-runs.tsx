"use client";

import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { DateTimeText } from "@/components/ui/format/moment";
import type { RunRow } from "@/server/runs/schema";
import type { PastRun } from "@/server/workflows/trial/past/policy";
import css from "./trial.module.css";
import { usePastRun } from "./use-past-run";

const SHOWN = 20;

/** The latest runs of this workflow, to be played once more with what vendors and people said. */
export function PastRuns({
  workflowId,
  workflowKey,
  onChoose,
}: {
  workflowId: string;
  workflowKey: string;
  /** With the name of whoever it was about. */
  onChoose: (past: PastRun, name: string) => void;
}) {
  const trpc = useTRPC();
  const runs = useQuery(trpc.runs.list.queryOptions({ workflow: workflowKey, limit: SHOWN }));
  const [busy, setBusy] = useState<string>();
  const [failure, setFailure] = useState<string>();

  const take = usePastRun(workflowId);
  const choose = async (run: RunRow) => {
    setBusy(run.id);
    setFailure(undefined);
    try {
      const past = await take(run.id);
      if (past) onChoose(past, run.party.name);
      else setFailure("This run has no beginning that could be read.");
    } catch (error) {
      setFailure(failureOf(error).message);
    } finally {
      setBusy(undefined);
    }
  };
  if (runs.error)
    return <FailureState message={failureOf(runs.error).message} onRetry={() => void runs.refetch()} />;
  if (!runs.data) return <Skeleton height={120} aria-busy />;
  if (runs.data.data.length === 0)
    return <p className={css.quiet}>This workflow has not run yet. Write an input instead.</p>;
  return (
    <>
      {failure && (
        <p className={css.note} role="alert">
          {failure}
        </p>
      )}
      <ul className={css.tests}>
        {runs.data.data.map((run) => (
          <li key={run.id} className={css.row}>
            <Button
              size="compact-sm"
              variant="default"
              loading={busy === run.id}
              disabled={busy !== undefined && busy !== run.id}
              onClick={() => void choose(run)}
            >
              <bdi>{run.party.name}</bdi>
            </Button>
            <span className={css.quiet}>
              {run.outcome?.title ?? run.status}, <DateTimeText at={run.startedAt} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
