"use client";

import { Autocomplete, MultiSelect, NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { choicesOf, isFixed, resolved, type SettingsSchema } from "@/server/engine/settings-schema";
import { humanise } from "@/server/rules/core/words";
import { SettingsChoice } from "./settings-choice";
import type { FieldProps } from "./settings-context";
import { SettingsGroup } from "./settings-group";
import { SettingsJson } from "./settings-json";
import { SettingsList, SettingsRecord } from "./settings-list";
import { isPartKind, SettingsName } from "./settings-name";
import { SettingsRule } from "./settings-rule";
import { namesOf, problemKey } from "./settings-values";

/** Texts longer than this are written in more than one line. */
const LONG = 400;
const words = (key: unknown) => {
  const text = humanise(String(key));
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** Any setting, by its schema. */
export function SettingsField(props: FieldProps) {
  const { path, value, context, isRequired } = props;
  const schema = resolved(props.schema, context.root);
  if (isFixed(schema)) return null;
  const label = props.title ?? schema.title ?? words(path.at(-1) ?? "Settings");
  const choices = choicesOf(schema);
  const given = { ...props, schema, title: label };
  if (schema["x-editor"]) return <SettingsRule {...given} />;
  const named = schema["x-names"];
  if (named !== undefined && isPartKind(named)) return <SettingsName {...given} kind={named} />;
  if (choices) return <SettingsChoice {...given} choices={choices} />;
  if (schema.type === "object" && schema.properties) return <SettingsGroup {...given} />;
  if (schema.type === "object") return <SettingsRecord {...given} />;
  if (schema.type === "array" && !enumOf(schema, context.root)) return <SettingsList {...given} />;

  const shared = {
    label,
    description: schema.description,
    error: context.problems.get(problemKey(path)),
    withAsterisk: isRequired,
  };
  const set = (next: unknown) => context.change(path, next === "" || next === null ? undefined : next);
  const otherwise =
    schema.default === undefined || schema.default === ""
      ? undefined
      : `${String(schema.default)} unless set`;
  const options = enumOf(schema, context.root);
  if (schema.type === "array" && options)
    return (
      <MultiSelect
        {...shared}
        data={options.map((key) => ({ value: String(key), label: words(key) }))}
        value={Array.isArray(value) ? value.map(String) : []}
        onChange={(next) => context.change(path, next.length > 0 ? next : undefined)}
      />
    );
  if (schema.enum)
    return (
      <Select
        {...shared}
        data={schema.enum.map((key) => ({ value: String(key), label: words(key) }))}
        value={value === undefined ? null : String(value)}
        placeholder={schema.default === undefined ? undefined : `${words(schema.default)} unless set`}
        clearable={!isRequired && value !== undefined}
        onChange={set}
      />
    );
  if (schema.type === "boolean")
    return (
      <Switch
        label={shared.label}
        description={shared.description}
        error={shared.error}
        checked={value === undefined ? schema.default === true : value === true}
        onChange={(event) => context.change(path, event.currentTarget.checked)}
      />
    );
  if (schema.type === "number" || schema.type === "integer")
    return (
      <NumberInput
        {...shared}
        value={typeof value === "number" ? value : ""}
        placeholder={otherwise}
        allowDecimal={schema.type === "number"}
        thousandSeparator=","
        onChange={set}
      />
    );
  if (schema.type !== "string") return <SettingsJson {...given} />;
  const text = typeof value === "string" ? value : "";
  const input = { ...shared, value: text, placeholder: otherwise, autoComplete: "off", spellCheck: false };
  const names = named ? namesOf(context.source, named) : [];
  if (names.length > 0)
    return <Autocomplete {...input} data={names.map((one) => one.value)} onChange={set} />;
  if ((schema.maxLength ?? 0) > LONG)
    return (
      <Textarea {...input} autosize minRows={2} maxRows={12} onChange={(e) => set(e.currentTarget.value)} />
    );
  return <TextInput {...input} onChange={(event) => set(event.currentTarget.value)} />;
}

const enumOf = (schema: SettingsSchema, root: SettingsSchema): unknown[] | undefined =>
  schema.items && resolved(schema.items, root).enum;
