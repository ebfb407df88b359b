"use client";

import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { resolved } from "@/server/engine/settings-schema";
import type { FieldProps } from "./settings-context";
import classes from "./settings-form.module.css";
import { problemKey, startValue } from "./settings-values";

const singular = (title: string) => title.replace(/ies$/, "y").replace(/([^s])s$/, "$1");

/** A list of settings: each with its number, one after the other, moved and removed by buttons. */
export function SettingsList({ schema, path, value, title = "", context }: FieldProps) {
  const items = schema.items ? resolved(schema.items, context.root) : {};
  const list = Array.isArray(value) ? value : [];
  const one = items.title ?? singular(title);
  const isFull = schema.maxItems !== undefined && list.length >= schema.maxItems;
  return (
    <Frame title={title} help={schema.description} problem={context.problems.get(problemKey(path))}>
      {list.map((element: unknown, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an element has no name but its place
        <div key={i} className={classes.item}>
          <div className={classes.grow}>
            <context.Field
              schema={items}
              path={[...path, i]}
              value={element}
              title={`${one} ${i + 1}`}
              isRequired
              context={context}
            />
          </div>
          {i > 0 && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Move ${one} ${i + 1} up`}
              onClick={() => context.change(path, swapped(list, i))}
            >
              <IconArrowUp size={16} aria-hidden />
            </ActionIcon>
          )}
          <Remove name={`${one} ${i + 1}`} onClick={() => context.change([...path, i], undefined)} />
        </div>
      ))}
      <Add
        name={one}
        isDisabled={isFull}
        onClick={() => context.change(path, [...list, startValue(items, context.root)])}
      />
    </Frame>
  );
}

function swapped(list: readonly unknown[], i: number): unknown[] {
  const next = [...list];
  [next[i - 1], next[i]] = [next[i], next[i - 1]];
  return next;
}

/** Settings by names of one's own: “What is sent”, “Outputs”. */
export function SettingsRecord({ schema, path, value, title = "", context }: FieldProps) {
  const [name, setName] = useState("");
  const entries = Object.entries(typeof value === "object" && value !== null ? value : {});
  const of = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
  const isTaken = entries.some(([key]) => key === name);
  const add = () => {
    if (name === "" || isTaken) return;
    context.change([...path, name], startValue(of, context.root));
    setName("");
  };
  return (
    <Frame title={title} help={schema.description} problem={context.problems.get(problemKey(path))}>
      {entries.map(([key, element]) => (
        <div key={key} className={classes.item}>
          <div className={classes.grow}>
            <context.Field
              schema={of}
              path={[...path, key]}
              value={element}
              title={key}
              isRequired
              context={context}
            />
          </div>
          <Remove name={key} onClick={() => context.change([...path, key], undefined)} />
        </div>
      ))}
      <div className={classes.item}>
        <TextInput
          className={classes.grow ?? ""}
          aria-label={`Name of another: ${title}`}
          placeholder="Name"
          value={name}
          error={isTaken ? "There is one of this name." : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
        <Add name="it" isDisabled={name === "" || isTaken} onClick={add} />
      </div>
    </Frame>
  );
}

function Frame(props: {
  title: string;
  help: string | undefined;
  problem: string | undefined;
  children: ReactNode;
}) {
  return (
    <fieldset className={classes.group}>
      <legend>{props.title}</legend>
      {props.help && <p className={classes.help}>{props.help}</p>}
      {props.children}
      {props.problem && <p className={classes.problem}>{props.problem}</p>}
    </fieldset>
  );
}

const Remove = ({ name, onClick }: { name: string; onClick: () => void }) => (
  <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${name}`} onClick={onClick}>
    <IconTrash size={16} aria-hidden />
  </ActionIcon>
);

const Add = ({ name, isDisabled, onClick }: { name: string; isDisabled: boolean; onClick: () => void }) => (
  <Button
    variant="default"
    size="xs"
    leftSection={<IconPlus size={14} aria-hidden />}
    disabled={isDisabled}
    onClick={onClick}
  >
    Add {name.toLowerCase()}
  </Button>
);
