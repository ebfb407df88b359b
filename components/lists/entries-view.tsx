"use client";

import { Select } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useRef } from "react";
import { Filters } from "@/components/table/filters";
import { SearchBox } from "@/components/table/search-box";
import { useTRPC } from "@/components/trpc/client";
import { pagedStateOf } from "@/components/trpc/list-state";
import { useKeys } from "@/components/ui/keys";
import { tell } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import { entryFilters, type ListView } from "@/server/lists/schema";
import { AddEntry } from "./add-entry";
import { EntryDrawer } from "./entry-drawer";
import { EntryTable } from "./entry-table";
import css from "./lists.module.css";
import { listParams } from "./search-params";

const filterWords: Record<(typeof entryFilters)[number], string> = {
  active: "Counting now",
  upcoming: "Not yet",
  expired: "Expired",
  withdrawn: "Taken off",
  all: "All entries",
};

/** The entries of a list: found, added, and opened for what was ever known of them. */
export function EntriesView({ list, refresh }: { list: ListView; refresh: () => void }) {
  const trpc = useTRPC();
  const canChange = useCan("lists.change") && list.archivedAt === null;
  const [{ state, search, entry }, setParams] = useQueryStates(listParams, { history: "replace" });
  const searchRef = useRef<HTMLInputElement>(null);
  const entries = useInfiniteQuery(
    trpc.lists.entries.infiniteQueryOptions(
      { key: list.key, state: state ?? "active", search: search ?? "" },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const add = useMutation(trpc.lists.addEntry.mutationOptions({ onSuccess: refresh }));
  useKeys("In the list", [{ keys: "/", label: "Search entries", run: () => searchRef.current?.focus() }]);
  const isFiltered = state !== null || search !== null;
  return (
    <div className={css.stack}>
      {canChange && (
        <AddEntry
          list={list}
          send={async ({ key, value, reason, validTo }) => {
            const { state } = await add.mutateAsync({
              ...{ key, value, reason, validTo: validTo?.toISOString() ?? null },
            });
            tell(state === "waiting" ? "Proposed: another member must approve it" : "On the list");
          }}
        />
      )}
      <div>
        <Filters>
          <SearchBox
            label="Search entries"
            placeholder="Part of a value or reason"
            value={search}
            inputRef={searchRef}
            onSearch={(search) => void setParams({ search })}
            width={240}
          />
          <Select
            aria-label="Which entries"
            data={entryFilters.map((value) => ({ value, label: filterWords[value] }))}
            allowDeselect={false}
            value={state ?? "active"}
            onChange={(next) =>
              void setParams({ state: next === "active" ? null : (next as (typeof entryFilters)[number]) })
            }
          />
        </Filters>
        <EntryTable
          state={pagedStateOf(entries)}
          onOpen={(row) => void setParams({ entry: row.entryId })}
          clearFilters={isFiltered ? () => void setParams({ state: null, search: null }) : undefined}
        />
      </div>
      <EntryDrawer
        list={list}
        entryId={entry}
        canChange={canChange}
        refresh={refresh}
        onClose={() => void setParams({ entry: null })}
      />
    </div>
  );
}
