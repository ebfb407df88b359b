import { IconHistory } from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { Ago } from "@/components/ui/format/moment";
import type { ListChangeView } from "@/server/lists/schema";
import { ChangeStateChip, changeWords } from "./list-words";
import css from "./lists.module.css";

const columns: readonly Column<ListChangeView>[] = [
  {
    key: "what",
    header: "Change",
    phone: "title",
    cell: (row) => (
      <span className={css.name}>
        <bdi>{changeWords(row)}</bdi>
        <span className={css.quiet}>{row.note ? `${row.reason} · ${row.note}` : row.reason}</span>
      </span>
    ),
  },
  {
    key: "by",
    header: "By",
    width: "200px",
    phone: "line",
    cell: (row) =>
      row.decidedBy && !row.isOwn ? `${row.proposedBy}, then ${row.decidedBy}` : row.proposedBy,
  },
  { key: "state", header: "State", width: "220px", cell: (row) => <ChangeStateChip state={row.state} /> },
  { key: "at", header: "When", width: "130px", align: "end", cell: (row) => <Ago at={row.proposedAt} /> },
];

/** Changes of a list: its history, or what waits for a second person. */
export function ChangeTable({
  state,
  isWaiting,
  onOpen,
}: {
  state: ListState<ListChangeView>;
  isWaiting: boolean;
  onOpen: (row: ListChangeView) => void;
}) {
  return (
    <Sheet>
      <DataTable
        noun="changes"
        columns={columns}
        state={state}
        density="comfortable"
        rowKey={(row) => row.changeId}
        rowName={changeWords}
        onOpen={onOpen}
        empty={
          isWaiting
            ? {
                title: "Nothing waits",
                text: "Changes that need a second person stand here until one decides.",
              }
            : {
                title: "Nothing happened yet",
                text: "Every change of an entry stands here for good.",
                icon: IconHistory,
              }
        }
      />
    </Sheet>
  );
}
