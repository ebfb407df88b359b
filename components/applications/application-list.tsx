"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { pagedStateOf } from "@/components/trpc/list-state";
import { given } from "@/components/ui/given";
import { ApplicationFilters } from "./application-filters";
import { ApplicationTable } from "./application-table";
import { applicationParams } from "./search-params";

/** The applications behind a number of the start page, or all of them. */
export function ApplicationList() {
  const trpc = useTRPC();
  const [filters, setFilters] = useQueryStates(applicationParams, { history: "push" });
  const applications = useInfiniteQuery(
    trpc.applications.list.infiniteQueryOptions(given(filters), {
      getNextPageParam: (page) => page.nextCursor,
    }),
  );
  const isFiltered = Object.values(filters).some((value) => value !== null);
  return (
    <PageFrame title="Applications" crumbs={[{ title: "Applications" }]}>
      <ApplicationFilters filters={filters} onChange={(change) => void setFilters(change)} />
      <ApplicationTable
        state={pagedStateOf(applications)}
        clearFilters={isFiltered ? () => void setFilters(null) : undefined}
      />
    </PageFrame>
  );
}
