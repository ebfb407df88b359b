import { Select } from "@mantine/core";
import { FilterChip, Filters } from "@/components/table/filters";
import { shortId } from "@/components/ui/format/words";
import { auditActions } from "@/server/audit/schema";
import css from "./audit.module.css";
import { eventTitle, subjectTitle } from "./event-words";

export interface AuditFilterValues {
  action: (typeof auditActions)[number] | null;
  subjectKind: string | null;
  subjectId: string | null;
  actorId: string | null;
}

interface AuditFiltersProps {
  filters: AuditFilterValues;
  /** What the actor filtered for is called, once an entry of theirs is known. */
  actorName: string | null;
  onChange: (change: Partial<AuditFilterValues>) => void;
}

const actions = auditActions
  .map((action) => ({ value: action, label: eventTitle(action) }))
  .sort((a, b) => a.label.localeCompare(b.label));
const kinds = [...new Set(auditActions.map((action) => action.split(".")[0] ?? ""))]
  .map((kind) => ({ value: kind, label: subjectTitle(kind) }))
  .sort((a, b) => a.label.localeCompare(b.label));

/** Narrows the list; whom and what exactly is chosen from an entry. */
export function AuditFilters({ filters, actorName, onChange }: AuditFiltersProps) {
  return (
    <Filters>
      <Select
        aria-label="What happened"
        placeholder="Anything happened"
        data={actions}
        value={filters.action}
        onChange={(action) => onChange({ action: action as AuditFilterValues["action"] })}
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Show whatever happened" }}
      />
      {!filters.subjectId && (
        <Select
          aria-label="To what"
          placeholder="To anything"
          data={kinds}
          value={filters.subjectKind}
          onChange={(subjectKind) => onChange({ subjectKind })}
          searchable
          clearable
          clearButtonProps={{ "aria-label": "Show changes to anything" }}
        />
      )}
      {filters.subjectId && (
        <FilterChip
          offLabel="Show changes to anything"
          onOff={() => onChange({ subjectKind: null, subjectId: null })}
        >
          Of {subjectTitle(filters.subjectKind ?? "")}{" "}
          <span className={css.mono}>{shortId(filters.subjectId)}</span>
        </FilterChip>
      )}
      {filters.actorId && (
        <FilterChip offLabel="Show changes by anybody" onOff={() => onChange({ actorId: null })}>
          By {actorName ?? shortId(filters.actorId)}
        </FilterChip>
      )}
    </Filters>
  );
}
