"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import { useTRPC } from "@/components/trpc/client";
import { listStateOf } from "@/components/trpc/list-state";
import type { ListUse, ListView } from "@/server/lists/schema";
import css from "./lists.module.css";

const roles: Record<ListUse["role"], string> = {
  live: "live",
  shadow: "runs beside, silently",
  challenger: "challenger",
  runs: "open runs still ask it",
  old: "not in use any more",
  draft: "being edited",
};

const columns: readonly Column<ListUse>[] = [
  {
    key: "workflow",
    header: "Workflow",
    phone: "title",
    cell: (row) => (
      <Link
        href={row.version === null ? `/workflows/${row.workflowId}/edit` : `/workflows/${row.workflowId}`}
      >
        {row.title}
      </Link>
    ),
  },
  {
    key: "version",
    header: "Version",
    width: "240px",
    phone: "line",
    cell: (row) => `${row.version === null ? "Draft" : `Version ${row.version}`}: ${roles[row.role]}`,
  },
  {
    key: "places",
    header: "Where",
    cell: (row) => (
      <ul className={css.places}>
        {row.places.map((place) => (
          <li key={place}>{place}</li>
        ))}
      </ul>
    ),
  },
];

/** Which workflows ask the list, and where. */
export function UsesView({ list }: { list: ListView }) {
  const trpc = useTRPC();
  const uses = useQuery(trpc.lists.uses.queryOptions({ key: list.key }));
  return (
    <Sheet>
      <DataTable
        noun="uses"
        columns={columns}
        state={listStateOf(uses)}
        density="comfortable"
        rowKey={(row) => `${row.workflowId} ${row.version}`}
        rowName={(row) => row.title}
        empty={{
          title: "No workflow asks this list",
          text: "In a condition choose “is on the list”, then this list.",
        }}
      />
    </Sheet>
  );
}
