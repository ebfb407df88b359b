import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { DecisionTable } from "@/server/rules/core/table";
import { GridRow } from "./grid-row";
import { elseRow, type Names, type SheetColumn } from "./sheet";
import css from "./table-grid.module.css";
import type { Grid } from "./use-grid";

const ROW = 36;

/** The rows of a decision table as a sheet of cells. Only the rows that are seen are drawn. */
export function TableGrid({
  table,
  columns,
  grid,
  names,
  isReadOnly,
  marked,
  headOf,
}: {
  table: DecisionTable;
  columns: readonly SheetColumn[];
  grid: Grid;
  names: Names;
  isReadOnly: boolean;
  /** Rows that something is to be said about. */
  marked: ReadonlySet<number>;
  headOf: (column: SheetColumn) => ReactNode;
}) {
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLTableElement>(null);
  const [drag, setDrag] = useState<"cells" | "fill">();
  const count = elseRow(table) + 1;
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 8,
    initialRect: { width: 900, height: 420 },
    // The head lies over the first row.
    scrollPaddingStart: ROW,
  });
  const { head, typing } = grid;
  const { scrollToIndex } = rows;
  useEffect(() => {
    scrollToIndex(head.row, { align: "auto" });
    // The head of the column is always there, unlike the cell.
    const column = scroll.current?.querySelector(`th[aria-colindex="${head.column + 2}"]`);
    column?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [head.row, head.column, scrollToIndex]);
  useEffect(() => {
    if (!drag) return;
    const end = () => setDrag(undefined);
    window.addEventListener("pointerup", end);
    return () => window.removeEventListener("pointerup", end);
  }, [drag]);
  const wasTyping = useRef(false);
  useEffect(() => {
    if (wasTyping.current && typing === undefined) sheet.current?.focus({ preventScroll: true });
    wasTyping.current = typing !== undefined;
  }, [typing]);

  const inputs = table.inputs.length;
  const template = `44px repeat(${inputs}, minmax(150px, 1.2fr)) repeat(${table.outputs.length}, minmax(130px, 1fr)) minmax(140px, 1fr)`;
  const width = 44 + 150 * inputs + 130 * table.outputs.length + 140;
  return (
    <div
      ref={scroll}
      className={css.scroll}
      data-setting="rows"
      style={{ "--columns": template, "--width": `${width}px` } as CSSProperties}
    >
      <table
        ref={sheet}
        className={css.grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells are written into, so it is a grid.
        role="grid"
        tabIndex={0}
        aria-label={`Rows of “${table.title}”`}
        aria-describedby={`${id}-keys`}
        aria-rowcount={count + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-readonly={isReadOnly || undefined}
        aria-activedescendant={`${id}-${head.row}-${head.column}`}
        {...grid.handlers}
      >
        <thead className={css.head}>
          <tr className={css.headRow} aria-rowindex={1}>
            <th scope="col" aria-colindex={1} className={css.corner}>
              Row
            </th>
            {columns.map((column, i) => (
              <th
                key={`${column.side} ${column.key}`}
                scope="col"
                aria-colindex={i + 2}
                className={css.headCell}
                data-first={i === inputs || i === columns.length - 1 || undefined}
              >
                {headOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={css.body} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => (
            <GridRow
              key={index}
              {...{ id, index, start, table, columns, grid, names, isReadOnly, inputs }}
              isMarked={marked.has(index + 1)}
              isDragging={drag}
              onDrag={setDrag}
              onFocus={() => sheet.current?.focus({ preventScroll: true })}
            />
          ))}
        </tbody>
      </table>
      <div className={css.foot}>
        <span id={`${id}-keys`} className={css.keys}>
          {isReadOnly
            ? "Arrow keys move. Escape, then Tab leaves the table."
            : "Type to write, Enter or F2 to edit, Delete to clear. Paste from a spreadsheet. Escape, then Tab leaves the table."}
        </span>
      </div>
    </div>
  );
}
