import { Anchor, Button, Select } from "@mantine/core";
import type { RefObject } from "react";
import { FilterChip, Filters } from "@/components/table/filters";
import { SearchBox } from "@/components/table/search-box";
import { formatCount } from "@/components/ui/format/words";
import type { RunMode } from "@/db/enums/enums";
import css from "./runs.module.css";
import type { RunFilterValues } from "./search-params";

const ages = [
  { value: "within 24", label: "In the last 24 hours" },
  { value: "within 168", label: "In the last 7 days" },
  { value: "within 720", label: "In the last 30 days" },
  { value: "within 2160", label: "In the last 90 days" },
  { value: "before 1", label: "Older than an hour" },
  { value: "before 24", label: "Older than a day" },
  { value: "before 168", label: "Older than a week" },
  { value: "before 720", label: "Older than 30 days" },
];

/** The age as one choice; both at once only by an address. */
const ageOf = ({ olderThanHours, newerThanHours }: RunFilterValues) =>
  newerThanHours !== null
    ? `within ${newerThanHours}`
    : olderThanHours !== null
      ? `before ${olderThanHours}`
      : null;

const ageFilters = (chosen: string | null) => {
  const [when, hours] = chosen?.split(" ") ?? [];
  return {
    newerThanHours: when === "within" ? Number(hours) : null,
    olderThanHours: when === "before" ? Number(hours) : null,
  };
};

const modes: { value: RunMode; label: string }[] = [
  { value: "live", label: "Live" },
  { value: "challenger", label: "Challenger" },
  { value: "shadow", label: "Shadow, silent" },
];

/** A step belongs to one version of one workflow. */
const nowhere = { node: null, outlet: null, stands: null } as const;

interface RunFiltersProps {
  filters: RunFilterValues;
  workflows: readonly { key: string; title: string; liveVersion: number | null }[];
  /** Which step of the version they have to do with, in words. */
  step: string | undefined;
  searchRef: RefObject<HTMLInputElement | null>;
  onChange: (change: Partial<RunFilterValues>) => void;
  /** Set while filters narrow the list. */
  onClear: (() => void) | undefined;
}

/** Search, workflow with its version, age and mode, and how many of them narrow the list. */
export function RunFilters({ filters, workflows, step, searchRef, onChange, onClear }: RunFiltersProps) {
  const { workflow, version, olderThanHours, newerThanHours, mode, search } = filters;
  const age = ageOf(filters);
  const count = [workflow, version, olderThanHours, newerThanHours, filters.node, mode, search].filter(
    (one) => one !== null,
  ).length;
  const newest = workflows.find(({ key }) => key === workflow)?.liveVersion ?? version ?? 0;
  const versions = Array.from({ length: Math.max(newest, version ?? 0) }, (_, n) => String(n + 1)).reverse();
  const isKnownAge = ages.some(({ value }) => value === age);
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
        onChange={(chosen) => onChange({ workflow: chosen, version: null, ...nowhere })}
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
          onChange={(chosen) => onChange({ version: chosen === null ? null : Number(chosen), ...nowhere })}
          clearable
          clearButtonProps={{ "aria-label": "Show all versions" }}
          w={140}
        />
      )}
      <Select
        aria-label="Age"
        placeholder="Any age"
        data={ages}
        value={isKnownAge ? age : null}
        onChange={(chosen) => onChange(ageFilters(chosen))}
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
      {age !== null && !isKnownAge && (
        <FilterChip offLabel="Take away: the age" onOff={() => onChange(ageFilters(null))}>
          {newerThanHours === null
            ? `Older than ${olderThanHours} hours`
            : `In the last ${newerThanHours} hours`}
        </FilterChip>
      )}
      {step !== undefined && (
        <FilterChip offLabel="Take away: the step" onOff={() => onChange(nowhere)}>
          {step}
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
