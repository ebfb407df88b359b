import { VisuallyHidden } from "@mantine/core";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatNumber } from "@/components/ui/format/words";
import type { VersionRow } from "@/server/workflows/rollout/schema";
import { ActsMenu } from "./acts-menu";
import { AttachedTestsLine } from "./saved-tests";
import type { VersionAct } from "./version-acts";
import { changesWords, VersionStates } from "./version-states";
import css from "./versions.module.css";

interface VersionsTableProps {
  rows: readonly VersionRow[];
  workflowId: string;
  /** What can be done with the version, in the order of the menu. */
  actsOf: (row: VersionRow) => VersionAct[];
}

/** Every version that was published, with what it does now. */
export function VersionsTable({ rows, workflowId, actsOf }: VersionsTableProps) {
  const columns: Column<VersionRow>[] = [
    {
      key: "version",
      header: "Version",
      width: "150px",
      phone: "title",
      cell: (row) => (
        <span className={css.version}>
          <b>Version {row.version}</b>
          <span className={css.hash} title={row.hash}>
            {row.hash.slice(0, 12)}
          </span>
        </span>
      ),
    },
    {
      key: "state",
      header: "Now",
      width: "200px",
      phone: "line",
      cell: ({ states, wasLive }) => <VersionStates {...{ states, wasLive }} />,
    },
    { key: "note", header: "Note", cell: ({ note }) => <span className={css.note}>{note}</span> },
    {
      key: "who",
      header: "Published",
      width: "200px",
      cell: (row) => (
        <span className={css.version}>
          {row.publishedBy}
          <span className={css.quiet}>
            <DateTimeText at={row.publishedAt} />
          </span>
        </span>
      ),
    },
    {
      key: "tests",
      header: "Changes and tests",
      width: "170px",
      phone: "line",
      cell: (row) => (
        <span className={css.version}>
          {row.changes !== null && changesWords(row.changes)}
          <AttachedTestsLine tests={row.tests} />
        </span>
      ),
    },
    {
      key: "runs",
      header: "Runs",
      width: "120px",
      align: "end",
      phone: "line",
      cell: (row) => (
        <span>
          {formatNumber(row.runs)}
          <span className={css.onPhone}> {row.runs === 1 ? "run" : "runs"}</span>
          {row.openRuns > 0 && <span className={css.quiet}>, {formatNumber(row.openRuns)} open</span>}
        </span>
      ),
    },
    {
      key: "act",
      header: <VisuallyHidden>What to do</VisuallyHidden>,
      width: "56px",
      align: "end",
      cell: (row) => <ActsMenu label={`What to do with version ${row.version}`} acts={actsOf(row)} />,
    },
  ];
  return (
    <DataTable
      noun="versions"
      columns={columns}
      state={{ status: "ready", rows }}
      rowKey={(row) => String(row.version)}
      rowName={(row) => `Version ${row.version}`}
      href={(row) => `/workflows/${workflowId}?version=${row.version}`}
      density="comfortable"
      empty={{ title: "Nothing is published yet", text: "Publish the draft to make version 1." }}
    />
  );
}
