"use client";

import { Button, Modal, Select, TextInput } from "@mantine/core";
import { IconArrowsDiagonal, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { type PartKind, partKinds, parts } from "@/server/workflows/parts/policy";
import type { FieldProps } from "./settings-context";
import classes from "./settings-form.module.css";
import { namesOf, problemKey } from "./settings-values";

const NEW = "\u0000new";
export const isPartKind = (kind: string): kind is PartKind => (partKinds as readonly string[]).includes(kind);

/** Something of the workflow that a setting names: chosen, made new, or opened where it is edited. */
export function SettingsPart({
  path,
  value,
  title = "",
  isRequired,
  schema,
  context,
  kind,
}: FieldProps & { kind: PartKind }) {
  const [naming, setNaming] = useState<string>();
  const { parts: desk } = context;
  const { one } = parts[kind];
  const names = [
    ...Object.entries(schema["x-also"] ?? {}).map(([value, label]) => ({ value, label })),
    ...namesOf(context.source, kind),
  ];
  const text = typeof value === "string" ? value : "";
  const isUnknown = text !== "" && !names.some((name) => name.value === text);
  const data = [
    ...(isUnknown ? [{ value: text, label: `${text} (is not there)` }] : []),
    ...names,
    ...(desk ? [{ value: NEW, label: `New ${one} …` }] : []),
  ];
  const add = () => {
    const wished = naming?.trim() ?? "";
    if (wished === "") return;
    desk?.add(kind, wished, path);
    setNaming(undefined);
  };
  return (
    <div className={classes.name}>
      <Select
        label={title}
        description={schema.description}
        withAsterisk={isRequired}
        error={
          context.problems.get(problemKey(path)) ?? (isUnknown ? `There is no ${one} “${text}”.` : undefined)
        }
        data={data}
        value={text || null}
        placeholder={`Choose ${/^[aeiou]/.test(one) ? "an" : "a"} ${one}`}
        searchable
        clearable={!isRequired && text !== ""}
        onChange={(next) => {
          if (next === NEW) setNaming("");
          else context.change(path, next ?? undefined);
        }}
      />
      {desk && text !== "" && !isUnknown && (
        <IconButton
          label={`Open the ${one}`}
          icon={IconArrowsDiagonal}
          variant="subtle"
          color="gray"
          onClick={() => desk.open(kind, text)}
        />
      )}
      <Modal
        opened={naming !== undefined}
        onClose={() => setNaming(undefined)}
        title={`New ${one}`}
        size={380}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <TextInput
            label="Name"
            data-autofocus
            maxLength={80}
            value={naming ?? ""}
            onChange={(event) => setNaming(event.currentTarget.value)}
          />
          <Button
            type="submit"
            mt="md"
            disabled={(naming ?? "").trim() === ""}
            leftSection={<IconPlus size={14} aria-hidden />}
          >
            Add it
          </Button>
        </form>
      </Modal>
    </div>
  );
}
