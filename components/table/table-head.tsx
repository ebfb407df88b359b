import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Column, Sort } from "./column";
import css from "./data-table.module.css";

interface TableHeadProps<R> {
  columns: readonly Column<R>[];
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
  lead: ReactNode;
}

/** The names of the columns; those the list can be ordered by are buttons. */
export function TableHead<R>({ columns, sort, onSort, lead }: TableHeadProps<R>) {
  const title = (column: Column<R>) => {
    if (!column.sortable || !onSort) return column.header;
    const isSorted = sort?.key === column.key;
    const Icon = sort?.direction === "descending" ? IconChevronDown : IconChevronUp;
    const direction = isSorted && sort.direction === "ascending" ? "descending" : "ascending";
    return (
      <UnstyledButton className={css.sort} onClick={() => onSort({ key: column.key, direction })}>
        {column.header}
        {isSorted && <Icon size={14} aria-hidden />}
      </UnstyledButton>
    );
  };
  return (
    <thead className={css.head}>
      <tr>
        {lead && (
          <th scope="col" className={css.lead}>
            {lead}
          </th>
        )}
        {columns.map((column) => (
          <th
            key={column.key}
            scope="col"
            className={css.name}
            data-align={column.align}
            style={{ width: column.width }}
            aria-sort={sort?.key === column.key ? sort.direction : undefined}
          >
            {title(column)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
