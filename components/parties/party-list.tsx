"use client";

import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useRef, useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { pagedStateOf } from "@/components/trpc/list-state";
import { given } from "@/components/ui/given";
import { useKeys } from "@/components/ui/keys";
import { useCan } from "@/components/workspaces/member";
import type { partyKinds } from "@/db/enums/enums";
import css from "./parties.module.css";
import { PartyTable } from "./party-table";
import { partyParams } from "./search-params";
import { StartApplication } from "./start-application";

const SEARCH_PAUSE_MS = 300;

export function PartyList() {
  const trpc = useTRPC();
  const canStart = useCan("applications.create");
  const [filters, setFilters] = useQueryStates(partyParams, { history: "replace" });
  const [text, setText] = useState(filters.search ?? "");
  const [isStarting, setIsStarting] = useState(false);
  const searchRef = useRef<HTMLInputElement>(null);
  const search = useDebouncedCallback(
    (typed: string) => void setFilters({ search: typed.trim() || null }),
    SEARCH_PAUSE_MS,
  );
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
      <div className={css.filters}>
        <TextInput
          ref={searchRef}
          type="search"
          aria-label="Search parties"
          placeholder="Name or registration number"
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          value={text}
          maxLength={100}
          w={260}
          onChange={(event) => {
            setText(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
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
      </div>
      <PartyTable
        state={pagedStateOf(parties)}
        clearFilters={
          isFiltered
            ? () => {
                setText("");
                void setFilters(null);
              }
            : undefined
        }
        action={start}
      />
      <StartApplication opened={isStarting} onClose={() => setIsStarting(false)} />
    </PageFrame>
  );
}
