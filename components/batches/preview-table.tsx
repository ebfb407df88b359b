import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";
import { requestOfLine, requestOfRow } from "@/server/batches/columns/policy";
import type { BatchColumn } from "@/server/batches/schema";
import type { RequestField } from "@/server/nodes/decision-start/definition";
import css from "./batches.module.css";
import type { Preview } from "./read-preview";

interface PreviewTableProps {
  preview: Preview;
  columns: readonly BatchColumn[];
  fields: readonly RequestField[];
}

/** The first rows as they would be decided, with what is wrong in them. The server reads by the same rules. */
export function PreviewTable({ preview, columns, fields }: PreviewTableProps) {
  const { format, headings, rows, hasMore } = preview;
  const read = rows.map(({ row, cells }) => {
    const found =
      format === "csv"
        ? requestOfRow(headings, cells, columns, fields)
        : requestOfLine(cells[0] ?? "", fields);
    return { row, cells, issues: "issues" in found ? found.issues : [] };
  });
  const wrong = read.filter(({ issues }) => issues.length > 0).length;
  // Two columns may have one heading until somebody mends it.
  const heads = (format === "csv" ? headings : ["Request"]).map((heading, at) => ({
    heading,
    at,
    key: `${at} ${heading}`,
  }));
  const used = new Set(columns.flatMap(({ column, currencyColumn }) => [column, currencyColumn]));
  return (
    <Panel
      title={hasMore ? `The first ${rows.length} rows` : `All ${rows.length} rows`}
      note={
        wrong === 0
          ? "Nothing wrong in them"
          : `${wrong} cannot be decided as they are; the others will be, and these are listed`
      }
      flush
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard */}
      <section className={css.scroll} tabIndex={0} aria-label="The first rows">
        <table className={css.rows}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Check</th>
              {heads.map(({ heading, key }) => (
                <th
                  scope="col"
                  key={key}
                  data-unused={format === "csv" && !used.has(heading) ? true : undefined}
                >
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {read.map(({ row, cells, issues }) => (
              <tr key={row}>
                <td>{row}</td>
                <td className={css.check}>
                  {issues.length === 0 ? (
                    <StatusChip tone="approve">Fine</StatusChip>
                  ) : (
                    issues.map(({ path, code, message }) => (
                      <span key={`${path} ${code}`} className={css.wrong}>
                        {path && <code>{path.replace(/^input\./, "")}</code>} {message}
                      </span>
                    ))
                  )}
                </td>
                {heads.map(({ heading, at, key }) => (
                  <td key={key} data-unused={format === "csv" && !used.has(heading) ? true : undefined}>
                    {cells[at]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}
