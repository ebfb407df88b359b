import { useCallback, useDeferredValue, useEffect, useMemo } from "react";
import type { Column } from "@/server/rules/core/cell";
import type { FieldInfo } from "@/server/rules/core/fields";
import type { DecisionTable } from "@/server/rules/core/table";
import { findingsOf, type TableFinding } from "@/server/rules/core/table-findings";
import { titleOf, type Words } from "@/server/rules/core/words";
import { ColumnMenu } from "./column-menu";
import { ExchangeMenu } from "./exchange-menu";
import { FindingsList } from "./findings-list";
import { columnsOf, edgesOf, insertRows, type Names } from "./sheet";
import { TableBar } from "./table-bar";
import { TableGrid } from "./table-grid";
import css from "./table-grid.module.css";
import { type EditTable, useGrid } from "./use-grid";

interface TableEditorProps {
  table: DecisionTable;
  fields: readonly FieldInfo[];
  words: Words;
  names: Names;
  /** From least to most severe. */
  outcomes: readonly string[];
  isReadOnly: boolean;
  /** The place somebody wants to see: `rows 3 when country`. */
  wanted?: readonly (string | number)[] | undefined;
  edit: EditTable;
}

/** A decision table like a spreadsheet, with what is to be said about its rows beside it. */
export function TableEditor(props: TableEditorProps) {
  const { table, fields, words, names, outcomes, isReadOnly, wanted, edit } = props;
  const grid = useGrid(table, names, isReadOnly, edit);
  const named = useCallback(({ title, path }: Column) => title ?? titleOf(path, words), [words]);
  const columns = useMemo(() => columnsOf(table, named), [table, named]);
  // Worked out behind the typing, never in front of it.
  const settled = useDeferredValue(table);
  const findings = useMemo(() => findingsOf(settled, words, outcomes), [settled, words, outcomes]);
  const marked = useMemo(() => new Set(findings.found.flatMap(({ rows }) => rows)), [findings]);
  const show = (row: number, column = 0, to = row, last = columns.length - 1) =>
    grid.select({ anchor: { row, column }, head: { row: to, column: last } });
  const place = wanted?.join(".");
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is wanted anew is shown; then the grid is the reader's.
  useEffect(() => {
    const [list, row, side, key] = place?.split(".") ?? [];
    if (list !== "rows" || row === undefined) return;
    const column = columns.findIndex((one) => one.side === side && one.key === key);
    const at = Math.max(0, column);
    show(Number(row), at, Number(row), column < 0 ? columns.length - 1 : at);
  }, [place]);
  const add = ({ when }: TableFinding) => {
    edit("Add the row that is missing", (now) => insertRows(now, now.rows.length, [{ when, set: {} }]));
    const cell = { row: table.rows.length, column: table.inputs.length };
    grid.select({ anchor: cell, head: cell });
  };
  return (
    <div className={css.editor}>
      {!isReadOnly && (
        <TableBar {...{ table, grid, fields, edit }}>
          <ExchangeMenu {...{ table, fields, names, edit }} titleOf={named} />
        </TableBar>
      )}
      <div className={css.beside}>
        <div className={css.sheet}>
          <TableGrid
            {...{ table, columns, grid, names, isReadOnly, marked }}
            headOf={(column) => <ColumnMenu {...{ table, column, fields, names, isReadOnly, edit }} />}
          />
        </div>
        <FindingsList
          {...{ findings, isReadOnly }}
          onShow={({ rows }) => {
            const { top, bottom } = edgesOf({
              anchor: { row: Math.min(...rows) - 1, column: 0 },
              head: { row: Math.max(...rows) - 1, column: 0 },
            });
            if (bottom - top > 1) show(bottom);
            else show(top, 0, bottom);
          }}
          onAdd={add}
        />
      </div>
    </div>
  );
}
