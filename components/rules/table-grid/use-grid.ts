import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from "react";
import { tellFailure } from "@/components/ui/tell";
import type { DecisionTable } from "@/server/rules/core/table";
import { readClipboard, writeClipboard } from "./clipboard-text";
import { actOfKey } from "./grid-keys";
import {
  type Cell,
  cellText,
  clearCells,
  columnsOf,
  edgesOf,
  elseRow,
  fillDown,
  fillTo,
  isWritable,
  MOST_ROWS,
  moveRows,
  type Names,
  type Range,
  readCells,
  writeCells,
} from "./sheet";

/** One step that undo takes back by itself. */
export type EditTable = (words: string, change: (table: DecisionTable) => DecisionTable) => void;

const PAGE = 12;

/** What is chosen in a table, what is being typed, and what mouse, keys and clipboard make of it. */
export function useGrid(table: DecisionTable, names: Names, isReadOnly: boolean, edit: EditTable) {
  const [chosen, setRange] = useState<Range>({ anchor: { row: 0, column: 0 }, head: { row: 0, column: 0 } });
  const [typing, setTyping] = useState<string>();
  // A field that goes away loses the focus too: what was kept or dropped is not kept again.
  const isOpen = useRef(false);
  /** Escape lets the next Tab leave the table. */
  const [isLeaving, setLeaving] = useState(false);
  const columns = columnsOf(table);
  const size = { rows: elseRow(table) + 1, columns: columns.length, page: PAGE };
  const within = ({ row, column }: Cell): Cell => ({
    row: Math.min(row, size.rows - 1),
    column: Math.min(column, size.columns - 1),
  });
  // Undo may have taken away what was chosen.
  const range: Range = { anchor: within(chosen.anchor), head: within(chosen.head) };
  const { head } = range;
  const edges = edgesOf(range);

  const select = (next: Range) => {
    setRange(next);
    setLeaving(false);
  };
  const go = (row: number, column: number) => {
    const cell = within({ row: Math.max(0, row), column: Math.max(0, column) });
    select({ anchor: cell, head: cell });
  };
  const begin = (cell: Cell, text?: string) => {
    const column = columns[cell.column];
    if (isReadOnly || !column || !isWritable(table, cell, column)) return;
    setRange({ anchor: cell, head: cell });
    isOpen.current = true;
    setTyping(text ?? cellText(table, cell.row, column));
  };
  const commit = (then?: { down?: number; right?: number }) => {
    if (typing === undefined || !isOpen.current) return;
    isOpen.current = false;
    const before = cellText(table, head.row, columns[head.column]!);
    if (typing !== before) edit("Edit a cell", (now) => writeCells(now, head, [[typing]], names));
    setTyping(undefined);
    if (then) go(head.row + (then.down ?? 0), head.column + (then.right ?? 0));
  };

  const cancel = () => {
    isOpen.current = false;
    setTyping(undefined);
  };

  /** Keys of the field that is written into; also those that come before it is on the page. */
  const onTypingKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    const isEarly = !(event.target instanceof HTMLInputElement);
    if (event.key === "Enter") commit({ down: event.shiftKey ? -1 : 1 });
    else if (event.key === "Tab") commit({ right: event.shiftKey ? -1 : 1 });
    else if (event.key === "Escape") cancel();
    else if (isEarly && event.key.length === 1 && !event.ctrlKey && !event.metaKey)
      setTyping((before) => `${before ?? ""}${event.key}`);
    else return;
    event.preventDefault();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (typing !== undefined) return onTypingKey(event);
    const mod = event.ctrlKey || event.metaKey;
    // The clipboard's own events follow; the builder's steps are not what is copied here.
    if (mod && /^[cxv]$/i.test(event.key)) return event.stopPropagation();
    const act = actOfKey({ key: event.key, shift: event.shiftKey, mod, alt: event.altKey }, range, size);
    if (!act || (event.key === "Tab" && isLeaving)) return;
    if (act.do === "leave") return setLeaving(true);
    event.preventDefault();
    event.stopPropagation();
    if (act.do === "select") return select(act.range);
    if (act.do === "collapse") return select({ anchor: head, head });
    if (isReadOnly) return;
    if (act.do === "edit") return begin(head, act.text);
    if (act.do === "clear") return edit("Clear cells", (now) => clearCells(now, range));
    if (act.do === "fill") return edit("Fill down", (now) => fillDown(now, range));
    if (act.do === "move") return move(act.by);
  };
  const move = (by: -1 | 1) => {
    if (moveRows(table, edges, by) === table) return;
    edit(by < 0 ? "Move rows up" : "Move rows down", (now) => moveRows(now, edges, by));
    const shifted = ({ row, column }: Cell) => ({ row: row + by, column });
    setRange({ anchor: shifted(range.anchor), head: shifted(head) });
  };

  const onCopy = (event: ClipboardEvent) => {
    if (typing !== undefined) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", writeClipboard(readCells(table, range)));
  };
  const onCut = (event: ClipboardEvent) => {
    if (typing !== undefined) return;
    onCopy(event);
    if (!isReadOnly) edit("Cut cells", (now) => clearCells(now, range));
  };
  const onPaste = (event: ClipboardEvent) => {
    if (typing !== undefined) return;
    event.preventDefault();
    const lines = readClipboard(event.clipboardData.getData("text/plain"));
    if (isReadOnly || lines.every((line) => line.every((text) => text === ""))) return;
    const height = edges.bottom - edges.top + 1;
    const width = edges.right - edges.left + 1;
    // One cell is pasted into everything that is chosen.
    const isOne = lines.length === 1 && lines[0]!.length === 1;
    const texts = isOne
      ? Array.from({ length: height }, () => new Array<string>(width).fill(lines[0]![0]!))
      : lines;
    const last = edges.top + texts.length;
    edit("Paste cells", (now) => writeCells(now, { row: edges.top, column: edges.left }, texts, names));
    if (last > MOST_ROWS)
      tellFailure(`A table holds at most ${MOST_ROWS} rows; ${last - MOST_ROWS} were left out.`);
    const right = edges.left + Math.max(...texts.map((line) => line.length)) - 1;
    setRange({
      anchor: { row: edges.top, column: edges.left },
      head: { row: Math.min(last, MOST_ROWS) - 1, column: Math.min(right, columns.length - 1) },
    });
  };
  const onFill = (row: number) => {
    if (row >= edges.top && row <= edges.bottom) return;
    edit("Fill cells", (now) => fillTo(now, range, row));
    setRange({
      anchor: { row: Math.min(edges.top, row), column: edges.left },
      head: { row: Math.max(edges.bottom, row), column: edges.right },
    });
  };
  return {
    ...{ range, edges, head, typing, setTyping, select, begin, commit, move, onFill },
    handlers: { onKeyDown, onCopy, onCut, onPaste },
  };
}
export type Grid = ReturnType<typeof useGrid>;
