"use client";

import { Button } from "@mantine/core";
import { IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState } from "react";
import { Confirm } from "@/components/ui/confirm";
import { IconButton } from "@/components/ui/icon-button";
import { StatusChip } from "@/components/ui/status-chip";
import { differenceName } from "@/server/workflows/saved-tests/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { runTests, type TestResult } from "@/server/workflows/trial/cases/policy";
import type { SavedTest } from "@/server/workflows/trial/schema";
import css from "./trial.module.css";

/** The saved test cases: opened one by one, or all of them run on the document as it stands. */
export function TrialTests({
  document,
  tests,
  isReadOnly,
  onOpen,
  onRemove,
  onAccept,
}: {
  document: WorkflowDocument;
  tests: readonly SavedTest[];
  isReadOnly: boolean;
  onOpen: (test: SavedTest) => void;
  onRemove: (test: SavedTest) => void;
  /** What came out is right: it is expected from now on. */
  onAccept: (test: SavedTest) => void;
}) {
  const [isRun, setRun] = useState(false);
  const [removing, setRemoving] = useState<SavedTest>();
  // Once run, they are run again after every change, but never before what was typed is drawn.
  const latest = useDeferredValue(document);
  const run = useMemo(() => (isRun ? runTests(latest, tests) : undefined), [isRun, latest, tests]);
  const results = new Map(run?.map((result): [string, TestResult] => [result.test.key, result]));
  const failed = run?.filter(({ hasPassed }) => !hasPassed).length ?? 0;
  return (
    <section aria-label="Test cases">
      <div className={css.testHead}>
        <h2>Test cases</h2>
        {tests.length > 0 && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlayerPlay size={12} aria-hidden />}
            onClick={() => setRun(true)}
          >
            Run all tests
          </Button>
        )}
      </div>
      {tests.length === 0 && (
        <p className={css.quiet}>
          None yet. Run a test to its end, then save it: it is checked after every change.
        </p>
      )}
      {run && (
        <p className={css.quiet} role="status">
          {run.length - failed} passed, {failed} failed
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
