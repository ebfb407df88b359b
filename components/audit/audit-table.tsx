import { IconClock, IconLock } from "@tabler/icons-react";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { Sheet } from "@/components/table/sheet";
import type { ListState } from "@/components/trpc/list-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { shortId } from "@/components/ui/format/words";
import type { AuditEntryView } from "@/server/audit/schema";
import css from "./audit.module.css";
import { eventTitle, factText, factTitle, subjectTitle } from "./event-words";

interface AuditTableProps {
  state: ListState<AuditEntryView>;
  onOpen: (entry: AuditEntryView) => void;
  clearFilters: (() => void) | undefined;
}

const columns: Column<AuditEntryView>[] = [
  { key: "what", header: "What", width: "210px", phone: "title", cell: (entry) => eventTitle(entry.action) },
  { key: "who", header: "Who", width: "200px", cell: (entry) => entry.actor.name },
  {
    key: "subject",
    header: "Of",
    width: "220px",
    cell: (entry) => (
      <span title={entry.subject.id}>
        {subjectTitle(entry.subject.kind)} <span className={css.mono}>{shortId(entry.subject.id)}</span>
      </span>
    ),
  },
  {
    key: "facts",
    header: "Facts",
    phone: "hide",
    cell: (entry) => (
      <span className={css.facts}>
        {Object.entries(entry.facts)
          .map(([name, value]) => `${factTitle(name)}: ${factText(value)}`)
          .join(" · ")}
      </span>
    ),
  },
  {
    key: "seal",
    header: "Seal",
    width: "120px",
    phone: "hide",
    cell: (entry) =>
      entry.seal === null ? (
        <span className={css.quiet}>
          <IconClock size={14} stroke={1.6} aria-hidden /> Not yet
        </span>
      ) : (
        <span className={css.sealed}>
          <IconLock size={14} stroke={1.6} aria-hidden /> {entry.seal}
        </span>
      ),
  },
  {
    key: "at",
    header: "When",
    width: "160px",
    align: "end",
    cell: (entry) => <DateTimeText at={entry.at} />,
  },
];

export function AuditTable({ state, onOpen, clearFilters }: AuditTableProps) {
  return (
    <Sheet>
      <DataTable
        noun="entries"
        columns={columns}
        state={state}
        rowKey={(entry) => entry.id}
        rowName={(entry) => `${eventTitle(entry.action)} by ${entry.actor.name}`}
        onOpen={onOpen}
        clearFilters={clearFilters}
        empty={{ title: "Nothing has happened yet" }}
      />
    </Sheet>
  );
}
