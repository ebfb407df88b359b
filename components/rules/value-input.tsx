import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { readMinor, showMinor } from "@/components/schema-form/amounts";
import { countriesOf } from "@/components/schema-form/countries";
import type { Literal } from "@/server/rules/core/ast";
import css from "./condition.module.css";
import type { Subject } from "./tests";

interface ValueInputProps {
  label: string;
  value: Literal;
  subject: Subject;
  onChange: (value: Literal) => void;
}

const UNITS = ["minutes", "hours", "days", "months", "years"] as const;
const isMoney = (value: Literal): value is { amount: number; currency: string } =>
  typeof value === "object" && !Array.isArray(value) && "currency" in value;
const isDuration = (value: Literal): value is { amount: number; unit: (typeof UNITS)[number] } =>
  typeof value === "object" && !Array.isArray(value) && "unit" in value;

const optionsOf = (subject: Subject) =>
  subject?.choices
    ? Object.entries(subject.choices).map(([value, label]) => ({ value, label }))
    : subject?.isCountry
      ? countriesOf("en").map(({ code, name }) => ({ value: code, label: name }))
      : undefined;

/** A value as it is compared with: by the type of what is tested. */
export function ValueInput(props: ValueInputProps) {
  const { label, value, subject, onChange } = props;
  if (isDuration(value)) return <DurationInput label={label} value={value} onChange={onChange} />;
  if (isMoney(value)) return <MoneyInput label={label} value={value} onChange={onChange} />;
  if (Array.isArray(value)) return <ListInput {...props} value={value} />;
  const options = optionsOf(subject);
  if (options && typeof value === "string")
    return (
      <Select
        {...{ size: "xs", "aria-label": label, data: options, searchable: true, allowDeselect: false }}
        classNames={{ input: css.value ?? "" }}
        value={value || null}
        placeholder="Choose"
        error={value !== "" && !options.some((one) => one.value === value)}
        onChange={(next) => next !== null && onChange(next)}
      />
    );
  if (typeof value === "boolean")
    return (
      <Select
        {...{ size: "xs", "aria-label": label, allowDeselect: false }}
        classNames={{ input: css.value ?? "" }}
        data={[
          { value: "true", label: "yes" },
          { value: "false", label: "no" },
        ]}
        value={String(value)}
        onChange={(next) => onChange(next === "true")}
      />
    );
  if (subject?.type === "number" || typeof value === "number")
    return (
      <NumberInput
        {...{ size: "xs", "aria-label": label, thousandSeparator: ",", hideControls: true }}
        classNames={{ input: css.value ?? "" }}
        value={typeof value === "number" ? value : ""}
        onChange={(next) => typeof next === "number" && onChange(next)}
      />
    );
  if (subject?.type === "date_time" && (value === "" || MINUTE.test(value)))
    return (
      <span className={css.pair}>
        <TextInput
          {...{ size: "xs", "aria-label": `${label}, in UTC`, type: "datetime-local" }}
          classNames={{ input: css.value ?? "" }}
          value={value.slice(0, 16)}
          onChange={(event) => {
            const next = event.currentTarget.value.slice(0, 16);
            onChange(next === "" ? "" : `${next}:00Z`);
          }}
        />
        <span className={css.word}>UTC</span>
      </span>
    );
  return (
    <TextInput
      {...{ size: "xs", "aria-label": label, autoComplete: "off", spellCheck: false }}
      classNames={{ input: css.value ?? "" }}
      type={subject?.type === "date" ? "date" : "text"}
      placeholder={subject?.type === "date_time" ? "2026-01-31T12:00:00Z" : "Value"}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** A time to the minute, as a calendar can show it. */
const MINUTE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/;

function ListInput({ label, value, subject, onChange }: ValueInputProps & { value: (string | number)[] }) {
  const options = optionsOf(subject);
  const texts = value.map(String);
  const shared = {
    ...{ size: "xs", "aria-label": label, value: texts },
    classNames: { input: css.value ?? "", pill: css.chip ?? "" },
  } as const;
  if (options)
    return (
      <MultiSelect
        {...shared}
        data={[
          ...options,
          ...texts.flatMap((one) =>
            options.some(({ value }) => value === one) ? [] : [{ value: one, label: one }],
          ),
        ]}
        searchable
        placeholder={texts.length === 0 ? "Choose" : undefined}
        onChange={(next) => onChange(next)}
      />
    );
  const isNumber = subject?.type === "number" || subject?.of === "number";
  return (
    <TagsInput
      {...shared}
      splitChars={[",", ";", "\n", "\t"]}
      placeholder={texts.length === 0 ? "Value, then Enter" : undefined}
      onChange={(next) => onChange(isNumber ? next.map(Number).filter((one) => Number.isFinite(one)) : next)}
    />
  );
}

const currencies = Intl.supportedValuesOf("currency");

function MoneyInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: { amount: number; currency: string };
  onChange: (value: Literal) => void;
}) {
  const [typed, setTyped] = useState<string>();
  const amount = typed === undefined ? value.amount : readMinor(typed, value.currency, "en");
  return (
    <span className={css.pair}>
      <TextInput
        size="xs"
        classNames={{ input: css.value ?? "" }}
        aria-label={label}
        inputMode="decimal"
        autoComplete="off"
        value={typed ?? showMinor(value.amount, value.currency, "en")}
        error={amount === undefined ? "This is no amount." : undefined}
        onBlur={() => amount !== undefined && setTyped(undefined)}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          const next = readMinor(text, value.currency, "en");
          if (next !== undefined) onChange({ ...value, amount: next });
        }}
      />
      <Select
        size="xs"
        classNames={{ input: css.value ?? "" }}
        aria-label={`${label}: currency`}
        searchable
        allowDeselect={false}
        data={currencies.includes(value.currency) ? currencies : [value.currency, ...currencies]}
        value={value.currency}
        comboboxProps={{ width: 110 }}
        onChange={(currency) => currency && onChange({ ...value, currency })}
      />
    </span>
  );
}

function DurationInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: { amount: number; unit: (typeof UNITS)[number] };
  onChange: (value: Literal) => void;
}) {
  return (
    <span className={css.pair}>
      <NumberInput
        size="xs"
        classNames={{ input: css.value ?? "" }}
        w={64}
        aria-label={label}
        min={0}
        max={100_000}
        allowDecimal={false}
        hideControls
        value={value.amount}
        onChange={(amount) => typeof amount === "number" && onChange({ ...value, amount })}
      />
      <Select
        size="xs"
        classNames={{ input: css.value ?? "" }}
        aria-label={`${label}: unit`}
        allowDeselect={false}
        data={[...UNITS]}
        value={value.unit}
        onChange={(unit) => unit && onChange({ ...value, unit: unit as (typeof UNITS)[number] })}
      />
    </span>
  );
}
