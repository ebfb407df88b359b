import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { CanvasPlace } from "@/components/canvas/editing";
import { useKeys } from "@/components/ui/keys";
import { type OutletOf, outletsOf, renameNode, whyNotConnect } from "@/server/workflows/edits/policy";
import { mayMove } from "@/server/workflows/order/policy";
import {
  copySteps,
  duplicateSteps,
  freeOutlet,
  leadWay,
  leaveOutSteps,
  moveAlong,
  removeChosen,
} from "../builder-acts";
import type { Builder } from "../use-builder";
import type { ListRow } from "./list-rows";

/** What rows do. The same object as long as the list is on the page, so that rows need not be drawn anew for it. */
export interface ListActs {
  isReadOnly: boolean;
  /** Somebody is at this row now. */
  come(key: string): void;
  open(key: string): void;
  check(key: string, isRange: boolean): void;
  rename(key: string, title: string): void;
  goals(place: OutletOf): { value: string; label: string }[];
  lead(place: OutletOf, to: string | null): void;
  add(after: OutletOf): void;
  copy(keys: readonly string[]): void;
  duplicate(keys: readonly string[]): void;
  leaveOut(keys: readonly string[]): void;
  mayMove(key: string, by: -1 | 1): boolean;
  move(key: string, by: -1 | 1): void;
  remove(keys: readonly string[]): void;
}

/** Focus comes back to what opened a dialog or a menu just after it is closed; a row that is new is gone to after that. */
const AFTER_DIALOG_MS = 40;

