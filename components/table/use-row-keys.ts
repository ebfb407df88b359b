import { type RefCallback, useRef, useState } from "react";
import { type KeyBinding, useKeys } from "@/components/ui/keys";
import type { DataTableProps } from "./data-table";

/** `j` and `k` walk the rows, `enter` opens, `x` selects, `space` previews. The place is a row, not a position. */
export function useRowKeys<R>(props: DataTableProps<R> & { rows: readonly R[] }) {
  const { rows, rowKey, selection, href, onOpen, onPreview, rowActions = [], noun } = props;
  const [current, setCurrent] = useState<string>();
  const elements = useRef(new Map<string, HTMLTableRowElement>());
  const opens = href !== undefined || onOpen !== undefined;

  const at = rows.findIndex((row) => rowKey(row) === current);
  const currentRow = rows[at];
  const move = (step: number) => {
    const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
    const row = rows[next];
    if (!row) return;
    setCurrent(rowKey(row));
    const element = elements.current.get(rowKey(row));
    const target = element?.querySelector<HTMLElement>("[data-opens]") ?? element;
    target?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  };
  const toggle = (key: string) => {
    if (!selection) return;
    const keys = new Set(selection.keys);
    if (!keys.delete(key)) keys.add(key);
    selection.onChange(keys);
  };
  const open = () => {
    if (current) elements.current.get(current)?.querySelector<HTMLElement>("[data-opens]")?.click();
  };

  const bindings: KeyBinding[] =
    rows.length && (opens || selection || onPreview)
      ? [
          { keys: "j", label: "Next row", run: () => move(1) },
          { keys: "k", label: "Previous row", run: () => move(-1) },
          ...(opens ? [{ keys: "enter", label: "Open the row", run: open }] : []),
          ...(selection
            ? [{ keys: "x", label: "Select the row", run: () => currentRow && toggle(rowKey(currentRow)) }]
            : []),
          ...(onPreview
            ? [{ keys: "space", label: "Preview the row", run: () => currentRow && onPreview(currentRow) }]
            : []),
          ...rowActions.map(({ keys, label, run }) => ({
            keys,
            label,
            run: () => currentRow && run(currentRow),
          })),
        ]
      : [];
  useKeys(`In the list of ${noun}`, bindings);

  const refOf =
    (key: string): RefCallback<HTMLTableRowElement> =>
    (element) => {
      if (element) elements.current.set(key, element);
      return () => {
        elements.current.delete(key);
      };
    };
  const words: Record<string, string> = {
    enter: "open",
    x: "select",
    space: "preview",
    ...Object.fromEntries(rowActions.map(({ keys, hint }) => [keys, hint])),
  };
  const hints = [
    ...(rows.length > 1 && bindings.length > 0
      ? [
          { keys: "j", label: "" },
          { keys: "k", label: "move" },
        ]
      : []),
    ...bindings.flatMap(({ keys }) => (words[keys] ? [{ keys, label: words[keys] }] : [])),
  ];
  return { current, setCurrent, toggle, refOf, hints };
}
