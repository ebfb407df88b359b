import { Alert, Checkbox, Loader, Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import { testsSentence } from "@/server/workflows/saved-tests/policy";
import type { TestReport } from "@/server/workflows/saved-tests/schema";
import type { DocumentProblem } from "@/server/workflows/schema";
import { FailedTests } from "./saved-tests";
import css from "./versions.module.css";

/** What keeps a draft from being published, or should have been seen by somebody. */
export function ProblemChecks({
  problems,
  acceptProps,
}: {
  /** Undefined while they are looked for. */
  problems: readonly DocumentProblem[] | undefined;
  acceptProps: object;
}) {
  if (!problems) return <Loader size="sm" aria-label="Checking the draft" />;
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  if (errors.length > 0)
    return (
      <Alert color="red" title="It cannot be published yet" role="alert">
        <Problems problems={errors} />
      </Alert>
    );
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" title="Somebody should have seen this">
      <Problems problems={warnings} />
      <Checkbox mt="sm" label="I have seen the warnings and publish all the same" {...acceptProps} />
    </Alert>
  );
}

function Problems({ problems }: { problems: readonly DocumentProblem[] }) {
  return (
    <ul className={css.problems}>
      {problems.map(({ path, message, fix }) => (
        <li key={`${path} ${message}`}>
          {message} {fix}
        </li>
      ))}
    </ul>
  );
}

/** What the saved tests come to: a line when all is well, every failing test by name when not. */
export function TestChecks({
  report,
  children,
}: {
  /** Undefined while they run. */
  report: TestReport | undefined;
  /** What can be done about failing tests. */
  children?: ReactNode;
}) {
  if (!report) return <Loader size="sm" aria-label="Running the saved tests" />;
  const { count, failed } = report;
  if (failed.length === 0)
    return (
      <p className={css.quiet} role="status">
        {count === 0
          ? "It has no saved tests. Save one from a test run, and it is checked at every publishing."
          : `${testsSentence(report)}.`}
      </p>
    );
  return (
    <Alert color="red" title={testsSentence(report)} role="alert">
      <FailedTests failed={failed} />
      {children}
    </Alert>
  );
}

/** An admin may say why failing tests are no reason; everybody else is told who may. */
export function TestOverride({ mayOverride, ...props }: { mayOverride: boolean }) {
  if (!mayOverride)
    return <p className={css.quiet}>Mend the draft or the tests. An admin can publish all the same.</p>;
  return (
    <Textarea
      mt="sm"
      label="Publish all the same, because"
      description="Stays on record with the version, and in the audit log."
      autosize
      minRows={2}
      maxRows={4}
      maxLength={1000}
      {...props}
    />
  );
}
