"use client";

import { ActionIcon } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { choicesOf, resolved } from "@/server/engine/settings-schema";
import type { FieldProps } from "./settings-context";
import classes from "./settings-form.module.css";
import { AddButton, RemoveButton, SettingsFrame } from "./settings-frame";
import { SettingsRows } from "./settings-rows";
import { problemKey, startValue } from "./settings-values";

const singular = (title: string) =>
  title
    .replace(/ies$/, "y")
    .replace(/(ch|sh|x)es$/, "$1")
    .replace(/([^s])s$/, "$1");

/** A list of settings. What has several fields is a row that opens; a single value stands there to be written. */
export function SettingsList(props: FieldProps) {
  const { schema, path, value, title = "", context } = props;
  const items = schema.items ? resolved(schema.items, context.root) : {};
  const list = Array.isArray(value) ? value : [];
  const one = items.title ?? singular(title);
  const isFull = schema.maxItems !== undefined && list.length >= schema.maxItems;
  const hasFields = items.properties !== undefined && !choicesOf(items) && !items["x-editor"];
  const add = () => context.change(path, [...list, startValue(items, context.root)]);
  return (
    <SettingsFrame title={title} help={schema.description} problem={context.problems.get(problemKey(path))}>
      {hasFields ? (
        <SettingsRows {...props} items={items} list={list} name={one} isFull={isFull} onAdd={add} />
      ) : (
        <>
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
                  onClick={() => context.change(path, moved(list, i, i - 1))}
                >
                  <IconArrowUp size={16} aria-hidden />
                </ActionIcon>
              )}
              <RemoveButton
                name={`${one} ${i + 1}`}
                onClick={() => context.change([...path, i], undefined)}
              />
            </div>
          ))}
          <AddButton name={one} isDisabled={isFull} onClick={add} />
        </>
      )}
    </SettingsFrame>
  );
}

function moved(list: readonly unknown[], from: number, to: number): unknown[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
