import { IconInbox } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import type { Column } from "@/components/table/column";
import { DataTable, type RowAction } from "@/components/table/data-table";
import type { ListState } from "@/components/trpc/list-state";
import { Country } from "@/components/ui/format/country";
import { Age } from "@/components/ui/format/moment";
import { MemberAvatar } from "@/components/ui/member-avatar";
import { StatusChip } from "@/components/ui/status-chip";
import type { CaseRow, ListCasesInput } from "@/server/cases/schema";
import { PartyKindIcon, SlaChip } from "./case-words";
import css from "./cases.module.css";

interface CaseTableProps {
  state: ListState<CaseRow>;
  href: (row: CaseRow) => string;
  sort: ListCasesInput["sort"];
  onSort: (sort: ListCasesInput["sort"]) => void;
  onPreview: (row: CaseRow) => void;
  rowActions: readonly RowAction<CaseRow>[];
  clearFilters: (() => void) | undefined;
  /** What an empty queue says, in the words of the view that is shown. */
  empty: { title: string; text: string; action?: ReactNode };
}

const columns: readonly Column<CaseRow>[] = [
  {
    key: "party",
    header: "Party",
    phone: "title",
    cell: ({ party }) => (
      <span className={css.party}>
        <PartyKindIcon kind={party.kind} />
        <bdi>{party.name}</bdi>
        {party.country && <Country code={party.country} />}
      </span>
    ),
  },
  {
    key: "proposed",
    header: "Proposed",
    width: "124px",
    cell: ({ proposed }) => proposed && <OutcomeChip outcome={proposed} />,
  },
  {
    key: "score",
    header: "Score",
    width: "92px",
    sortable: true,
    phone: "line",
    cell: ({ score }) => score !== null && <Score value={score} />,
  },
  {
    key: "headline",
    header: "Main reason",
    phone: "line",
    cell: ({ headline, status }) => (
      <span className={css.reason} title={headline ?? undefined}>
        {status === "waiting_for_second" && (
          <>
            <StatusChip tone="review">Second verdict</StatusChip>{" "}
          </>
        )}
        {headline}
      </span>
    ),
  },
  {
    key: "queue",
    header: "Queue",
    width: "168px",
    phone: "hide",
    cell: ({ queue }) => (
      <span className={css.reason} title={queue.title}>
        {queue.title}
      </span>
    ),
  },
  {
    key: "due",
    header: "Due",
    width: "124px",
    sortable: true,
    cell: (row) => <SlaChip row={row} />,
  },
  {
    key: "assignee",
    header: "Has it",
    width: "64px",
    cell: ({ assignee }) => <MemberAvatar name={assignee?.name} />,
  },
  {
    key: "opened",
    header: "Age",
    width: "64px",
    align: "end",
    sortable: true,
    cell: (row) => <Age since={row.openedAt} />,
  },
];

const MOST_POINTS = 100;

/** A score as a number with a neutral bar, because a score is no verdict. */
export const Score = ({ value }: { value: number }) => (
  <span className={css.score}>
    {value}
    <span className={css.scoreBar} aria-hidden>
      <i style={{ width: `${Math.max(0, Math.min(100, (100 * value) / MOST_POINTS))}%` }} />
    </span>
  </span>
);

export function CaseTable({ sort, onSort, empty, ...table }: CaseTableProps) {
  return (
    <DataTable
      {...table}
      noun="cases"
      columns={columns}
      rowKey={(row) => row.id}
      rowName={(row) => row.party.name}
      sort={{ key: sort, direction: sort === "score" ? "descending" : "ascending" }}
      onSort={({ key }) => onSort(key as ListCasesInput["sort"])}
      empty={{ ...empty, icon: IconInbox }}
    />
  );
}
