import { wordsOf } from "@/server/rules/core/fields";
import type { DecisionTable } from "@/server/rules/core/table";
import { findingsOf, type TableFinding, type TableFindings } from "@/server/rules/core/table-findings";
import type { DocumentProblem, WorkflowDocument } from "../schema";
import type { Usage } from "../usage/policy";

const CODES = { gap: "table_gap", overlap: "table_overlap", unreachable: "table_row_never" } as const;

/** What a table's author will want to know about its rows: where none answers, where two do, and which never do. */
export function tableProblems(document: WorkflowDocument, usage: Usage): DocumentProblem[] {
  const names = Object.entries(document.tables);
  if (names.length === 0) return [];
  const words = wordsOf(document);
  const outcomes = document.outcomes.map(({ key }) => key);
  return names.flatMap(([name, table]) => {
    const node = usage.of("table", name).find(({ path }) => path.startsWith("nodes."))?.steps[0];
    const { found } = lookThrough(table, words, outcomes);
    return found.map((finding): DocumentProblem => {
      const row = finding.rows.at(-1);
      const about = finding.instance === "" ? "" : ` ${finding.instance}`;
      return {
        ...{ severity: "warning", code: CODES[finding.kind] },
        path: row === undefined ? `tables.${name}.rows` : `tables.${name}.rows.${row - 1}`,
        ...(node !== undefined && { node }),
        message: `“${table.title}”: ${finding.message}${about}`,
        harm: harmOf(finding),
        fix: fixOf(table, finding),
      };
    });
  });
}

const seen = new WeakMap<DecisionTable, { about: string; findings: TableFindings }>();

/** Tables are looked through once: an edit elsewhere leaves them the very same. */
function lookThrough(
  table: DecisionTable,
  words: ReturnType<typeof wordsOf>,
  outcomes: readonly string[],
): TableFindings {
  const paths = table.inputs.map(({ path }) => [
    path,
    words.titles[path],
    words.choices?.[path],
    words.countries?.includes(path),
    words.whole?.includes(path),
  ]);
  const about = JSON.stringify([paths, outcomes]);
  const known = seen.get(table);
  if (known?.about === about) return known.findings;
  const findings = findingsOf(table, words, outcomes);
  seen.set(table, { about, findings });
  return findings;
}

function harmOf({ kind }: TableFinding): string {
  if (kind === "gap") return "Runs that come there leave the step at “No row holds”.";
  if (kind === "overlap") return "A run for which both hold stops and waits until a member looks after it.";
  return "What the row gives is never given.";
}

function fixOf({ hitPolicy }: DecisionTable, { kind, rows }: TableFinding): string {
  if (kind === "gap") return "Add a row for it, or say what is given when no row holds.";
  if (kind === "overlap")
    return hitPolicy === "unique"
      ? "Narrow one of them, or let the first row that holds decide."
      : "Let both give the same, or narrow one of them.";
  return `Remove row ${rows[0]}, move it up, or narrow the rows that go first.`;
}
