import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { differenceName, testsSentence } from "@/server/workflows/saved-tests/policy";
import type { AttachedTests, FailedTest } from "@/server/workflows/saved-tests/schema";
import css from "./saved-tests.module.css";

/** What the saved tests came to when the version was published, on one line. */
export function AttachedTestsLine({ tests }: { tests: AttachedTests | null }) {
  if (!tests) return null;
  const hasFailed = tests.failed.length > 0;
  const Icon = hasFailed ? IconAlertTriangle : IconCheck;
  return (
    <span className={css.line} data-failed={hasFailed || undefined} title={titleOf(tests)}>
      {tests.count > 0 && <Icon size={14} aria-hidden />}
      {testsSentence(tests)}
      {tests.override !== null && ", overridden"}
    </span>
  );
}

const titleOf = ({ failed, override }: AttachedTests): string | undefined =>
  override === null ? undefined : `Failed: ${failed.map(({ title }) => title).join(", ")}. ${override}`;

/** The tests that failed, each with what was expected and what came out. */
export function FailedTests({ failed }: { failed: readonly FailedTest[] }) {
  return (
    <ul className={css.failed} aria-label="Tests that failed">
      {failed.map(({ key, title, differences }) => (
        <li key={key}>
          <b>{title}</b>
          {differences.map((one) => (
            <p key={differenceName(one)}>
              {differenceName(one)}: {one.expected} was expected, {one.found} came out.
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}
