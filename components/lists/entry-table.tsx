import { IconListDetails } from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { Ago, DateText } from "@/components/ui/format/moment";
import { StatusChip } from "@/components/ui/status-chip";
import type { EntryView } from "@/server/lists/schema";
import { EntryStateChip } from "./list-words";
import css from "./lists.module.css";

const columns: readonly Column<EntryView>[] = [
  {
    key: "value",
    header: "Value",
    phone: "title",
    cell: (row) => (
      <span className={css.title}>
        <bdi className={css.value}>{row.value}</bdi>
        {row.isWaiting && <StatusChip tone="waiting">Change waits</StatusChip>}
      </span>
    ),
  },
  { key: "reason", header: "Why", phone: "line", cell: (row) => row.reason },
  {
    key: "owner",
    header: "Owner",
    width: "150px",
    phone: "hide",
    cell: (row) => row.owner || <span className={css.quiet}>nobody</span>,
  },
  { key: "state", header: "State", width: "120px", cell: (row) => <EntryStateChip state={row.state} /> },
  {
    key: "until",
    header: "Until",
    width: "120px",
    align: "end",
    phone: "hide",
    cell: (row) =>
      row.validTo ? <DateText at={row.validTo} /> : <span className={css.quiet}>for good</span>,
  },
  {
    key: "since",
    header: "Last change",
    width: "130px",
    align: "end",
    cell: (row) => <Ago at={row.knownSince} />,
  },
];

export function EntryTable({
  state,
  onOpen,
  clearFilters,
}: {
  state: ListState<EntryView>;
  onOpen: (row: EntryView) => void;
  clearFilters: (() => void) | undefined;
}) {
  return (
    <Sheet>
      <DataTable
        noun="entries"
        columns={columns}
        state={state}
        rowKey={(row) => row.entryId}
        rowName={(row) => row.value}
        onOpen={onOpen}
        clearFilters={clearFilters}
        empty={{
          title: "Nothing on this list counts yet",
          text: "Add a value above, or import a file.",
          icon: IconListDetails,
        }}
      />
    </Sheet>
  );
}
