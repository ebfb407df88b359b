import { formatNumber } from "@/components/ui/format/words";
import { StatusChip } from "@/components/ui/status-chip";
import type { ImportResult } from "@/server/lists/schema";
import css from "./lists.module.css";

/** What a file would do, and every row that cannot come in, by the number a spreadsheet shows beside it. */
export function ImportPreview({ result }: { result: ImportResult }) {
  const { added, changed, unchanged, bad, problems, ignoredColumns, sample } = result;
  return (
    <section aria-label="What would happen" className={css.stack}>
      <p className={css.line} role="status">
        <StatusChip tone="approve">{formatNumber(added)} new</StatusChip>
        <StatusChip tone="waiting">{formatNumber(changed)} changed</StatusChip>
        <StatusChip tone="neutral">{formatNumber(unchanged)} the same</StatusChip>
        {bad > 0 && <StatusChip tone="decline">{formatNumber(bad)} with a mistake</StatusChip>}
      </p>
      {ignoredColumns.length > 0 && (
        <p className={css.quiet}>
          Not read: the {ignoredColumns.length === 1 ? "column" : "columns"} {ignoredColumns.join(", ")}.
        </p>
      )}
      {problems.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        <section className={css.problems} tabIndex={0} aria-label="Rows with a mistake">
          <table aria-label="rows with a mistake">
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">Column</th>
                <th scope="col">It says</th>
                <th scope="col">What to mend</th>
              </tr>
            </thead>
            <tbody>
              {problems.map(({ row, column, value, message }) => (
                <tr key={`${row} ${column}`}>
                  <th scope="row">{row}</th>
                  <td>{column}</td>
                  <td className={css.value}>{value || <span className={css.quiet}>nothing</span>}</td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {bad > problems.length && (
        <p className={css.quiet}>And {formatNumber(bad - problems.length)} more rows with a mistake.</p>
      )}
      {sample.length > 0 && (
        <p className={css.quiet}>
          It begins with{" "}
          {sample.map(({ row, value }, i) => (
            <span key={row}>
              {i > 0 && ", "}
              <bdi className={css.value}>{value}</bdi>
            </span>
          ))}
          .
        </p>
      )}
    </section>
  );
}
