import { IconTableImport } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import type { ListState } from "@/components/trpc/list-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatNumber } from "@/components/ui/format/words";
import { StatusChip } from "@/components/ui/status-chip";
import type { BatchView } from "@/server/batches/schema";
import { BatchBar } from "./batch-bar";
import { batchTitle, batchWords } from "./batch-words";
import css from "./batches.module.css";

const columns: readonly Column<BatchView>[] = [
  {
    key: "name",
    header: "File",
    phone: "title",
    cell: (batch) => (
      <span className={css.name}>
        <b>{batchTitle(batch)}</b>
        <span className={css.quiet}>Version {batch.workflow.version}</span>
      </span>
    ),
  },
  {
    key: "status",
    header: "Now",
    width: "130px",
    phone: "line",
    cell: ({ status }) => <StatusChip tone={batchWords[status].tone}>{batchWords[status].title}</StatusChip>,
  },
  {
    key: "progress",
    header: "Progress",
    width: "220px",
    phone: "line",
    cell: ({ counts }) => <BatchBar counts={counts} />,
  },
  {
    key: "failed",
    header: "Not decided",
    width: "110px",
    align: "end",
    phone: "hide",
    cell: ({ counts }) => formatNumber(counts.failed),
  },
  {
    key: "rows",
    header: "Rows",
    width: "90px",
    align: "end",
    phone: "hide",
    cell: ({ counts }) => formatNumber(counts.rows),
  },
  {
    key: "who",
    header: "Sent by",
    width: "200px",
    phone: "line",
    cell: (batch) => (
      <span className={css.name}>
        {batch.createdBy}
        <span className={css.quiet}>
          <DateTimeText at={batch.createdAt} />
        </span>
      </span>
    ),
  },
];

interface BatchTableProps {
  workflowId: string;
  state: ListState<BatchView>;
  begin: ReactNode;
  /** The workflow begins with a decision request. */
  canBegin: boolean;
}

export function BatchTable({ workflowId, state, begin, canBegin }: BatchTableProps) {
  return (
    <DataTable
      noun="batches"
      columns={columns}
      state={state}
      rowKey={({ id }) => id}
      rowName={batchTitle}
      href={({ id }) => `/workflows/${workflowId}/batches/${id}`}
      density="comfortable"
      empty={
        canBegin
          ? {
              title: "No file was decided yet",
              text: "A CSV with one request per row is decided row by row, each with its reasons, as if each had been asked by itself.",
              action: begin,
              icon: IconTableImport,
            }
          : {
              title: "This workflow takes applications",
              text: "Files are decided by workflows that begin with a decision request.",
              icon: IconTableImport,
            }
      }
    />
  );
}
