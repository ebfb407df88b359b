import { IconForms } from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { Country } from "@/components/ui/format/country";
import { DateTimeText } from "@/components/ui/format/moment";
import type { ApplicationRow } from "@/server/applications/schema";
import { ApplicationChip } from "./application-chip";
import css from "./applications.module.css";

interface ApplicationTableProps {
  state: ListState<ApplicationRow>;
  clearFilters: (() => void) | undefined;
}

const columns: Column<ApplicationRow>[] = [
  {
    key: "party",
    header: "Party",
    phone: "title",
    cell: (application) => (
      <span className={css.party}>
        <bdi>{application.party.name}</bdi>
        {application.party.country && <Country code={application.party.country} />}
      </span>
    ),
  },
  {
    key: "status",
    header: "Where it stands",
    width: "220px",
    cell: ({ status, decision, attention }) => (
      <ApplicationChip status={status} outcome={decision} attention={attention} />
    ),
  },
  {
    key: "by",
    header: "Decided",
    width: "160px",
    cell: ({ decision }) =>
      decision ? (
        decision.alone ? (
          "Without a person"
        ) : (
          "By a person"
        )
      ) : (
        <span className={css.quiet}>Not yet</span>
      ),
  },
  {
    key: "workflow",
    header: "Workflow",
    phone: "hide",
    cell: ({ workflow }) => (
      <>
        {workflow.title} <span className={css.quiet}>version {workflow.version}</span>
      </>
    ),
  },
  {
    key: "reference",
    header: "Your reference",
    phone: "hide",
    cell: (application) => application.reference,
  },
  {
    key: "started",
    header: "Started",
    width: "160px",
    align: "end",
    cell: (application) => <DateTimeText at={application.createdAt} />,
  },
];

export function ApplicationTable({ state, clearFilters }: ApplicationTableProps) {
  return (
    <Sheet>
      <DataTable
        noun="applications"
        columns={columns}
        state={state}
        rowKey={(application) => application.id}
        rowName={(application) => application.party.name}
        href={(application) => `/parties/${application.party.id}`}
        clearFilters={clearFilters}
        empty={{
          title: "No applications yet",
          text: "They appear here once somebody opens the link of a live workflow.",
          icon: IconForms,
        }}
      />
    </Sheet>
  );
}
