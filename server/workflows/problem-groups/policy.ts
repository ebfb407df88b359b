import type { DocumentProblem } from "../schema";

/** Problems of one kind, told once; a single one is a group of its own. */
export interface ProblemGroup {
  key: string;
  severity: DocumentProblem["severity"];
  /** What all of them have in common, in words. */
  title: string;
  harm: string | undefined;
  problems: readonly DocumentProblem[];
}

/** What several of a kind are called. What is not here is told one by one: each is a matter of its own. */
const many: { readonly [code: string]: (count: number) => string } = {
  unwired_outlet: (n) => `${n} ways out lead nowhere`,
  unhandled_failure: (n) => `${n} failure ways lead nowhere`,
  unhandled_deadline: (n) => `${n} deadlines lead nowhere`,
  unreachable: (n) => `No path from the start leads to ${n} steps`,
  dead_end: (n) => `No path from ${n} steps leads to an end`,
  left_out: (n) => `${n} steps are left out`,
  unknown_field: (n) => `${n} places read what nothing fills`,
  table_gap: (n) => `In ${n} places of tables no row answers`,
  table_overlap: (n) => `In ${n} places of tables two rows hold`,
  table_row_never: (n) => `${n} rows of tables never decide`,
  unused_step: (n) => `Nothing reads what ${n} steps find out`,
  unused_value: (n) => `Nothing reads ${n} values`,
  unused_outcome: (n) => `${n} outcomes are never used`,
  unused_form: (n) => `${n} forms are never used`,
  unused_rule_set: (n) => `${n} rule sets are never used`,
  unused_table: (n) => `${n} tables are never used`,
  unused_scorecard: (n) => `${n} scorecards are never used`,
  unused_formula: (n) => `${n} formulas are never used`,
  unused_reason_code: (n) => `${n} reasons are never used`,
  unused_queue: (n) => `${n} queues are never used`,
  unused_document_type: (n) => `${n} document types are never used`,
  outcome_without_reason: (n) => `${n} declines have no reason`,
};

/** Worst first, those of a kind together; the order within is that of the document. */
export function groupsOf(problems: readonly DocumentProblem[]): ProblemGroup[] {
  const groups = new Map<string, DocumentProblem[]>();
  const sorted = [...problems].sort(
    (a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"),
  );
  for (const problem of sorted) {
    const { severity, code, path, message } = problem;
    const key = Object.hasOwn(many, code) ? `${severity} ${code}` : `${severity} ${code} ${path} ${message}`;
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups].map(([key, problems]): ProblemGroup => {
    const first = problems[0]!;
    const say = problems.length > 1 && Object.hasOwn(many, first.code) ? many[first.code] : undefined;
    const harms = new Set(problems.map(({ harm }) => harm));
    const harm =
      harms.size === 1
        ? first.harm
        : /^unhandled_/.test(first.code)
          ? "Without an answer, runs stop there and wait until a member looks after them."
          : undefined;
    return { key, severity: first.severity, title: say?.(problems.length) ?? first.message, harm, problems };
  });
}
