"use client";

import { MultiSelect, NumberInput, Select, Switch } from "@mantine/core";
import { choicesOf, isFixed, resolved, type SettingsSchema } from "@/server/engine/settings-schema";
import { humanise, large } from "@/server/rules/core/words";
import { FieldPicker } from "./field-picker";
import { SettingsChoice } from "./settings-choice";
import type { FieldProps } from "./settings-context";
import classes from "./settings-form.module.css";
import { SettingsGroup } from "./settings-group";
import { SettingsJson } from "./settings-json";
import { SettingsList } from "./settings-list";
import { SettingsName } from "./settings-name";
import { isPartKind, SettingsPart } from "./settings-part";
import { SettingsRecord } from "./settings-record";
import { SettingsRule } from "./settings-rule";
import { SettingsText } from "./settings-text";
import { problemKey } from "./settings-values";

/** `GET` is a word of its own, `most_severe` one of ours. */
const words = (key: unknown) => (/^[A-Z]+$/.test(String(key)) ? String(key) : large(humanise(String(key))));

/** Any setting, by its schema; under its path, so that a complaint can lead to it. */
export function SettingsField(props: FieldProps) {
  const schema = resolved(props.schema, props.context.root);
  if (isFixed(schema)) return null;
  const title = props.title ?? schema.title ?? words(props.path.at(-1) ?? "Settings");
  const field = fieldOf({ ...props, schema, title });
  if (props.path.length === 0) return field;
  const isWide = schema.type === "array" || schema.type === "object" || schema["x-editor"] !== undefined;
  return (
    <div className={classes.field} data-setting={problemKey(props.path)} data-wide={isWide || undefined}>
      {field}
    </div>
  );
}

/* Each editor is told the schema with its references followed, and its title. */
function fieldOf(props: FieldProps & { title: string }) {
  const { schema, context } = props;
  const choices = choicesOf(schema);
  switch (schema["x-editor"]) {
    case undefined:
      break;
    case "sql":
      return <SettingsText {...props} />;
    default:
      return <SettingsRule {...props} />;
  }
  if (choices) return <SettingsChoice {...props} choices={choices} />;
  if (schema.type === "object" && schema.properties) return <SettingsGroup {...props} />;
  if (schema.type === "object") return <SettingsRecord {...props} />;
  if (schema.type === "array" && !enumOf(schema, context.root)) return <SettingsList {...props} />;
  if (schema.type === "string" && !schema.enum) return <TextField {...props} />;
  return <PlainField {...props} />;
}

function TextField(props: FieldProps & { title: string }) {
  const { schema, path, value, title, isRequired, context } = props;
  const named = schema["x-names"];
  if (named !== undefined && isPartKind(named)) return <SettingsPart {...props} kind={named} />;
  if (named !== undefined) return <SettingsName {...props} />;
  if (schema["x-path"] !== "read" || !context.place) return <SettingsText {...props} />;
  return (
    <FieldPicker
      label={title}
      description={schema.description}
      withAsterisk={isRequired}
      error={context.problems.get(problemKey(path))}
      value={typeof value === "string" ? value : ""}
      onChange={(next) => context.change(path, next === "" ? undefined : next)}
      place={context.place}
      schema={schema}
    />
  );
}

/** A number, a switch, or one or more of a few words. */
function PlainField(props: FieldProps & { title: string }) {
  const { schema, path, value, title, context, isRequired } = props;
  const shared = {
    label: title,
    description: schema.description,
    error: context.problems.get(problemKey(path)),
    withAsterisk: isRequired,
  };
  const set = (next: unknown) => context.change(path, next === "" || next === null ? undefined : next);
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
        placeholder={schema.default === undefined ? undefined : `${String(schema.default)} unless set`}
        allowDecimal={schema.type === "number"}
        thousandSeparator=","
        onChange={set}
      />
    );
  return <SettingsJson {...props} />;
}

const enumOf = (schema: SettingsSchema, root: SettingsSchema): unknown[] | undefined =>
  schema.items && resolved(schema.items, root).enum;
