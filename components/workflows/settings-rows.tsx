"use client";

import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { SettingsSchema } from "@/server/engine/settings-schema";
import type { FieldProps } from "./settings-context";
import { AddButton } from "./settings-frame";
import { type RowActs, SettingsRow } from "./settings-row";
import css from "./settings-rows.module.css";
import { copyIn, summaryOf } from "./settings-summary";
import { problemKey, type SettingProblems } from "./settings-values";

interface SettingsRowsProps extends FieldProps {
  items: SettingsSchema;
  list: readonly unknown[];
  /** What one element is called. */
  name: string;
  isFull: boolean;
  onAdd: () => void;
}

const NO_WORDS = { titles: {} };

/** The elements of a list, each a sentence; one at a time is open. Moved by its handle, dragged or by the arrow keys. */
export function SettingsRows({ items, list, name, isFull, onAdd, path, context }: SettingsRowsProps) {
  const wanted = wantedRow(context.wanted, path);
  const [open, setOpen] = useState<number | undefined>(wanted);
  const [removed, setRemoved] = useState<{ at: number; value: unknown; text: string }>();
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  // A row that was moved by keyboard keeps the keyboard.
  const [held, setHeld] = useState<number>();
  const rows = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (wanted !== undefined) setOpen(wanted);
  }, [wanted]);
  useEffect(() => {
    if (held === undefined) return;
    rows.current?.querySelector<HTMLElement>(`:scope > li:nth-child(${held + 1}) [data-handle]`)?.focus();
    setHeld(undefined);
  }, [held]);
  const change = (next: readonly unknown[]) => context.change(path, next);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= list.length || from === to) return false;
    const next = [...list];
    next.splice(to, 0, ...next.splice(from, 1));
    change(next);
    // What is open stays open, wherever it stands now.
    setOpen((now) => (now === undefined ? now : placeAfter(now, from, to)));
    return true;
  };
  const now: RowActs = {
    open: (i) => setOpen(open === i ? undefined : i),
    move: (i, by) => {
      if (move(i, i + by)) setHeld(i + by);
    },
    drag: (i) => {
      setDragged(i);
      if (i === undefined) setOver(undefined);
    },
    over: setOver,
    drop: (i) => {
      if (dragged !== undefined) move(dragged, i);
      setDragged(undefined);
      setOver(undefined);
    },
    copy: (i) => {
      change([...list.slice(0, i + 1), copyIn(list, i), ...list.slice(i + 1)]);
      setOpen(i + 1);
    },
    disable: (i) =>
      context.change([...path, i, "enabled"], (list[i] as { enabled?: boolean } | null)?.enabled === false),
    remove: (i) => {
      const { code, title } = summaryOf(list[i], NO_WORDS);
      setRemoved({ at: i, value: list[i], text: title ?? code ?? `${name} ${i + 1}` });
      setOpen(undefined);
      change(list.filter((_, at) => at !== i));
    },
  };
  const acts = useSameActs(now);
  const faulty = faultyRows(context.problems, problemKey(path));
  return (
    <>
      {list.length === 0 && <p className={css.none}>There is none yet.</p>}
      <ol className={css.rows} ref={rows}>
        {list.map((element, i) => (
          <SettingsRow
            // biome-ignore lint/suspicious/noArrayIndexKey: an element has no name but its place
            key={i}
            {...{ i, element, acts }}
            name={`${name} ${i + 1}`}
            settingKey={problemKey([...path, i])}
            words={context.words()}
            isOpen={open === i}
            isFaulty={faulty.has(i)}
            mayCopy={!isFull}
            mayDisable={items.properties?.["enabled"] !== undefined}
            isOver={over === i && dragged !== undefined && dragged !== i}
          >
            {open === i && (
              <context.Field
                schema={items}
                path={[...path, i]}
                value={element}
                title={`${name} ${i + 1}`}
                isRequired
                context={context}
              />
            )}
          </SettingsRow>
        ))}
      </ol>
      {removed && (
        <p className={css.removed} role="status">
          “{removed.text}” is removed.
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconArrowBackUp size={13} aria-hidden />}
            onClick={() => {
              change([...list.slice(0, removed.at), removed.value, ...list.slice(removed.at)]);
              setRemoved(undefined);
            }}
          >
            Put it back
          </Button>
        </p>
      )}
      <AddButton
        name={name}
        isDisabled={isFull}
        onClick={() => {
          onAdd();
          setOpen(list.length);
        }}
      />
    </>
  );
}

/** Functions that stay the same from drawing to drawing and do what those of the last drawing do. */
function useSameActs(now: RowActs): RowActs {
  const latest = useRef(now);
  useEffect(() => {
    latest.current = now;
  });
  return useMemo(
    () => ({
      open: (i) => latest.current.open(i),
      move: (i, by) => latest.current.move(i, by),
      drag: (i) => latest.current.drag(i),
      over: (i) => latest.current.over(i),
      drop: (i) => latest.current.drop(i),
      copy: (i) => latest.current.copy(i),
      disable: (i) => latest.current.disable(i),
      remove: (i) => latest.current.remove(i),
    }),
    [],
  );
}

/** The rows that anything is wrong in. */
function faultyRows(problems: SettingProblems, at: string): ReadonlySet<number> {
  const start = at === "" ? "" : `${at}.`;
  return new Set(
    [...problems.keys()].flatMap((key) =>
      key.startsWith(start) ? [Number(key.slice(start.length).split(".")[0])] : [],
    ),
  );
}

/** The row that the wanted setting lies in. */
function wantedRow(wanted: FieldProps["path"] | undefined, path: FieldProps["path"]): number | undefined {
  if (!wanted || wanted.length <= path.length || path.some((step, i) => String(step) !== String(wanted[i])))
    return undefined;
  const row = Number(wanted[path.length]);
  return Number.isInteger(row) ? row : undefined;
}

/** Where an element stands after another was moved. */
function placeAfter(at: number, from: number, to: number): number {
  if (at === from) return to;
  if (from < at && to >= at) return at - 1;
  return from > at && to <= at ? at + 1 : at;
}
