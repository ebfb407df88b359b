import { IconRoute } from "@tabler/icons-react";
import { RunStatusChip } from "@/components/runs/run-status";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import type { ListState } from "@/components/trpc/list-state";
import { Ago } from "@/components/ui/format/moment";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { RunRow } from "@/server/runs/schema";

/** The runs of a workflow, newest first; opening one lights its path. */
export function RunsTable({
  state,
  outcomeOf,
  onOpen,
}: {
  state: ListState<RunRow>;
  outcomeOf: (key: string) => { title: string; tone: Tone };
  onOpen: (run: RunRow) => void;
}) {
  const columns: readonly Column<RunRow>[] = [
    { key: "party", header: "Party", phone: "title", cell: (run) => run.party.name },
    {
      key: "status",
      header: "Status",
      width: "150px",
      phone: "line",
      cell: (run) => <RunStatusChip status={run.status} />,
    },
    {
      key: "outcome",
      header: "Outcome",
      width: "170px",
      phone: "line",
      cell: (run) => {
        if (run.outcome === null) return <span>{run.attention ?? ""}</span>;
        const { title, tone } = outcomeOf(run.outcome.key);
        return <StatusChip tone={tone}>{title}</StatusChip>;
      },
    },
    {
      key: "version",
      header: "Version",
      width: "80px",
      align: "end",
      phone: "hide",
      cell: (run) => run.workflow.version,
    },
    {
      key: "started",
      header: "Started",
      width: "130px",
      align: "end",
      phone: "line",
      cell: (run) => <Ago at={run.startedAt} />,
    },
  ];
  return (
    <DataTable
      noun="runs"
      columns={columns}
      state={state}
      rowKey={(run) => run.id}
      rowName={(run) => run.party.name}
      onOpen={onOpen}
      empty={{
        title: "No run yet",
        text: "Every application and decision request of this workflow becomes one run.",
        icon: IconRoute,
      }}
    />
  );
}
