import { IconListDetails, IconUsersGroup } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { Ago } from "@/components/ui/format/moment";
import { StatusChip } from "@/components/ui/status-chip";
import type { ListView } from "@/server/lists/schema";
import { listKindTitles } from "./kind-words";
import { countWords } from "./list-words";
import css from "./lists.module.css";

const columns: readonly Column<ListView>[] = [
  {
    key: "title",
    header: "List",
    phone: "title",
    cell: (row) => (
      <span className={css.name}>
        <span className={css.title}>
          <bdi>{row.title}</bdi>
          {row.waiting > 0 && <StatusChip tone="waiting">{row.waiting} to approve</StatusChip>}
          {row.needsApproval && row.waiting === 0 && (
            <IconUsersGroup size={14} aria-label="Changes need a second person" />
          )}
        </span>
        {row.description && <span className={css.quiet}>{row.description}</span>}
      </span>
    ),
  },
  {
    key: "kind",
    header: "Holds",
    width: "200px",
    phone: "line",
    cell: (row) => listKindTitles[row.kind].title,
  },
  {
    key: "entries",
    header: "Entries",
    width: "100px",
    align: "end",
    phone: "line",
    cell: (row) => countWords(row.entries),
  },
  {
    key: "workflows",
    header: "Asked by",
    width: "140px",
    align: "end",
    phone: "hide",
    cell: (row) =>
      row.workflows === 0 ? (
        <span className={css.quiet}>no workflow</span>
      ) : (
        `${row.workflows} ${row.workflows === 1 ? "workflow" : "workflows"}`
      ),
  },
  {
    key: "changed",
    header: "Last change",
    width: "140px",
    align: "end",
    cell: (row) => <Ago at={row.changedAt} />,
  },
];

/** The lists of a workspace: what each holds, who asks it, when it last changed. */
export function ListsTable({
  state,
  isArchive,
  action,
}: {
  state: ListState<ListView>;
  isArchive: boolean;
  action: ReactNode;
}) {
  return (
    <Sheet>
      <DataTable
        noun="lists"
        columns={columns}
        state={state}
        density="comfortable"
        rowKey={(row) => row.key}
        rowName={(row) => row.title}
        href={(row) => `/lists/${row.key}`}
        empty={
          isArchive
            ? { title: "Nothing is archived", text: "A list that is put away appears here with its entries." }
            : {
                title: "No list yet",
                text: "Block, allow or watch what you know: e-mails, IBANs, addresses, countries. Rules ask a list by its name, as it stood when they decided.",
                icon: IconListDetails,
                action,
              }
        }
      />
    </Sheet>
  );
}
