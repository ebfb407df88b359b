import { IconSitemap } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import type { ListState } from "@/components/trpc/list-state";
import { DateText } from "@/components/ui/format/moment";
import { formatNumber } from "@/components/ui/format/words";
import { StatusChip } from "@/components/ui/status-chip";
import type { WorkflowRow } from "@/server/workflows/schema";
import classes from "./workflow-table.module.css";

const columns: readonly Column<WorkflowRow>[] = [
  {
    key: "title",
    header: "Workflow",
    phone: "title",
    cell: (row) => (
      <span className={classes.name}>
        <b>{row.title}</b>
        <span>{row.description}</span>
      </span>
    ),
  },
  {
    key: "live",
    header: "Live",
    width: "132px",
    phone: "line",
    cell: (row) =>
      row.liveVersion === null ? (
        <StatusChip tone="neutral">Not published</StatusChip>
      ) : (
        <StatusChip tone="approve">Version {row.liveVersion}</StatusChip>
      ),
  },
  {
    key: "published",
    header: "Published",
    width: "128px",
    phone: "hide",
    cell: (row) => row.publishedAt && <DateText at={row.publishedAt} />,
  },
  {
    key: "nodes",
    header: "Steps",
    width: "80px",
    align: "end",
    phone: "hide",
    cell: (row) => formatNumber(row.nodes),
  },
  {
    key: "open",
    header: "Open runs",
    width: "104px",
    align: "end",
    phone: "line",
    cell: (row) => formatNumber(row.openRuns),
  },
  {
    key: "attention",
    header: "Needs attention",
    width: "148px",
    align: "end",
    phone: "line",
    cell: (row) =>
      row.attention > 0 ? <StatusChip tone="incident">{formatNumber(row.attention)}</StatusChip> : "0",
  },
];

/** Every workflow of the workspace: what is live, and whether its runs are well. */
export function WorkflowTable({
  state,
  begin,
}: {
  state: ListState<WorkflowRow>;
  /** Makes the first one, for whoever may. */
  begin: ReactNode;
}) {
  return (
    <DataTable
      noun="workflows"
      columns={columns}
      state={state}
      rowKey={(row) => row.id}
      rowName={(row) => row.title}
      href={(row) => (row.liveVersion === null ? `/workflows/${row.id}/edit` : `/workflows/${row.id}`)}
      density="comfortable"
      empty={{
        title: "No workflow yet",
        text: "A published workflow takes applications and decides them. Begin with a template, or with nothing.",
        action: begin,
        icon: IconSitemap,
      }}
    />
  );
}
