"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { pagedStateOf } from "@/components/trpc/list-state";
import type { ListChangeView, ListView } from "@/server/lists/schema";
import { ChangeDrawer } from "./change-drawer";
import { ChangeTable } from "./change-table";

/** A list's history, or its queue for the second pair of eyes. */
export function ChangesView({
  list,
  isWaiting,
  refresh,
}: {
  list: ListView;
  isWaiting: boolean;
  refresh: () => void;
}) {
  const trpc = useTRPC();
  const [open, setOpen] = useState<ListChangeView>();
  const changes = useInfiniteQuery(
    trpc.lists.changes.infiniteQueryOptions(
      { key: list.key, ...(isWaiting && { state: "waiting" as const }) },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  return (
    <>
      <ChangeTable state={pagedStateOf(changes)} isWaiting={isWaiting} onOpen={setOpen} />
      <ChangeDrawer list={list} change={open} refresh={refresh} onClose={() => setOpen(undefined)} />
    </>
  );
}