/** Where somebody is in the list, which steps are chosen, and everything the keys and buttons do there. */
export function useStepList(
  builder: Builder,
  rows: readonly ListRow[],
  frame: RefObject<HTMLElement | null>,
  onAdd: (place: CanvasPlace) => void,
) {
  const [at, setAt] = useState<string>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string>(undefined);
  const keys = rows.map(({ key }) => key);
  const checked = new Set([...chosen].filter((key) => Object.hasOwn(builder.parts.document.nodes, key)));
  const current = at !== undefined && keys.includes(at) ? at : keys[0];
  const shown = builder.selection.filter((key) => keys.includes(key)).at(-1);

  const rowOf = (key: string) =>
    frame.current?.querySelector<HTMLElement>(`[data-step="${key}"]`) ?? undefined;
  const goTo = (key: string, withFocus = true) => {
    setAt(key);
    const row = rowOf(key);
    if (withFocus) row?.querySelector<HTMLElement>("[data-opens]")?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  };
  const step = (by: number) => {
    const here = current === undefined ? -1 : keys.indexOf(current);
    // The first key goes to where the list begins, not past it.
    const next = at === undefined ? 0 : Math.min(keys.length - 1, Math.max(0, here + by));
    const key = keys[next];
    if (key !== undefined) goTo(key);
  };
  const press = (what: string) => {
    if (current === undefined) return;
    const row = rowOf(current);
    (
      row?.querySelector<HTMLElement>(`${what}=loose]`) ?? row?.querySelector<HTMLElement>(`${what}]`)
    )?.click();
  };

  const make = (): ListActs => ({
    isReadOnly: builder.isReadOnly,
    come: setAt,
    open: (key) => {
      setAt(key);
      builder.select([key]);
    },
    check: (key, isRange) => {
      const next = new Set(checked);
      const from = last.current === undefined ? -1 : keys.indexOf(last.current);
      const to = keys.indexOf(key);
      if (isRange && from >= 0)
        for (const one of keys.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one);
      else if (!next.delete(key)) next.add(key);
      last.current = key;
      setChosen(next);
    },
    rename: (key, title) => {
      const had = builder.parts.document.nodes[key]?.title;
      if (title.trim() !== "" && title !== had)
        builder.edit(`Rename “${had}”`, (parts) => renameNode(parts, key, title));
    },
    goals: (place) =>
      rows.flatMap(({ key, number, title }) =>
        whyNotConnect(builder.parts, place, key) === undefined
          ? [{ value: key, label: `${number} ${title}` }]
          : [],
      ),
    lead: (place, to) => leadWay(builder, place, to),
    add: (after) => onAdd({ after }),
    copy: (keys) => void copySteps(builder, keys),
    duplicate: (keys) => duplicateSteps(builder, keys),
    leaveOut: (keys) => leaveOutSteps(builder, keys),
    mayMove: (key, by) => mayMove(builder.parts.document, key, by),
    move: (key, by) => {
      moveAlong(builder, key, by);
      setTimeout(() => latest.current.goTo(key), AFTER_DIALOG_MS);
    },
    remove: (gone) => {
      const here = keys.indexOf(current ?? "");
      const next = [...keys.slice(here), ...keys.slice(0, Math.max(0, here)).reverse()].find(
        (key) => !gone.includes(key),
      );
      removeChosen(builder, gone, []);
      setChosen(new Set());
      if (next !== undefined) setTimeout(() => latest.current.goTo(next), AFTER_DIALOG_MS);
    },
  });
  const latest = useRef({ acts: make(), goTo });
  latest.current = { acts: make(), goTo };
  const acts = useMemo((): ListActs => {
    const of = () => latest.current.acts;
    return {
      isReadOnly: builder.isReadOnly,
      come: (key) => of().come(key),
      open: (key) => of().open(key),
      check: (key, isRange) => of().check(key, isRange),
      rename: (key, title) => of().rename(key, title),
      goals: (place) => of().goals(place),
      lead: (place, to) => of().lead(place, to),
      add: (after) => of().add(after),
      copy: (keys) => of().copy(keys),
      duplicate: (keys) => of().duplicate(keys),
      leaveOut: (keys) => of().leaveOut(keys),
      mayMove: (key, by) => of().mayMove(key, by),
      move: (key, by) => of().move(key, by),
      remove: (keys) => of().remove(keys),
    };
  }, [builder.isReadOnly]);

  // What is added, pasted, found or jumped to from elsewhere is where the keys go on.
  useEffect(() => {
    if (shown === undefined) return;
    const timer = setTimeout(() => {
      const active = document.activeElement;
      // Whoever has been led to a setting beside the list stays there.
      const isFree = !active || active === document.body || frame.current?.contains(active);
      latest.current.goTo(shown, isFree);
    }, AFTER_DIALOG_MS);
    return () => clearTimeout(timer);
  }, [shown, frame]);

  const targets = () =>
    checked.size > 0 ? keys.filter((key) => checked.has(key)) : current ? [current] : [];
  const now = () => latest.current.acts;
  const addBehind = () => {
    const { document } = builder.parts;
    const outlet = current && (freeOutlet(document, current) ?? outletsOf(document, current)[0]);
    onAdd(current && outlet ? { after: { from: current, outlet: outlet.key } } : {});
  };
  const edits = [
    { keys: "a", label: "Add a step behind the row", run: addBehind },
    { keys: "w", label: "Choose where the row leads", run: () => press("[data-way") },
    { keys: "r", label: "Rename the row", run: () => press("[data-rename") },
    { keys: "alt+arrowup", label: "Move the row up", run: () => current && now().move(current, -1) },
    { keys: "alt+arrowdown", label: "Move the row down", run: () => current && now().move(current, 1) },
    { keys: "h", label: "Leave out, or take in again", run: () => now().leaveOut(targets()) },
    { keys: "mod+c", label: "Copy the chosen rows, or the row", run: () => now().copy(targets()) },
    { keys: "mod+d", label: "Duplicate the chosen rows, or the row", run: () => now().duplicate(targets()) },
    { keys: "delete", label: "Remove the chosen rows, or the row", run: () => now().remove(targets()) },
  ];
  useKeys("In the list of steps", [
    { keys: "j", label: "Next row (also arrow down)", run: () => step(1) },
    { keys: "k", label: "Previous row (also arrow up)", run: () => step(-1) },
    { keys: "enter", label: "Open the row's settings", run: () => current && now().open(current) },
    { keys: "x", label: "Choose the row", run: () => current && now().check(current, false) },
    ...(checked.size > 0 ? [{ keys: "escape", label: "Choose none", run: () => setChosen(new Set()) }] : []),
    ...(builder.isReadOnly ? [] : edits),
  ]);

  /** Arrows walk the rows from anywhere in them but a field, where they are the field's. */
  const onArrow = (event: React.KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.ctrlKey || event.shiftKey || event.defaultPrevented) return;
    const { target } = event;
    if (!(target instanceof HTMLElement) || target.matches("input:not([type=checkbox])")) return;
    const moves: { readonly [key: string]: () => void } = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Home: () => step(-keys.length),
      End: () => step(keys.length),
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    moves[event.key]?.();
  };
  return { acts, current, checked, shown, onArrow, targets, clear: () => setChosen(new Set()) };
}
