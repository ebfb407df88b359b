import { Menu, Select, UnstyledButton } from "@mantine/core";
import { IconFilterPlus } from "@tabler/icons-react";
import type { RefObject } from "react";
import { FilterChip, Filters } from "@/components/table/filters";
import { SearchBox } from "@/components/table/search-box";
import { caseStatuses } from "@/db/enums/enums";
import { viewOf } from "./case-views";
import { caseStatusText } from "./case-words";
import css from "./cases.module.css";
import type { CaseFilters as CaseFilterValues } from "./search-params";

interface CaseFiltersProps {
  filters: CaseFilterValues;
  queues: readonly { key: string; title: string }[];
  people: readonly { id: string; name: string }[];
  searchRef: RefObject<HTMLInputElement | null>;
  onChange: (change: Partial<CaseFilterValues>) => void;
}

const ages = [
  { hours: 24, text: "Older than a day" },
  { hours: 72, text: "Older than 3 days" },
  { hours: 168, text: "Older than a week" },
];

/** Search, the queue, and what else narrows the list; each narrowing is a chip that can be taken away. */
export function CaseFilters({ filters, queues, people, searchRef, onChange }: CaseFiltersProps) {
  return (
    <Filters>
      <SearchBox
        label="Search cases"
        placeholder="Name, number or C-123"
        value={filters.search}
        inputRef={searchRef}
        onSearch={(search) => onChange({ search })}
      />
      <Select
        aria-label="Queue"
        placeholder="All queues"
        data={queues.map(({ key, title }) => ({ value: key, label: title }))}
        value={filters.queue}
        onChange={(queue) => onChange({ queue })}
        clearable
        clearButtonProps={{ "aria-label": "Show all queues" }}
        w={200}
      />
      {chipsOf(filters, people).map(({ text, off }) => (
        <FilterChip key={text} offLabel={`Take away: ${text}`} onOff={() => onChange(off)}>
          {text}
        </FilterChip>
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <UnstyledButton className={css.addFilter ?? ""}>
            <IconFilterPlus size={16} stroke={1.6} aria-hidden /> Filter
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: "auto" }}>
          <Menu.Item onClick={() => onChange({ overdue: true })}>Past their time</Menu.Item>
          <Menu.Label>Age</Menu.Label>
          {ages.map(({ hours, text }) => (
            <Menu.Item key={hours} onClick={() => onChange({ olderThanHours: hours })}>
              {text}
            </Menu.Item>
          ))}
          <Menu.Label>Status</Menu.Label>
          {caseStatuses.map((status) => (
            <Menu.Item key={status} onClick={() => onChange({ status })}>
              {caseStatusText(status)}
            </Menu.Item>
          ))}
          <Menu.Label>Who has it</Menu.Label>
          {people.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => onChange({ assignee: id })}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Filters>
  );
}

/** What narrows the list beyond the view and the queue, which show themselves. */
function chipsOf(filters: CaseFilterValues, people: CaseFiltersProps["people"]) {
  const chips: { text: string; off: Partial<CaseFilterValues> }[] = [];
  const { overdue, olderThanHours, status, assignee } = filters;
  if (overdue) chips.push({ text: "Past their time", off: { overdue: null } });
  if (olderThanHours)
    chips.push({
      text: ages.find(({ hours }) => hours === olderThanHours)?.text ?? `Older than ${olderThanHours} hours`,
      off: { olderThanHours: null },
    });
  if (viewOf(filters)) return chips;
  if (status && status !== "active") chips.push({ text: caseStatusText(status), off: { status: null } });
  if (assignee) {
    const name = people.find(({ id }) => id === assignee)?.name;
    const words: Record<string, string> = { me: "You have it", nobody: "Nobody has it" };
    chips.push({ text: words[assignee] ?? `${name ?? "Somebody"} has it`, off: { assignee: null } });
  }
  return chips;
}
