import { IconRoute } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import type { Column } from "@/components/table/column";
import { DataTable, type Selection } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { Age, Ago } from "@/components/ui/format/moment";
import type { RunRow } from "@/server/runs/schema";
import { lastEventWords } from "./event-words";
import { RunStatusChip } from "./run-status";
import css from "./runs.module.css";

interface RunTableProps {
  state: ListState<RunRow>;
  sort: "newest" | "oldest";
  onSort: (sort: "newest" | "oldest") => void;
  selection: Selection | undefined;
  clearFilters: (() => void) | undefined;
  empty: { title: string; text: string; action?: ReactNode };
}

const columns: readonly Column<RunRow>[] = [
  {
    key: "party",
    header: "Party",
    phone: "title",
    cell: ({ party, reference, mode }) => (
      <span className={css.cut} title={reference ? `${party.name}, ${reference}` : party.name}>
        <bdi>{party.name}</bdi>
        {mode !== "live" && <span className={css.mode}>{mode === "shadow" ? "Shadow" : "Challenger"}</span>}
        {reference && <span className={css.quiet}> {reference}</span>}
      </span>
    ),
  },
  {
    key: "status",
    header: "Status",
    width: "152px",
    phone: "line",
    cell: ({ status }) => <RunStatusChip status={status} />,
  },
  {
    key: "stands",
    header: "Where it stands",
    phone: "line",
    cell: (run) => <Standing run={run} />,
  },
  {
    key: "workflow",
    header: "Workflow",
    width: "200px",
    phone: "hide",
    cell: ({ workflow }) => (
      <span className={css.cut} title={`${workflow.title}, version ${workflow.version}`}>
        {workflow.title} <span className={css.quiet}>v{workflow.version}</span>
      </span>
    ),
  },
  {
    key: "last",
    header: "Last event",
    width: "216px",
    phone: "hide",
    cell: ({ lastEvent }) =>
      lastEvent && (
        <span className={css.cut}>
          {lastEventWords(lastEvent.type)},{" "}
          <span className={css.quiet}>
            <Ago at={lastEvent.at} />
          </span>
        </span>
      ),
  },
  {
    key: "outcome",
    header: "Outcome",
    width: "120px",
    phone: "line",
    cell: ({ outcome }) => outcome && <OutcomeChip outcome={outcome} />,
  },
  {
    key: "started",
    header: "Age",
    width: "104px",
    align: "end",
    sortable: true,
    phone: "line",
    cell: (run) => <Age since={run.startedAt} />,
  },
];

/** The steps where its tokens stand; for a run that stopped, why. */
function Standing({ run: { attention, standsAt } }: { run: RunRow }) {
  const words = attention ?? standsAt.map(({ title }) => title).join(", ");
  return (
    <span className={css.cut} title={words}>
      {words}
    </span>
  );
}

export function RunTable({ sort, onSort, selection, empty, ...table }: RunTableProps) {
  return (
    <Sheet fixed>
      <DataTable
        {...table}
        noun="runs"
        columns={columns}
        rowKey={(run) => run.id}
        rowName={(run) => run.party.name}
        href={(run) => `/runs/${run.id}`}
        selection={selection}
        sort={{ key: "started", direction: sort === "oldest" ? "descending" : "ascending" }}
        onSort={({ direction }) => onSort(direction === "descending" ? "oldest" : "newest")}
        empty={{ ...empty, icon: IconRoute }}
      />
    </Sheet>
  );
}
