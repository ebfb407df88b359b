import { IconInbox } from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { formatCount, formatDuration } from "@/components/ui/format/words";
import css from "./settings.module.css";

export interface QueueRow {
  key: string;
  title: string;
  slaHours: number;
  checklist: string[];
}

interface QueuesTableProps {
  state: ListState<QueueRow>;
  onOpen: ((queue: QueueRow) => void) | undefined;
}

const HOUR_MS = 3_600_000;

const columns: Column<QueueRow>[] = [
  { key: "title", header: "Queue", phone: "title", cell: (queue) => queue.title },
  { key: "key", header: "Key", cell: (queue) => <span className={css.mono}>{queue.key}</span> },
  {
    key: "sla",
    header: "Cases are due after",
    width: "180px",
    cell: (queue) => formatDuration(queue.slaHours * HOUR_MS),
  },
  {
    key: "checklist",
    header: "Checklist",
    width: "140px",
    cell: (queue) => (queue.checklist.length ? formatCount(queue.checklist.length, "point") : "None"),
  },
];

export function QueuesTable({ state, onOpen }: QueuesTableProps) {
  return (
    <Sheet>
      <DataTable
        noun="queues"
        columns={columns}
        state={state}
        rowKey={(queue) => queue.key}
        rowName={(queue) => queue.title}
        onOpen={onOpen}
        empty={{
          title: "No queues yet",
          text: "A queue is made when a workflow that sends cases to it is published.",
          icon: IconInbox,
        }}
      />
    </Sheet>
  );
}
