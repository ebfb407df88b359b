import { IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { PartyKindIcon } from "@/components/cases/case-words";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { Country } from "@/components/ui/format/country";
import { Ago } from "@/components/ui/format/moment";
import { StatusChip } from "@/components/ui/status-chip";
import type { PartyRow } from "@/server/parties/schema";
import css from "./parties.module.css";

const columns: readonly Column<PartyRow>[] = [
  {
    key: "name",
    header: "Party",
    phone: "title",
    cell: (row) => (
      <span className={css.party}>
        <PartyKindIcon kind={row.kind} />
        <bdi>{row.name}</bdi>
        {row.country && <Country code={row.country} />}
      </span>
    ),
  },
  {
    key: "reference",
    header: "Registration number",
    width: "200px",
    phone: "line",
    cell: (row) => row.reference,
  },
  {
    key: "latest",
    header: "Latest decision",
    width: "200px",
    cell: (row) =>
      row.erasedAt ? (
        <StatusChip tone="neutral">Erased</StatusChip>
      ) : row.latest ? (
        <OutcomeChip outcome={row.latest} />
      ) : (
        <span className={css.quiet}>Not decided</span>
      ),
  },
  {
    key: "cases",
    header: "Open cases",
    width: "120px",
    align: "end",
    phone: "hide",
    cell: (row) => (row.openCases > 0 ? row.openCases : <span className={css.quiet}>0</span>),
  },
  {
    key: "updated",
    header: "Changed",
    width: "140px",
    align: "end",
    cell: (row) => <Ago at={row.updatedAt} />,
  },
];

/** Everybody the workspace decided about, or is about to. */
export function PartyTable({
  state,
  clearFilters,
  action,
}: {
  state: ListState<PartyRow>;
  clearFilters: (() => void) | undefined;
  action: ReactNode;
}) {
  return (
    <Sheet>
      <DataTable
        noun="parties"
        columns={columns}
        state={state}
        rowKey={(row) => row.id}
        rowName={(row) => row.name}
        href={(row) => `/parties/${row.id}`}
        clearFilters={clearFilters}
        empty={{
          title: "No party yet",
          text: "A company or person appears here with its first application or decision.",
          icon: IconUsers,
          action,
        }}
      />
    </Sheet>
  );
}
