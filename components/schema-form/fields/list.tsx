"use client";

import { Button, VisuallyHidden } from "@mantine/core";
import { type FieldProps, toFieldPathId, type UiSchema } from "@rjsf/utils";
import { IconAlertTriangle, IconCheck, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { focusSoon, useFocusWish } from "../focus";
import css from "../list.module.css";
import { looksOf } from "../looks";
import { useProblems } from "../shown";
import { itemName, itemSchemaOf } from "../summary";
import { useFormText } from "../text";

/** Things to tell one by one. A told one folds into a card; one stands open at a time, in its place. */
export function ListField(props: FieldProps) {
  const { fieldPathId, formData, onChange, onBlur, onFocus, schema, uiSchema, errorSchema, registry } = props;
  const { text } = useFormText();
  const { under } = useProblems();
  const wish = useFocusWish();
  const id = fieldPathId.$id;
  const path = fieldPathId.path.join(".");
  const items: unknown[] = Array.isArray(formData) ? formData : [];
  const keys = useKeys(items.length);
  const [open, setOpen] = useState<number | null>(null);
  const [removed, setRemoved] = useState<{ index: number; item: unknown; name: string } | null>(null);
  const { SchemaField } = registry.fields;

  const noun = (at: number) => String(itemSchemaOf(schema, at).title ?? schema.title ?? "");
  const nameOf = (at: number) =>
    itemName(schema, items[at]) ?? text("list.item", { item: noun(at), number: at + 1 });
  const change = (next: unknown[]) =>
    onChange(next.length ? next : undefined, fieldPathId.path, undefined, id);
  const firstIn = (at: number) => `${id}:${at}__name`;

  useEffect(() => {
    const rest = wish?.path.startsWith(`${path}.`) ? wish.path.slice(path.length + 1) : undefined;
    if (rest !== undefined) setOpen(Number(rest.split(".")[0]));
  }, [wish, path]);

  const add = () => {
    change([...items, {}]);
    setRemoved(null);
    setOpen(items.length);
    focusSoon(firstIn(items.length));
  };
  const remove = (index: number) => {
    setRemoved({ index, item: items[index], name: nameOf(index) });
    keys.drop(index);
    change(items.filter((_, at) => at !== index));
    setOpen(null);
    focusSoon(`${id}__undo`);
  };
  const undo = () => {
    if (!removed) return;
    keys.insert(removed.index);
    change(items.toSpliced(removed.index, 0, removed.item));
    setRemoved(null);
    focusSoon(`${id}:${removed.index}__edit`);
  };
  const isFull = schema.maxItems !== undefined && items.length >= schema.maxItems;

  return (
    <div>
      {items.length > 0 && (
        <ol className={css.list}>
          {items.map((item, at) => {
            const itemPath = toFieldPathId(at, registry.globalFormOptions, fieldPathId);
            const itemSchema = itemSchemaOf(schema, at);
            const problems = under(`${path}.${at}`);
            return (
              <li key={keys.of(at)} className={css.item} data-open={open === at || undefined}>
                {open === at ? (
                  <fieldset className={css.edit} aria-labelledby={firstIn(at)}>
                    <h2 id={firstIn(at)} tabIndex={-1} className={css.itemTitle}>
                      {text("list.itemOf", { item: noun(at), number: at + 1, total: items.length })}
                    </h2>
                    {SchemaField && (
                      <SchemaField
                        name={String(at)}
                        schema={{ ...itemSchema, title: "", description: "" }}
                        uiSchema={{
                          ...looksOf(itemSchema, uiSchema?.["items"] as UiSchema | undefined),
                          "ui:label": false,
                        }}
                        formData={item}
                        errorSchema={(errorSchema as Record<string, object> | undefined)?.[at] ?? {}}
                        fieldPathId={itemPath}
                        registry={registry}
                        required
                        onChange={onChange}
                        onBlur={onBlur}
                        onFocus={onFocus}
                      />
                    )}
                    <div className={css.buttons}>
                      <Button
                        variant="default"
                        className={css.button!}
                        onClick={() => {
                          setOpen(null);
                          focusSoon(`${id}:${at}__edit`);
                        }}
                      >
                        {text("list.done")}
                      </Button>
                      <Button
                        variant="subtle"
                        color="red"
                        className={css.button!}
                        leftSection={<IconTrash size={18} aria-hidden />}
                        onClick={() => remove(at)}
                      >
                        {text("list.remove", { name: "" })}
                        <VisuallyHidden> {nameOf(at)}</VisuallyHidden>
                      </Button>
                    </div>
                  </fieldset>
                ) : (
                  <div className={css.card}>
                    <div className={css.who}>
                      <bdi className={css.name}>{nameOf(at)}</bdi>
                      <Standing count={problems} />
                    </div>
                    <Button
                      id={`${id}:${at}__edit`}
                      variant="subtle"
                      className={css.change!}
                      leftSection={<IconPencil size={18} aria-hidden />}
                      onClick={() => {
                        setOpen(at);
                        focusSoon(firstIn(at));
                      }}
                    >
                      {text("list.edit")}
                      <VisuallyHidden> {nameOf(at)}</VisuallyHidden>
                    </Button>
                  </div>
                )}
              </li>
            );
          })}
        </ol>
      )}
      <div role="status">
        {removed && (
          <p className={css.removed}>
            <span>{text("list.removed", { name: removed.name })}</span>
            <Button id={`${id}__undo`} variant="subtle" className={css.change!} onClick={undo}>
              {text("list.undo")}
            </Button>
          </p>
        )}
      </div>
      {isFull ? (
        <p className={css.full}>{text("list.full", { max: schema.maxItems ?? 0 })}</p>
      ) : (
        <Button
          id={id}
          variant="default"
          fullWidth
          className={css.button!}
          leftSection={<IconPlus size={20} aria-hidden />}
          onClick={add}
        >
          {text(items.length ? "list.addAnother" : "list.add", { item: noun(items.length) })}
        </Button>
      )}
    </div>
  );
}

function Standing({ count }: { count: number }) {
  const { text } = useFormText();
  return count === 0 ? (
    <span className={css.complete}>
      <IconCheck size={16} aria-hidden />
      {text("list.complete")}
    </span>
  ) : (
    <span className={css.missing}>
      <IconAlertTriangle size={16} aria-hidden />
      {text("list.missing", { count })}
    </span>
  );
}

/** One stable key per element, kept through removal and undo, so that half-typed text stays with its owner. */
function useKeys(length: number) {
  const state = useRef<{ keys: number[]; next: number }>({ keys: [], next: 0 });
  const { current } = state;
  while (current.keys.length < length) current.keys.push(current.next++);
  return {
    of: (index: number) => current.keys[index],
    drop: (index: number) => void current.keys.splice(index, 1),
    insert: (index: number) => void current.keys.splice(index, 0, current.next++),
  };
}
