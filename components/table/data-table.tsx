"use client";

import { Button, Checkbox } from "@mantine/core";
import { IconFilterOff, type TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ListState } from "@/components/trpc/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import type { Column, Sort } from "./column";
import css from "./data-table.module.css";
import { Row } from "./row";
import { SkeletonRows } from "./skeleton-rows";
import { TableFoot } from "./table-foot";
import { TableHead } from "./table-head";
import { useRowKeys } from "./use-row-keys";

export interface Selection {
  keys: ReadonlySet<string>;
  onChange: (keys: ReadonlySet<string>) => void;
}

export interface RowAction<R> {
  keys: string;
  /** For the sheet of keys: *Take the case*. */
  label: string;
  /** One word for the foot of the table. */
  hint: string;
  run: (row: R) => void;
}

export interface DataTableProps<R> {
  /** What the rows are, in the plural: `cases`. Names the table and counts it. */
  noun: string;
  columns: readonly Column<R>[];
  state: ListState<R>;
  rowKey: (row: R) => string;
  /** What a row is called by ears and in its checkbox. */
  rowName: (row: R) => string;
  /** Where a row leads. */
  href?: ((row: R) => string) | undefined;
  /** Opens a row in place, when it does not lead to a page. */
  onOpen?: ((row: R) => void) | undefined;
  onPreview?: ((row: R) => void) | undefined;
  /** Keys that do something with the current row. */
  rowActions?: readonly RowAction<R>[] | undefined;
  selection?: Selection | undefined;
  sort?: Sort | undefined;
  onSort?: ((sort: Sort) => void) | undefined;
  /** The list is new: one sentence and the first action. */
  empty: { title: string; text?: string; action?: ReactNode; icon?: TablerIcon };
  /** Set while filters narrow the list. */
  clearFilters?: (() => void) | undefined;
  density?: "compact" | "comfortable";
}

/** A list of rows in its four pictures, for mouse, keyboard and phone. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { noun, columns, state, rowKey, selection, empty, clearFilters, density = "compact" } = props;
  const rows = state.status === "ready" ? state.rows : [];
  const keys = useRowKeys({ ...props, rows });
  if (state.status === "failed")
    return (
      <FailureState
        message={state.failure.message}
        reference={state.failure.reference}
        // Asking again does not change what a role may see.
        onRetry={state.failure.code === "FORBIDDEN" ? undefined : state.retry}
        isRetrying={state.isRetrying}
      />
    );
  if (state.status === "ready" && rows.length === 0)
    return clearFilters ? (
      <EmptyState
        title={`No ${noun} match these filters`}
        icon={IconFilterOff}
        action={
          <Button variant="default" onClick={clearFilters}>
            Clear filters
          </Button>
        }
      />
    ) : (
      <EmptyState title={empty.title} icon={empty.icon} action={empty.action}>
        {empty.text}
      </EmptyState>
    );
  const isAllSelected = selection !== undefined && rows.every((row) => selection.keys.has(rowKey(row)));
  return (
    <div className={css.frame} data-density={density}>
      <table className={css.table} aria-label={noun} aria-busy={state.status === "loading"}>
        <TableHead
          columns={columns}
          sort={props.sort}
          onSort={props.onSort}
          lead={
            selection && (
              <Checkbox
                size="xs"
                aria-label={`Select all ${noun} shown`}
                checked={isAllSelected && rows.length > 0}
                indeterminate={!isAllSelected && selection.keys.size > 0}
                onChange={() => selection.onChange(new Set(isAllSelected ? [] : rows.map(rowKey)))}
              />
            )
          }
        />
        <tbody>
          {state.status === "loading" ? (
            <SkeletonRows columns={columns} hasLead={selection !== undefined} />
          ) : (
            rows.map((row) => (
              <Row
                key={rowKey(row)}
                row={row}
                columns={columns}
                name={props.rowName(row)}
                href={props.href?.(row)}
                onOpen={props.onOpen}
                isCurrent={keys.current === rowKey(row)}
                onFocus={() => keys.setCurrent(rowKey(row))}
                ref={keys.refOf(rowKey(row))}
                isSelected={selection?.keys.has(rowKey(row))}
                onSelect={selection && (() => keys.toggle(rowKey(row)))}
              />
            ))
          )}
        </tbody>
      </table>
      {state.status === "ready" && (
        <TableFoot
          noun={noun}
          count={rows.length}
          total={state.total}
          loadMore={state.loadMore}
          isLoadingMore={state.isLoadingMore ?? false}
          hints={keys.hints}
        />
      )}
    </div>
  );
}
