import { MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { MOST_RECORDS } from "@/server/backtests/schema";
import css from "./backtests.module.css";

export interface FilterValues {
  from: string;
  to: string;
  versions: string[];
  outcomes: string[];
  mode: "all" | "live" | "challenger";
  sample: number | "";
}

export const anyDecision: FilterValues = {
  ...{ from: "", to: "", versions: [], outcomes: [], mode: "all", sample: "" },
};

/** What was filled in as the server reads it. */
export const filterOf = ({ from, to, versions, outcomes, mode, sample }: FilterValues) => ({
  ...(from && { from }),
  ...(to && { to }),
  versions: versions.map(Number),
  outcomes,
  modes: mode === "all" ? [] : [mode],
  ...(sample !== "" && { sample }),
});

/** Which decisions are replayed. */
export function FilterFields({
  values,
  onChange,
  versions,
  outcomes,
}: {
  values: FilterValues;
  onChange: (change: Partial<FilterValues>) => void;
  versions: readonly number[];
  outcomes: readonly { key: string; title: string }[];
}) {
  const isBackwards = values.from !== "" && values.to !== "" && values.to < values.from;
  return (
    <div className={css.fields}>
      <TextInput
        type="date"
        label="Decided from"
        description="Empty: from the first one on"
        value={values.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="Decided until"
        description="Empty: until now"
        value={values.to}
        error={isBackwards && "The last day lies before the first."}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      <MultiSelect
        label="Decided by version"
        placeholder={values.versions.length === 0 ? "Any version" : ""}
        data={versions.map((one) => ({ value: String(one), label: `Version ${one}` }))}
        value={values.versions}
        onChange={(next) => onChange({ versions: next })}
      />
      <MultiSelect
        label="With the outcome"
        placeholder={values.outcomes.length === 0 ? "Any outcome" : ""}
        data={outcomes.map(({ key, title }) => ({ value: key, label: title }))}
        value={values.outcomes}
        onChange={(next) => onChange({ outcomes: next })}
      />
      <Select
        label="Decided as"
        allowDeselect={false}
        data={[
          { value: "all", label: "Live or challenger" },
          { value: "live", label: "Live only" },
          { value: "challenger", label: "Challenger only" },
        ]}
        value={values.mode}
        onChange={(mode) => mode && onChange({ mode: mode as FilterValues["mode"] })}
      />
      <NumberInput
        label="At most"
        description="Spread evenly, and the same each time. Empty: all of them"
        min={1}
        max={MOST_RECORDS}
        allowDecimal={false}
        thousandSeparator=","
        value={values.sample}
        onChange={(sample) => onChange({ sample: typeof sample === "number" ? sample : "" })}
      />
    </div>
  );
}
