import { Button, UnstyledButton } from "@mantine/core";
import type { TableFinding, TableFindings } from "@/server/rules/core/table-findings";
import css from "./table-grid.module.css";

/** A cell holds so much and no more. */
const fits = ({ when }: TableFinding) => Object.values(when).every((cell) => cell.length <= 500);

/** What is to be said about the rows, beside them: where none answers, where two do, which never do. */
export function FindingsList({
  findings: { found, hasMore, isUnreadable },
  isReadOnly,
  onShow,
  onAdd,
}: {
  findings: TableFindings;
  isReadOnly: boolean;
  onShow: (finding: TableFinding) => void;
  onAdd: (finding: TableFinding) => void;
}) {
  return (
    <section className={css.findings} aria-label="Gaps and overlaps">
      <h3>Gaps and overlaps</h3>
      {found.length === 0 && (
        <p className={css.quiet}>
          {isUnreadable
            ? "They are looked for as soon as every cell can be read."
            : hasMore
              ? "The table is too large to be looked through."
              : "None: every case is answered as it should be."}
        </p>
      )}
      <ul>
        {found.map((finding) => (
          <li key={`${finding.kind} ${finding.message}`}>
            {finding.rows.length > 0 ? (
              <UnstyledButton onClick={() => onShow(finding)}>{finding.message}</UnstyledButton>
            ) : (
              <span>{finding.message}</span>
            )}
            {finding.instance !== "" && <p className={css.quiet}>{finding.instance}</p>}
            {finding.kind === "gap" && fits(finding) && !isReadOnly && (
              <Button size="compact-xs" variant="default" mt={4} onClick={() => onAdd(finding)}>
                Add a row for it
              </Button>
            )}
          </li>
        ))}
      </ul>
      {found.length > 0 && hasMore && <p className={css.quiet}>There are more: too many to list.</p>}
    </section>
  );
}
