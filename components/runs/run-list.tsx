"use client";

import { Button } from "@mantine/core";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useCallback, useRef, useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { pagedStateOf } from "@/components/trpc/list-state";
import { formatCount } from "@/components/ui/format/words";
import { useKeys } from "@/components/ui/keys";
import { useCan } from "@/components/workspaces/member";
import type { RunRow } from "@/server/runs/schema";
import { outletsOf } from "@/server/workflows/edits/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { type BulkAct, BulkDialog } from "./bulk-dialog";
import { RunFilters } from "./run-filters";
import { RunTable } from "./run-table";
import { RunViews } from "./run-views";
import css from "./runs.module.css";
import { type RunFilterValues, runParams, runQuery } from "./search-params";

const REFRESH_MS = 10_000;
const none: ReadonlySet<string> = new Set();
const noRows: readonly RunRow[] = [];

/** The workspace's runs: what needs a person first. */
export function RunList() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const mayResolve = useCan("runs.resolve");
  const mayCancel = useCan("runs.cancel");
  const [filters, setFilters] = useQueryStates(runParams, { history: "push" });
  const [selected, setSelected] = useState(none);
  const [bulk, setBulk] = useState<{ act: BulkAct; runs: readonly RunRow[] }>();
  const searchRef = useRef<HTMLInputElement>(null);

  const runs = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions(runQuery(filters), {
      getNextPageParam: (page) => page.nextCursor,
      // What is being acted on stands still.
      refetchInterval: bulk ? false : REFRESH_MS,
      placeholderData: keepPreviousData,
    }),
  );
  const workflows = useQuery(trpc.workflows.list.queryOptions());
  const { workflow, version, node } = filters;
  const workflowId = workflows.data?.find(({ key }) => key === workflow)?.id;
  const drawn = useQuery(
    trpc.workflows.version.queryOptions(
      { workflowId: workflowId ?? "", version: version ?? 1 },
      { enabled: node !== null && version !== null && workflowId !== undefined },
    ),
  );
  const retry = useMutation(trpc.runs.retry.mutationOptions());
  const cancel = useMutation(trpc.runs.cancel.mutationOptions());
  useKeys("In the list of runs", [
    { keys: "/", label: "Search runs", run: () => searchRef.current?.focus() },
  ]);
  const onChange = useCallback(
    (change: Partial<RunFilterValues>) => {
      setSelected(none);
      void setFilters(change, "search" in change ? { history: "replace" } : {});
    },
    [setFilters],
  );

  const state = pagedStateOf(runs);
  const rows = state.status === "ready" ? state.rows : noRows;
  const chosen = rows.filter(({ id }) => selected.has(id));
  const stopped = chosen.filter(({ status }) => status === "attention");
  const open = chosen.filter(({ finishedAt }) => finishedAt === null);
  const { view, sort, ...narrowing } = filters;
  const isNarrowed = Object.values(narrowing).some((value) => value !== null);
  const clearFilters = isNarrowed
    ? () =>
        onChange({
          ...{ workflow: null, version: null, mode: null, search: null },
          ...{ olderThanHours: null, newerThanHours: null, node: null, outlet: null, stands: null },
        })
    : undefined;
  const total = runs.data?.pages[0]?.total;
  return (
    <PageFrame
      title="Runs"
      note={
        total && view === "attention" && !isNarrowed && total.count > 0
          ? `${formatCount(total.count, "run needs", "runs need")} attention`
          : undefined
      }
      bar={<RunViews view={view} onView={(next) => onChange({ view: next })} />}
    >
      <RunFilters
        filters={filters}
        workflows={workflows.data ?? []}
        step={node === null ? undefined : stepOf(drawn.data?.document, { ...filters, node })}
        searchRef={searchRef}
        onChange={onChange}
        onClear={clearFilters}
      />
      {chosen.length > 0 && (
        <section className={css.selection} aria-label="Selected runs">
          <b>{formatCount(chosen.length, "run")} selected</b>
          {mayResolve && (
            <Button
              size="xs"
              variant="default"
              disabled={stopped.length === 0}
              title={stopped.length === 0 ? "None of them needs attention." : undefined}
              onClick={() => setBulk({ act: "retry", runs: stopped })}
            >
              Try {stopped.length} again
            </Button>
          )}
          {mayCancel && (
            <Button
              size="xs"
              variant="default"
              disabled={open.length === 0}
              title={open.length === 0 ? "All of them have ended." : undefined}
              onClick={() => setBulk({ act: "cancel", runs: open })}
            >
              Cancel {open.length}
            </Button>
          )}
          <Button size="xs" variant="subtle" onClick={() => setSelected(none)}>
            Select none
          </Button>
        </section>
      )}
      <RunTable
        state={state}
        sort={sort ?? "newest"}
        onSort={(next) => onChange({ sort: next === "newest" ? null : next })}
        selection={mayResolve || mayCancel ? { keys: selected, onChange: setSelected } : undefined}
        clearFilters={clearFilters}
        empty={emptyOf(view)}
      />
      {bulk && (
        <BulkDialog
          {...bulk}
          perform={async ({ id }, reason) => {
            try {
              await (bulk.act === "retry" ? retry : cancel).mutateAsync({ runId: id, reason });
              return null;
            } catch (error) {
              return failureOf(error).message;
            }
          }}
          onClose={() => {
            setBulk(undefined);
            setSelected(none);
            void client.invalidateQueries(trpc.runs.pathFilter());
          }}
        />
      )}
    </PageFrame>
  );
}

/** Where the runs have been or stand, in the words of the version. */
function stepOf(
  document: WorkflowDocument | undefined,
  { node, outlet, stands }: RunFilterValues & { node: string },
): string {
  const title = document?.nodes[node]?.title ?? node;
  if (stands === "attention") return `Need attention at ${title}`;
  if (stands === "waiting") return `Stand at ${title}`;
  if (outlet === null) return `Came to ${title}`;
  const way =
    document &&
    (outletsOf(document, node).find(({ key }) => key === outlet) ??
      document.outcomes.find(({ key }) => key === outlet));
  return `${title}: ${way?.title ?? outlet}`;
}

const emptyOf = (view: RunFilterValues["view"]) =>
  ({
    attention: {
      title: "Nothing needs attention",
      text: "A run comes here when it cannot go on by itself: a vendor failed and the workflow does not say what that means.",
    },
    active: { title: "Nothing is under way", text: "Runs in progress stand here until they are decided." },
    completed: { title: "No run has completed yet", text: "Runs stand here once they have decided." },
    cancelled: { title: "No run was cancelled", text: "A cancelled run ends without a decision." },
    all: {
      title: "No run yet",
      text: "Every application and every decision request becomes one run of its workflow.",
    },
  })[view];
