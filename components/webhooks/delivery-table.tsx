import { IconWebhook } from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable, type Selection } from "@/components/table/data-table";
import type { ListState } from "@/components/trpc/list-state";
import { DateTimeText } from "@/components/ui/format/moment";
import type { DeliveryRow } from "@/server/webhooks/schema";
import { eventWords } from "./webhook-words";
import css from "./webhooks.module.css";
import { DeliveryChip } from "./word-chip";

interface DeliveryTableProps {
  state: ListState<DeliveryRow>;
  selection: Selection | undefined;
  onOpen: (delivery: DeliveryRow) => void;
  clearFilters: (() => void) | undefined;
}

const columns: Column<DeliveryRow>[] = [
  {
    key: "event",
    header: "Event",
    phone: "title",
    cell: ({ type }) => (
      <span>
        {eventWords(type)} <span className={css.mono}>{type}</span>
      </span>
    ),
  },
  {
    key: "state",
    header: "State",
    width: "190px",
    cell: ({ state, failure }) => <DeliveryChip state={state} failure={failure} />,
  },
  {
    key: "answer",
    header: "Last answer",
    phone: "hide",
    cell: ({ status, failure }) => failure ?? (status === null ? "" : String(status)),
  },
  {
    key: "attempts",
    header: "Attempts",
    width: "90px",
    align: "end",
    phone: "hide",
    cell: ({ attempts }) => attempts,
  },
  {
    key: "next",
    header: "Next attempt",
    width: "160px",
    phone: "hide",
    cell: ({ nextAttemptAt, attempts }) =>
      nextAttemptAt && attempts > 0 ? <DateTimeText at={nextAttemptAt} /> : "",
  },
  {
    key: "at",
    header: "Happened",
    width: "160px",
    align: "end",
    cell: ({ createdAt }) => <DateTimeText at={createdAt} />,
  },
];

export function DeliveryTable({ state, selection, onOpen, clearFilters }: DeliveryTableProps) {
  return (
    <DataTable
      noun="deliveries"
      columns={columns}
      state={state}
      selection={selection}
      rowKey={({ id }) => id}
      rowName={({ type, id }) => `${eventWords(type)} ${id.slice(-6)}`}
      onOpen={onOpen}
      clearFilters={clearFilters}
      empty={{
        title: "Nothing was sent yet",
        text: "What the endpoint hears appears here as soon as it happens. Send a test to see one now.",
        icon: IconWebhook,
      }}
    />
  );
}
