"use client";

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { Views } from "@/components/table/views";
import { useTRPC } from "@/components/trpc/client";
import { listStateOf } from "@/components/trpc/list-state";
import { useCan } from "@/components/workspaces/member";
import { CreateList } from "./create-list";
import { ListsTable } from "./lists-table";
import { listsParams } from "./search-params";

/** All lists of the workspace, and the way to a new one. */
export function ListOverview() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const canManage = useCan("lists.manage");
  const [{ archived }, setParams] = useQueryStates(listsParams, { history: "replace" });
  const isArchive = archived === true;
  const [isCreating, setIsCreating] = useState(false);
  const lists = useQuery(trpc.lists.list.queryOptions({ archived: isArchive }));
  const create = useMutation(
    trpc.lists.create.mutationOptions({
      onSuccess: ({ key }) => {
        void client.invalidateQueries(trpc.lists.list.queryFilter());
        router.push(`/lists/${key}`);
      },
    }),
  );
  const add = canManage && <Button onClick={() => setIsCreating(true)}>New list</Button>;
  return (
    <PageFrame
      title="Lists"
      note="What rules ask about by name"
      actions={add}
      bar={
        <Views
          titles={{ used: "In use", archived: "Archived" }}
          view={isArchive ? "archived" : "used"}
          onView={(view) => void setParams({ archived: view === "archived" ? true : null })}
        />
      }
    >
      <ListsTable state={listStateOf(lists)} isArchive={isArchive} action={add} />
      <CreateList opened={isCreating} onClose={() => setIsCreating(false)} send={create.mutateAsync} />
    </PageFrame>
  );
}
