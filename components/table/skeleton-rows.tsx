import { Skeleton } from "@mantine/core";
import type { Column } from "./column";
import css from "./data-table.module.css";

const ROWS = [72, 48, 64, 56, 80, 44, 68, 52];

/** Rows that are on their way, in the real columns, so that nothing jumps when they arrive. */
export function SkeletonRows<R>({ columns, hasLead }: { columns: readonly Column<R>[]; hasLead: boolean }) {
  return ROWS.map((width) => (
    <tr key={width} className={css.row} aria-hidden>
      {hasLead && <td className={css.lead} />}
      {columns.map((column, at) => (
        <td
          key={column.key}
          className={css.cell}
          data-align={column.align}
          data-phone={column.phone ?? (at === 0 ? "title" : "line")}
        >
          <Skeleton height={10} width={at === 0 ? `${width}%` : "60%"} miw={32} display="inline-block" />
        </td>
      ))}
    </tr>
  ));
}
