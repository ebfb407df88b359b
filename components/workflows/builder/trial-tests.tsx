"use client";

import { Button } from "@mantine/core";
import { IconHistory, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { Confirm } from "@/components/ui/confirm";
import { IconButton } from "@/components/ui/icon-button";
import { StatusChip } from "@/components/ui/status-chip";
import { differenceName } from "@/server/workflows/saved-tests/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { SavedTest } from "@/server/workflows/trial/schema";
import { TestsFile } from "./tests-file";
import css from "./trial.module.css";
import { useTestResults } from "./use-test-results";

/** The saved test cases: opened one by one, or all of them run on the document as it stands. */
export function TrialTests({
  document,
  tests,
  isReadOnly,
  onOpen,
  onRemove,
  onAccept,
  onImport,
  onPast,
}: {
  document: WorkflowDocument;
  tests: readonly SavedTest[];
  isReadOnly: boolean;
  onOpen: (test: SavedTest) => void;
  onRemove: (test: SavedTest) => void;
  /** What came out is right: it is expected from now on. */
  onAccept: (test: SavedTest) => void;
  /** Tests out of a file; those of a known key take its place. */
  onImport: (tests: readonly SavedTest[]) => void;
  /** A past decision is to become one. */
  onPast: () => void;
}) {
  const [removing, setRemoving] = useState<SavedTest>();
  const { results, isRunning } = useTestResults(document, tests);
  const shown = tests.flatMap(({ key }) => results.get(key) ?? []);
  const failed = shown.filter(({ hasPassed }) => !hasPassed).length;
  return (
    <section aria-label="Test cases">
      <div className={css.testHead}>
        <h2>Test cases</h2>
        {!isReadOnly && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconHistory size={12} aria-hidden />}
            onClick={onPast}
          >
            From a past decision
          </Button>
        )}
        <TestsFile document={document} tests={tests} onImport={isReadOnly ? undefined : onImport} />
      </div>
      {tests.length === 0 && (
        <p className={css.quiet}>
          None yet. Run a test to its end and save it, make one of a past decision, or import a table: they
          are run after every change, and what fails them is not published.
        </p>
      )}
      {tests.length > 0 && (
        <p className={css.quiet} role="status">
          {isRunning && shown.length < tests.length
            ? "Running …"
            : `${shown.length - failed} passed, ${failed} failed`}
        </p>
      )}
      <ul className={css.tests}>
        {tests.map((test) => {
          const result = results.get(test.key);
          return (
            <li key={test.key} className={css.test}>
              <div className={css.testHead}>
                <span>{test.title}</span>
                {result && (
                  <StatusChip tone={result.hasPassed ? "approve" : "decline"}>
                    {result.hasPassed ? "Passed" : "Failed"}
                  </StatusChip>
                )}
                <IconButton
                  size="sm"
                  variant="subtle"
                  color="gray"
                  label={`Open ${test.title}`}
                  icon={IconPlayerPlay}
                  onClick={() => onOpen(test)}
                />
                {!isReadOnly && (
                  <IconButton
                    size="sm"
                    variant="subtle"
                    color="gray"
                    label={`Remove ${test.title}`}
                    icon={IconTrash}
                    onClick={() => setRemoving(test)}
                  />
                )}
              </div>
              {result?.differences.map((one) => (
                <p key={differenceName(one)} className={css.difference}>
                  <b>{differenceName(one)}</b>: {one.expected} →{" "}
                  <span className={css.answered}>{one.found}</span>
                </p>
              ))}
              {result && !result.hasPassed && result.isPlayed && !isReadOnly && (
                <Button size="compact-xs" variant="default" mt={6} onClick={() => onAccept(test)}>
                  Expect this from now on
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <Confirm
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={`Remove “${removing?.title ?? ""}”?`}
        verb="Remove"
        onConfirm={() => {
          if (removing) onRemove(removing);
          setRemoving(undefined);
        }}
      >
        Its input, its answers and what it expects go. Undo brings them back.
      </Confirm>
    </section>
  );
}
