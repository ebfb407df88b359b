import { Select } from "@mantine/core";
import { FilterChip, Filters } from "@/components/table/filters";
import { formatDay } from "@/components/ui/format/words";

export interface ApplicationFilterValues {
  startedDays: number | null;
  startedOn: string | null;
  decidedDays: number | null;
  result: "positive" | "negative" | "other" | "open" | null;
  by: "system" | "person" | null;
  attention: boolean | null;
}

interface ApplicationFiltersProps {
  filters: ApplicationFilterValues;
  onChange: (change: Partial<ApplicationFilterValues>) => void;
}

const results = [
  { value: "positive", label: "Approved" },
  { value: "negative", label: "Declined" },
  { value: "other", label: "Ended otherwise" },
  { value: "open", label: "Still open" },
];
const deciders = [
  { value: "system", label: "Without a person" },
  { value: "person", label: "By a person" },
];

/** Narrows the list; what a link brought along stands as a chip that can be taken away. */
export function ApplicationFilters({ filters, onChange }: ApplicationFiltersProps) {
  const chips: { text: string; off: Partial<ApplicationFilterValues> }[] = [];
  if (filters.startedDays)
    chips.push({ text: `Started in the last ${filters.startedDays} days`, off: { startedDays: null } });
  if (filters.startedOn && /^\d{4}-\d{2}-\d{2}$/.test(filters.startedOn))
    chips.push({ text: `Started on ${formatDay(filters.startedOn)}`, off: { startedOn: null } });
  if (filters.decidedDays)
    chips.push({ text: `Decided in the last ${filters.decidedDays} days`, off: { decidedDays: null } });
  if (filters.attention) chips.push({ text: "Cannot go on", off: { attention: null } });
  return (
    <Filters>
      <Select
        aria-label="What became of it"
        placeholder="Any result"
        data={results}
        value={filters.result}
        onChange={(result) => onChange({ result: result as ApplicationFilterValues["result"] })}
        clearable
        clearButtonProps={{ "aria-label": "Show any result" }}
      />
      <Select
        aria-label="Who decided"
        placeholder="Decided by anybody"
        data={deciders}
        value={filters.by}
        onChange={(by) => onChange({ by: by as ApplicationFilterValues["by"] })}
        clearable
        clearButtonProps={{ "aria-label": "Show whoever decided" }}
      />
      {chips.map(({ text, off }) => (
        <FilterChip key={text} offLabel={`Take away: ${text}`} onOff={() => onChange(off)}>
          {text}
        </FilterChip>
      ))}
    </Filters>
  );
}
