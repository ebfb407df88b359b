"use client";

import { Autocomplete, Button, Select, TextInput } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import type { FieldProps } from "./settings-context";
import type { ConnectionChoices } from "./settings-place";
import { namesOf, problemAt } from "./settings-values";

const words: { readonly [kind: string]: string } = {
  ...{ ruleSet: "set of rules", table: "table", scorecard: "scorecard", formula: "formula", form: "form" },
  ...{ node: "step", outcome: "outcome", reasonCode: "reason" },
};

/** Something of the workflow, or of the workspace, that is chosen by its name. */
export function SettingsName({ schema, path, value, title, isRequired, context }: FieldProps) {
  const kind = schema["x-names"] ?? "";
  const text = typeof value === "string" ? value : "";
  const set = (next: string | null) => context.change(path, next === "" || next === null ? undefined : next);
  const shared = {
    label: title,
    description: schema.description,
    withAsterisk: isRequired,
    error: problemAt(context.problems, path),
  };
  const connections = kind === "connection" ? context.place?.connections : undefined;
  if (connections)
    return (
      <Connection {...shared} value={text} onChange={set} choices={connections} isRequired={isRequired} />
    );
  const names = namesOf(context.source, kind, schema["x-types"]);
  const written = { ...shared, value: text, autoComplete: "off", spellCheck: false };
  // What the workflow does not hold itself may be the workspace's, or another workflow's.
  const word = words[kind];
  if (word === undefined)
    return names.length > 0 ? (
      <Autocomplete {...written} data={names.map((one) => one.value)} onChange={(next) => set(next)} />
    ) : (
      <TextInput {...written} onChange={(event) => set(event.currentTarget.value)} />
    );
  for (const [value, label] of Object.entries(schema["x-also"] ?? {}))
    if (!names.some((one) => one.value === value)) names.unshift({ value, label });
  const isThere = text === "" || names.some((one) => one.value === text);
  return (
    <Select
      {...shared}
      data={[...names, ...(isThere ? [] : [{ value: text, label: text }])]}
      value={text === "" ? null : text}
      error={isThere ? shared.error : `This workflow has no ${word} “${text}”. Choose another.`}
      placeholder={names.length > 0 ? `Choose a ${word}` : `There is no ${word} yet`}
      searchable
      clearable={!isRequired}
      allowDeselect={false}
      onChange={set}
    />
  );
}

const NEW = "new connection";

function Connection({
  choices: { connections, others, create },
  value,
  onChange,
  isRequired,
  error,
  ...shared
}: {
  label: string | undefined;
  description: string | undefined;
  withAsterisk: boolean;
  error: string | undefined;
  value: string;
  onChange: (key: string | null) => void;
  choices: ConnectionChoices;
  isRequired: boolean;
}) {
  const chosen = connections?.find(({ key }) => key === value);
  const use = others.get(value);
  const isGone = connections !== undefined && value !== "" && !chosen;
  const fault = isGone
    ? use === undefined
      ? `This workspace has no connection “${value}”${create ? "" : ": ask somebody who may connect systems"}.`
      : `“${value}” is a connection for ${use}; this step needs another.`
    : chosen?.isOff
      ? `“${chosen.title}” is switched off: nothing is asked until it is switched on.`
      : undefined;
  return (
    <div>
      <Select
        {...shared}
        data={[
          ...(connections ?? []).map(({ key, title }) => ({
            value: key,
            // Its key is said only where two of them are called the same.
            label: connections?.some((other) => other.key !== key && other.title === title)
              ? `${title} (${key})`
              : title,
          })),
          ...(value !== "" && !chosen ? [{ value, label: value }] : []),
          ...(create ? [{ value: NEW, label: "New connection …" }] : []),
        ]}
        value={value === "" ? null : value}
        error={fault ?? error}
        placeholder={
          connections === undefined
            ? "Looking what is connected …"
            : connections.length === 0
              ? "Nothing that fits is connected yet"
              : "Choose a connection"
        }
        searchable
        clearable={!isRequired}
        allowDeselect={false}
        onChange={(next) => (next === NEW ? create?.((key) => onChange(key)) : onChange(next))}
      />
      {create && (isGone || (connections?.length === 0 && value === "")) && (
        <Button
          mt={6}
          size="compact-sm"
          variant="default"
          leftSection={<IconPlugConnected size={14} aria-hidden />}
          onClick={() => create((key) => onChange(key))}
        >
          New connection …
        </Button>
      )}
    </div>
  );
}
