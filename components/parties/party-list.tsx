"use client";

import { Button, Select } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useRef, useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { Filters } from "@/components/table/filters";
import { SearchBox } from "@/components/table/search-box";
import { useTRPC } from "@/components/trpc/client";
import { pagedStateOf } from "@/components/trpc/list-state";
import { given } from "@/components/ui/given";
import { useKeys } from "@/components/ui/keys";
import { useCan } from "@/components/workspaces/member";
import type { partyKinds } from "@/db/enums/enums";
import { PartyTable } from "./party-table";
import { partyParams } from "./search-params";
import { StartApplication } from "./start-application";

export function PartyList() {
  const trpc = useTRPC();
  const canStart = useCan("applications.create");
  const [filters, setFilters] = useQueryStates(partyParams, { history: "replace" });
  const [isStarting, setIsStarting] = useState(false);
  const searchRef = useRef<HTMLInputElement>(null);
  const parties = useInfiniteQuery(
    trpc.parties.list.infiniteQueryOptions(given(filters), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  useKeys("In the list of parties", [
    { keys: "/", label: "Search parties", run: () => searchRef.current?.focus() },
  ]);
  const isFiltered = filters.kind !== null || filters.search !== null;
  const start = canStart && <Button onClick={() => setIsStarting(true)}>Start an application</Button>;
  return (
    <PageFrame title="Parties" note="Companies and people" actions={start}>
      <Filters>
        <SearchBox
          label="Search parties"
          placeholder="Name or registration number"
          value={filters.search}
          inputRef={searchRef}
          onSearch={(search) => void setFilters({ search })}
          width={260}
        />
        <Select
          aria-label="Kind"
          placeholder="Companies and people"
          data={[
            { value: "business", label: "Companies" },
            { value: "person", label: "People" },
          ]}
          value={filters.kind}
          onChange={(kind) => void setFilters({ kind: kind as (typeof partyKinds)[number] | null })}
          clearable
          clearButtonProps={{ "aria-label": "Show companies and people" }}
        />
      </Filters>
      <PartyTable
        state={pagedStateOf(parties)}
        clearFilters={isFiltered ? () => void setFilters(null) : undefined}
        action={start}
      />
      <StartApplication opened={isStarting} onClose={() => setIsStarting(false)} />
    </PageFrame>
  );
}
