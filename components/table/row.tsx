import { Checkbox } from "@mantine/core";
import Link from "next/link";
import type { MouseEvent, Ref } from "react";
import type { Column } from "./column";
import css from "./data-table.module.css";

interface RowProps<R> {
  row: R;
  columns: readonly Column<R>[];
  name: string;
  href: string | undefined;
  onOpen: ((row: R) => void) | undefined;
  isCurrent: boolean;
  onFocus: () => void;
  ref: Ref<HTMLTableRowElement>;
  isSelected: boolean | undefined;
  onSelect: (() => void) | undefined;
}

const isControl = (event: MouseEvent) =>
  event.target instanceof Element && event.target.closest("a,button,input,label,select,[role=menu]") !== null;

/** One row. Its title carries the link or button that opens it; a click anywhere quiet on the row does the same. */
export function Row<R>(props: RowProps<R>) {
  const { row, columns, name, href, onOpen, isCurrent, isSelected, onSelect } = props;
  const title = columns.find((column) => column.phone === "title") ?? columns[0];
  const open = (event: MouseEvent<HTMLTableRowElement>) => {
    if (isControl(event) || window.getSelection()?.toString()) return;
    event.currentTarget.querySelector<HTMLElement>("[data-opens]")?.click();
  };
  const opener = (column: Column<R>) => {
    const content = column.cell(row);
    if (column !== title) return content;
    if (href)
      return (
        <Link href={href} className={css.opener} data-opens prefetch={false}>
          {content}
        </Link>
      );
    if (!onOpen) return content;
    return (
      <button type="button" className={css.opener} data-opens onClick={() => onOpen(row)}>
        {content}
      </button>
    );
  };
  return (
    <tr
      ref={props.ref}
      className={css.row}
      tabIndex={-1}
      data-opens-row={href !== undefined || onOpen !== undefined || undefined}
      data-current={isCurrent || undefined}
      data-selected={isSelected || undefined}
      onFocus={props.onFocus}
      onClick={open}
    >
      {onSelect && (
        <td className={css.lead}>
          <Checkbox
            size="xs"
            aria-label={`Select ${name}`}
            checked={isSelected ?? false}
            onChange={onSelect}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.key}
          className={css.cell}
          data-align={column.align}
          data-phone={column === title ? "title" : (column.phone ?? "line")}
        >
          {opener(column)}
        </td>
      ))}
    </tr>
  );
}
