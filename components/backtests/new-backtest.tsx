"use client";

import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlayerPlay } from "@tabler/icons-react";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { FailureText } from "@/components/ui/failure-text";
import { formatNumber } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import { WorkflowSkeleton } from "@/components/workflows/workflow-skeleton";
import css from "./backtests.module.css";
import { anyDecision, FilterFields, type FilterValues, filterOf } from "./filter-fields";

/** What is replayed, over which decisions, and how many those are. */
export function NewBacktest({ workflowId, wanted }: { workflowId: string; wanted: string | null }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const lifecycle = useQuery(trpc.workflows.lifecycle.queryOptions({ workflowId }));
  const draft = useQuery(trpc.workflows.draft.queryOptions({ workflowId }));
  const [chosen, setChosen] = useState(wanted);
  const [title, setTitle] = useState("");
  const [values, setValues] = useState<FilterValues>(anyDecision);
  const [settled] = useDebouncedValue(values, 400);
  const isBackwards = settled.from !== "" && settled.to !== "" && settled.to < settled.from;
  const count = useQuery(
    trpc.backtests.count.queryOptions(
      { workflowId, filter: filterOf(settled) as never },
      { enabled: !isBackwards, placeholderData: keepPreviousData },
    ),
  );
  const start = useMutation(
    trpc.backtests.start.mutationOptions({
      onSuccess: ({ id }) => {
        void client.invalidateQueries(trpc.backtests.pathFilter());
        router.push(`/workflows/${workflowId}/backtests/${id}`);
      },
    }),
  );
  const failed = lifecycle.error ?? draft.error;
  if (failed && !(lifecycle.data && draft.data)) {
    const { message, reference } = failureOf(failed);
    const retry = () => void Promise.all([lifecycle.refetch(), draft.refetch()]);
    return <FailureState message={message} reference={reference} onRetry={retry} />;
  }
  if (!lifecycle.data || !draft.data) return <WorkflowSkeleton />;
  const { workflow, versions } = lifecycle.data;
  const numbers = versions.map(({ version }) => version);
  const hasDraft = draft.data.revision > 0;
  const what = chosen ?? (hasDraft ? "draft" : String(workflow.liveVersion ?? numbers[0] ?? ""));
  const matching = count.data?.matching ?? 0;
  const replayed = count.data?.chosen ?? 0;
  const run = () =>
    start.mutate({
      workflowId,
      title,
      of:
        what === "draft"
          ? { kind: "draft", revision: draft.data.revision }
          : { kind: "version", version: Number(what) },
      filter: filterOf(values) as never,
    });
  return (
    <PageFrame
      title="New backtest"
      width="form"
      crumbs={[
        { title: workflow.title, href: `/workflows/${workflowId}` },
        { title: "Backtests", href: `/workflows/${workflowId}/backtests` },
        { title: "New backtest" },
      ]}
    >
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <Panel title="What is replayed">
          <div className={css.fields}>
            <Select
              label="Draft or version"
              allowDeselect={false}
              data={[
                ...(hasDraft
                  ? [{ value: "draft", label: `The draft, revision ${draft.data.revision}` }]
                  : []),
                ...numbers.map((one) => ({
                  value: String(one),
                  label: `Version ${one}${one === workflow.liveVersion ? ", live" : ""}`,
                })),
              ]}
              value={what}
              onChange={setChosen}
            />
            <TextInput
              label="Name"
              placeholder="Such as: Limit of 500"
              maxLength={120}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
          </div>
        </Panel>
        <Panel title="Over which decisions">
          <FilterFields
            values={values}
            onChange={(change) => setValues((before) => ({ ...before, ...change }))}
            versions={numbers}
            outcomes={draft.data.document.outcomes}
          />
        </Panel>
        <p role="status" className={css.quiet}>
          {count.error
            ? failureOf(count.error).message
            : count.data
              ? matching === 0
                ? "No decision matches."
                : replayed < matching
                  ? `${formatNumber(replayed)} of ${formatNumber(matching)} decisions are replayed.`
                  : `${formatNumber(matching)} decisions are replayed.`
              : "Counting …"}{" "}
          Nothing is sent, no case is opened, nothing that was decided changes.
        </p>
        {start.error && <FailureText>{failureOf(start.error).message}</FailureText>}
        <div className={css.acts}>
          <Button component={Link} href={`/workflows/${workflowId}/backtests`} variant="default">
            Cancel
          </Button>
          <Button
            type="submit"
            loading={start.isPending}
            disabled={isBackwards || replayed === 0 || what === ""}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
          >
            Replay {replayed > 0 ? formatNumber(replayed) : ""}
          </Button>
        </div>
      </form>
    </PageFrame>
  );
}
