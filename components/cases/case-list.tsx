"use client";

import { Button } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useCallback, useRef, useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { Sheet } from "@/components/table/sheet";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { pagedStateOf } from "@/components/trpc/list-state";
import { formatCount } from "@/components/ui/format/words";
import { given } from "@/components/ui/given";
import { Kbd } from "@/components/ui/kbd";
import { useKeys } from "@/components/ui/keys";
import { tell, tellFailure } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import { caseName } from "@/server/cases/policy";
import type { CaseRow } from "@/server/cases/schema";
import { CaseFilters } from "./case-filters";
import { CasePreview } from "./case-preview";
import { CaseTable } from "./case-table";
import { CaseViews, viewFilters, viewOf } from "./case-views";
import css from "./cases.module.css";
import { caseParams, caseSearch, type CaseFilters as Filters, noCaseFilters } from "./search-params";
import { useSteadyRows } from "./use-steady-rows";

const REFRESH_MS = 10_000;
const none: readonly CaseRow[] = [];

/** The queue: views, filters, and the cases that are due first. */
export function CaseList() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const canClaim = useCan("cases.assign");
  const [filters, setFilters] = useQueryStates(caseParams, { history: "push" });
  const searchRef = useRef<HTMLInputElement>(null);
  const [isPointedAt, setIsPointedAt] = useState(false);
  const [preview, setPreview] = useState<CaseRow>();

  const cases = useInfiniteQuery(
    trpc.cases.list.infiniteQueryOptions(given(filters), {
      getNextPageParam: (page) => page.nextCursor,
      refetchInterval: REFRESH_MS,
      placeholderData: keepPreviousData,
    }),
  );
  const counts = useQuery(trpc.cases.counts.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  const queues = useQuery(trpc.workspaces.queues.queryOptions());
  const people = useQuery(trpc.cases.assignees.queryOptions());
  const refresh = () => client.invalidateQueries(trpc.cases.pathFilter());

  const claim = useMutation(
    trpc.cases.assign.mutationOptions({
      onError: (error) => tellFailure(failureOf(error).message),
      onSettled: refresh,
    }),
  );
  const next = useMutation(
    trpc.cases.next.mutationOptions({
      onSuccess: (found) => {
        if (found) router.push(`/cases/${found.caseId}${caseSearch(filters)}`);
        else tell("There is no case that waits for somebody. Everything is taken.");
        void refresh();
      },
      onError: (error) => tellFailure(failureOf(error).message),
    }),
  );
  const takeNext = () => next.mutate(filters.queue ? { queue: filters.queue } : {});
  useKeys("In the list of cases", [
    { keys: "/", label: "Search cases", run: () => searchRef.current?.focus() },
    ...(canClaim ? [{ keys: "n", label: "Take the next case", run: takeNext, inPalette: true }] : []),
  ]);

  const state = pagedStateOf(cases);
  const steady = useSteadyRows(
    state.status === "ready" ? state.rows : none,
    keyOf,
    isPointedAt && !cases.isPlaceholderData,
  );
  const onChange = useCallback(
    (change: Partial<Filters>) => void setFilters(change, "search" in change ? { history: "replace" } : {}),
    [setFilters],
  );
  const { sort, queue, ...narrowing } = filters;
  const isNarrowed = queue !== null || Object.values(narrowing).some((value) => value !== null);
  const view = viewOf(filters);
  return (
    <PageFrame
      title="Cases"
      note={counts.data && noteOf(counts.data)}
      actions={
        canClaim && (
          <Button onClick={takeNext} loading={next.isPending} rightSection={<Kbd keys="n" />}>
            Take next case
          </Button>
        )
      }
      bar={
        <CaseViews
          filters={filters}
          counts={counts.data}
          onView={(chosen) => onChange({ ...viewFilters[chosen], overdue: null, olderThanHours: null })}
        />
      }
    >
      <CaseFilters
        filters={filters}
        queues={queues.data ?? []}
        people={people.data ?? []}
        searchRef={searchRef}
        onChange={onChange}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only notices whether somebody points at the rows, so that they stand still */}
      <div
        className={css.steady}
        onMouseEnter={() => setIsPointedAt(true)}
        onMouseLeave={() => setIsPointedAt(false)}
        onFocus={() => setIsPointedAt(true)}
        onBlur={() => setIsPointedAt(false)}
      >
        {steady.waiting > 0 && (
          <Button
            variant="light"
            size="compact-sm"
            className={css.news ?? ""}
            leftSection={<IconArrowUp size={14} aria-hidden />}
            onClick={steady.show}
          >
            {formatCount(steady.waiting, "change")}, show
          </Button>
        )}
        <Sheet fixed>
          <CaseTable
            state={state.status === "ready" ? { ...state, rows: steady.rows } : state}
            href={(row) => `/cases/${row.id}${caseSearch(filters)}`}
            sort={sort ?? "due"}
            onSort={(chosen) => onChange({ sort: chosen === "due" ? null : chosen })}
            onPreview={setPreview}
            rowActions={
              canClaim
                ? [
                    {
                      keys: "e",
                      label: "Take the case",
                      hint: "take",
                      run: (row) =>
                        claim.mutate(
                          { caseId: row.id },
                          { onSuccess: () => tell(`You have ${caseName(row.number)}`) },
                        ),
                    },
                  ]
                : []
            }
            clearFilters={isNarrowed && view !== "mine" ? () => void setFilters(noCaseFilters) : undefined}
            empty={emptyOf(view)}
          />
        </Sheet>
      </div>
      <CasePreview
        row={preview}
        href={preview && `/cases/${preview.id}${caseSearch(filters)}`}
        onClose={() => setPreview(undefined)}
      />
    </PageFrame>
  );
}

const keyOf = (row: CaseRow) => row.id;

const noteOf = ({ mine, unassigned, overdue }: { mine: number; unassigned: number; overdue: number }) =>
  `${formatCount(mine, "case")} yours, ${unassigned} nobody's${overdue > 0 ? `, ${overdue} late` : ""}`;

const emptyOf = (view: ReturnType<typeof viewOf>) =>
  view === "mine"
    ? { title: "You have no case", text: "Take the next one: it is the one due first that nobody works on." }
    : {
        title: "No case yet",
        text: "A case opens when a workflow wants a person to look at an application.",
      };
