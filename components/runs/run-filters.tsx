import { Anchor, Button, Select } from "@mantine/core";
import type { RefObject } from "react";
import { FilterChip, Filters } from "@/components/table/filters";
import { SearchBox } from "@/components/table/search-box";
import { formatCount } from "@/components/ui/format/words";
import type { RunMode } from "@/db/enums/enums";
import css from "./runs.module.css";
import type { RunFilterValues } from "./search-params";

const ages = [
  { value: "1", label: "Older than an hour" },
  { value: "24", label: "Older than a day" },
  { value: "168", label: "Older than a week" },
  { value: "720", label: "Older than 30 days" },
];

const modes: { value: RunMode; label: string }[] = [
  { value: "live", label: "Live" },
  { value: "challenger", label: "Challenger" },
  { value: "shadow", label: "Shadow, silent" },
];

interface RunFiltersProps {
  filters: RunFilterValues;
  workflows: readonly { key: string; title: string; liveVersion: number | null }[];
  searchRef: RefObject<HTMLInputElement | null>;
  onChange: (change: Partial<RunFilterValues>) => void;
  /** Set while filters narrow the list. */
  onClear: (() => void) | undefined;
}

/** Search, workflow with its version, age and mode, and how many of them narrow the list. */
export function RunFilters({ filters, workflows, searchRef, onChange, onClear }: RunFiltersProps) {
  const { workflow, version, olderThanHours, mode, search } = filters;
  const count = [workflow, version, olderThanHours, mode, search].filter((one) => one !== null).length;
  const newest = workflows.find(({ key }) => key === workflow)?.liveVersion ?? version ?? 0;
  const versions = Array.from({ length: Math.max(newest, version ?? 0) }, (_, n) => String(n + 1)).reverse();
  const isKnownAge = ages.some(({ value }) => value === String(olderThanHours));
  return (
    <Filters>
      <SearchBox
        label="Search runs"
        placeholder="Name, reference or run"
        value={search}
        inputRef={searchRef}
        onSearch={(text) => onChange({ search: text })}
      />
      <Select
        aria-label="Workflow"
        placeholder="All workflows"
        data={workflows.map(({ key, title }) => ({ value: key, label: title }))}
        value={workflow}
        onChange={(chosen) => onChange({ workflow: chosen, version: null })}
        clearable
        clearButtonProps={{ "aria-label": "Show all workflows" }}
        w={200}
      />
      {workflow && versions.length > 0 && (
        <Select
          aria-label="Version"
          placeholder="All versions"
          data={versions.map((number) => ({ value: number, label: `Version ${number}` }))}
          value={version === null ? null : String(version)}
          onChange={(chosen) => onChange({ version: chosen === null ? null : Number(chosen) })}
          clearable
          clearButtonProps={{ "aria-label": "Show all versions" }}
          w={140}
        />
      )}
      <Select
        aria-label="Age"
        placeholder="Any age"
        data={ages}
        value={isKnownAge ? String(olderThanHours) : null}
        onChange={(chosen) => onChange({ olderThanHours: chosen === null ? null : Number(chosen) })}
        clearable
        clearButtonProps={{ "aria-label": "Show any age" }}
        w={180}
      />
      <Select
        aria-label="Mode"
        placeholder="Live and challenger"
        data={modes}
        value={mode}
        onChange={(chosen) => onChange({ mode: chosen as RunMode | null })}
        clearable
        clearButtonProps={{ "aria-label": "Show live and challenger" }}
        w={190}
      />
      {olderThanHours !== null && !isKnownAge && (
        <FilterChip offLabel="Take away: the age" onOff={() => onChange({ olderThanHours: null })}>
          Older than {olderThanHours} hours
        </FilterChip>
      )}
      {onClear && count > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={onClear}>
          Clear {formatCount(count, "filter")}
        </Button>
      )}
      {mode === null && (
        <span className={css.left}>
          Silent shadow runs are left out.{" "}
          <Anchor component="button" type="button" inherit onClick={() => onChange({ mode: "shadow" })}>
            Show them
          </Anchor>
        </span>
      )}
    </Filters>
  );
}
