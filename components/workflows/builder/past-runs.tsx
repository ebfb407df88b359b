"use client";

import { Button, Skeleton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { compilePlan, type Plan } from "@/server/engine/plan";
import type { RunEvent } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { RunRow } from "@/server/runs/schema";
import { type PastRun, pastRunOf } from "@/server/workflows/trial/past/policy";
import css from "./trial.module.css";

const PAGE = 1_000;
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
  const client = useQueryClient();
  const runs = useQuery(trpc.runs.list.queryOptions({ workflow: workflowKey, limit: SHOWN }));
  const [busy, setBusy] = useState<string>();
  const [failure, setFailure] = useState<string>();

  const take = async (run: RunRow) => {
    const events: RunEvent[] = [];
    for (let cursor: number | undefined; ; ) {
      const page = await client.fetchQuery(
        trpc.runs.journal.queryOptions({
          runId: run.id,
          limit: PAGE,
          ...(cursor !== undefined && { cursor }),
        }),
      );
      events.push(...page.events.filter(({ ignored }) => ignored === null).map(({ event }) => event));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    const moves = events.flatMap((event) => (event.type === "migrated" ? [event] : []));
    const first = moves[0]?.fromVersion ?? run.workflow.version;
    const plans = new Map<number, Plan>();
    for (const version of new Set([first, ...moves.map(({ toVersion }) => toVersion)])) {
      const { document } = await client.fetchQuery(
        trpc.workflows.version.queryOptions({ workflowId, version }),
      );
      plans.set(version, compilePlan(document, nodeCatalogue));
    }
    const planOf = (version: number) => {
      const plan = plans.get(version);
      if (!plan) throw new Error(`Version ${version} is not at hand.`);
      return plan;
    };
    return pastRunOf(run.id, events, planOf(first), planOf);
  };
  const choose = async (run: RunRow) => {
    setBusy(run.id);
    setFailure(undefined);
    try {
      const past = await take(run);
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
