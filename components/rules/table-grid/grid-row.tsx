import { type MouseEvent, memo, useEffect, useRef } from "react";
import type { DecisionTable } from "@/server/rules/core/table";
import { cellFault, cellText, elseRow, isWritable, type Names, type SheetColumn } from "./sheet";
import css from "./table-grid.module.css";
import type { Grid } from "./use-grid";

interface GridRowProps {
  id: string;
  index: number;
  start: number;
  table: DecisionTable;
  columns: readonly SheetColumn[];
  grid: Grid;
  names: Names;
  isReadOnly: boolean;
  inputs: number;
  isMarked: boolean;
  isDragging: "cells" | "fill" | undefined;
  onDrag: (drag: "cells" | "fill" | undefined) => void;
  onFocus: () => void;
}

/** One row of cells; the one behind the last says what is given when none holds. */
export function GridRow(props: GridRowProps) {
  const { id, index, start, table, columns, grid, names, isReadOnly, inputs, isDragging, onDrag } = props;
  const { edges, head, typing } = grid;
  const isElse = index === elseRow(table);
  const isNew = index === table.rows.length;
  const number = isElse ? "Else" : isNew ? "New" : index + 1;
  const isIn = index >= edges.top && index <= edges.bottom;
  const last = columns.length - 1;
  const choose = (event: MouseEvent, from: number, to: number) => {
    if (event.button !== 0) return;
    // The grid keeps the focus: a cell may be gone as soon as it is out of sight.
    event.preventDefault();
    props.onFocus();
    const next = { row: index, column: to };
    grid.select({ anchor: event.shiftKey ? grid.range.anchor : { row: index, column: from }, head: next });
    onDrag("cells");
  };
  const enter = (column: number) => {
    if (isDragging === "cells") grid.select({ anchor: grid.range.anchor, head: { row: index, column } });
  };
  return (
    <tr
      className={css.row}
      aria-rowindex={index + 2}
      aria-selected={isIn}
      data-else={isElse || undefined}
      data-active={index === head.row || undefined}
      data-marked={props.isMarked || undefined}
      data-filling={isDragging === "fill" || undefined}
      onPointerUp={() => isDragging === "fill" && grid.onFill(index)}
      style={{ transform: `translateY(${start}px)` }}
    >
      <th
        scope="row"
        aria-colindex={1}
        className={css.number}
        data-in={isIn || undefined}
        onMouseDown={(event) => choose(event, 0, last)}
        onPointerEnter={() => enter(last)}
      >
        {number}
      </th>
      {columns.map((column, i) => {
        const isHead = head.row === index && head.column === i;
        const isChosen = isIn && i >= edges.left && i <= edges.right;
        const fault = cellFault(table, index, column, names);
        const isCorner = index === edges.bottom && i === edges.right && isChosen;
        return (
          <td
            key={`${column.side} ${column.key}`}
            id={`${id}-${index}-${i}`}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells are written into, so it is a grid.
            role="gridcell"
            tabIndex={-1}
            className={css.cell}
            aria-colindex={i + 2}
            aria-selected={isChosen}
            aria-invalid={fault !== undefined || undefined}
            aria-readonly={isReadOnly || !isWritable(table, { row: index, column: i }, column) || undefined}
            aria-describedby={isHead && fault !== undefined ? `${id}-fault` : undefined}
            data-column={i}
            data-head={isHead || undefined}
            data-side={column.side}
            data-first={i === inputs || i === last || undefined}
            onMouseDown={(event) => choose(event, i, i)}
            onPointerEnter={() => enter(i)}
            onDoubleClick={() => grid.begin({ row: index, column: i })}
          >
            {isHead && typing !== undefined ? (
              <CellInput grid={grid} label={`${column.title}, row ${number}`} />
            ) : (
              <CellText
                text={cellText(table, index, column)}
                isAny={column.side === "when" && !isElse && !isNew}
              />
            )}
            {fault !== undefined && isHead && (
              <span id={`${id}-fault`} role="note" className={css.fault}>
                {fault}
              </span>
            )}
            {isCorner && !isReadOnly && typing === undefined && (
              <span
                aria-hidden
                className={css.handle}
                onMouseDown={(event) => {
                  event.preventDefault();
                  event.stopPropagation();
                  onDrag("fill");
                }}
              />
            )}
          </td>
        );
      })}
    </tr>
  );
}

const CellText = memo(function CellText({ text, isAny }: { text: string; isAny: boolean }) {
  return text === "" && isAny ? (
    <span className={css.any}>any</span>
  ) : (
    <bdi className={css.text} title={text.length > 18 ? text : undefined}>
      {text}
    </bdi>
  );
});

function CellInput({ grid, label }: { grid: Grid; label: string }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const field = input.current;
    field?.focus({ preventScroll: true });
    field?.setSelectionRange(field.value.length, field.value.length);
  }, []);
  return (
    <input
      ref={input}
      className={css.input}
      aria-label={label}
      maxLength={500}
      value={grid.typing ?? ""}
      onChange={(event) => grid.setTyping(event.currentTarget.value)}
      onBlur={() => grid.commit()}
      onMouseDown={(event) => event.stopPropagation()}
    />
  );
}
