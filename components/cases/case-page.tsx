"use client";

import { useLocalStorage } from "@mantine/hooks";
import { IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useEffect } from "react";
import { useCrumbs } from "@/components/shell/crumbs";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { given } from "@/components/ui/given";
import { IconButton } from "@/components/ui/icon-button";
import { useKeys } from "@/components/ui/keys";
import { tell, tellFailure } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import { caseName } from "@/server/cases/policy";
import { CaseEvidence } from "./case-evidence";
import { CaseHeader } from "./case-header";
import layout from "./case-page.module.css";
import { CaseSkeleton } from "./case-skeleton";
import { QueueColumn } from "./queue-column";
import { caseParams, caseSearch } from "./search-params";

const REFRESH_MS = 10_000;

/** One case: the list it came from, its evidence, and the decision. */
export function CasePage({ caseId }: { caseId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const canAssign = useCan("cases.assign");
  const [filters] = useQueryStates(caseParams);
  const [isListHidden, setIsListHidden] = useLocalStorage({
    key: "gh-case-list-hidden",
    defaultValue: false,
  });
  const details = useQuery(trpc.cases.get.queryOptions({ caseId }, { refetchInterval: REFRESH_MS }));
  const people = useQuery(trpc.cases.assignees.queryOptions());
  const list = useInfiniteQuery(
    trpc.cases.list.infiniteQueryOptions(given(filters), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
      refetchInterval: REFRESH_MS,
    }),
  );
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const hrefOf = (id: string) => `/cases/${id}${caseSearch(filters)}`;
  const at = rows.findIndex((row) => row.id === caseId);
  const following = rows[at + 1];
  const previous = at > 0 ? rows[at - 1] : undefined;

  // The next case paints at once: its evidence is here before it is asked for.
  const ahead = trpc.cases.get.queryOptions({ caseId: following?.id ?? "" });
  useEffect(() => {
    if (following) void client.prefetchQuery(ahead);
  }, [client, following, ahead]);

  const refresh = () => client.invalidateQueries(trpc.cases.pathFilter());
  const assign = useMutation(
    trpc.cases.assign.mutationOptions({
      onError: (error) => tellFailure(failureOf(error).message),
      onSettled: refresh,
    }),
  );
  const next = useMutation(
    trpc.cases.next.mutationOptions({
      onSuccess: (found) => {
        if (found) router.push(hrefOf(found.caseId));
        else tell("There is no other case that waits for somebody.");
        void refresh();
      },
      onError: (error) => tellFailure(failureOf(error).message),
    }),
  );
  const view = details.data;
  useCrumbs(
    view
      ? [
          { title: view.queue.title, href: `/cases?queue=${encodeURIComponent(view.queue.key)}` },
          { title: caseName(view.number) },
        ]
      : [],
  );
  useKeys("In the case", [
    ...(following
      ? [{ keys: "j", label: "Next case of the list", run: () => router.push(hrefOf(following.id)) }]
      : []),
    ...(previous
      ? [{ keys: "k", label: "Previous case of the list", run: () => router.push(hrefOf(previous.id)) }]
      : []),
    ...(canAssign
      ? [
          {
            keys: "n",
            label: "Take the next case",
            inPalette: true,
            run: () => next.mutate({ after: caseId, ...(filters.queue ? { queue: filters.queue } : {}) }),
          },
        ]
      : []),
    { keys: "u", label: "Back to the list", run: () => router.push(`/cases${caseSearch(filters)}`) },
  ]);

  if (!view && details.error) {
    const failure = failureOf(details.error);
    return (
      <FailureState
        message={failure.message}
        reference={failure.reference}
        onRetry={failure.code === "NOT_FOUND" ? undefined : () => void details.refetch()}
        isRetrying={details.isFetching}
      />
    );
  }
  if (!view) return <CaseSkeleton />;
  return (
    <div className={layout.page}>
      {isListHidden ? (
        <div className={layout.reopen}>
          <IconButton
            icon={IconLayoutSidebarLeftExpand}
            label="Show the list"
            onClick={() => setIsListHidden(false)}
          />
        </div>
      ) : (
        <QueueColumn
          rows={rows}
          total={list.data?.pages[0]?.total}
          currentId={caseId}
          hrefOf={hrefOf}
          onCollapse={() => setIsListHidden(true)}
        />
      )}
      <CaseEvidence
        view={view}
        news={null}
        asking={{ isOpen: false, has: () => false, toggle: () => undefined }}
        header={
          <CaseHeader
            view={view}
            people={people.data ?? []}
            onAssign={canAssign ? (memberId) => assign.mutate({ caseId, memberId }) : undefined}
          />
        }
      />
    </div>
  );
}
