import { Button, UnstyledButton } from "@mantine/core";
import { StatusChip } from "@/components/ui/status-chip";
import type { DocumentProblem } from "@/server/workflows/schema";
import css from "./builder.module.css";

export interface ProblemFix {
  title: string;
  run: () => void;
}

/** What is wrong, worst first; each leads to its place, and to its mending where one click is enough. */
export function ProblemList({
  problems,
  onShow,
  fixOf = () => undefined,
}: {
  problems: readonly DocumentProblem[];
  onShow: (problem: DocumentProblem) => void;
  fixOf?: (problem: DocumentProblem) => ProblemFix | undefined;
}) {
  if (problems.length === 0) return <p className={css.quiet}>Nothing is wrong: this can be published.</p>;
  return (
    <ul className={css.problems}>
      {[...problems]
        .sort((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"))
        .map((problem) => {
          const fix = fixOf(problem);
          return (
            <li key={`${problem.code} ${problem.path} ${problem.message}`}>
              <UnstyledButton className={css.problem} onClick={() => onShow(problem)}>
                <StatusChip tone={problem.severity === "error" ? "decline" : "warning"}>
                  {problem.severity === "error" ? "Must fix" : "Advice"}
                </StatusChip>
                <span>
                  <b>{problem.message}</b> <span className={css.quiet}>{problem.fix}</span>
                </span>
              </UnstyledButton>
              {fix && (
                <Button size="compact-xs" variant="default" onClick={fix.run}>
                  {fix.title}
                </Button>
              )}
            </li>
          );
        })}
    </ul>
  );
}
