"use client";

import { Button } from "@mantine/core";
import { IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { Confirm } from "@/components/ui/confirm";
import { IconButton } from "@/components/ui/icon-button";
import { StatusChip } from "@/components/ui/status-chip";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { runTests, type TestDifference, type TestResult } from "@/server/workflows/trial/cases/policy";
import type { SavedTest } from "@/server/workflows/trial/schema";
import css from "./trial.module.css";

const words: Record<TestDifference["what"], string> = {
  run: "The workflow",
  answer: "Answer",
  outcome: "Outcome",
  reasons: "Reasons",
  score: "Score",
  output: "Output",
};

/** The saved test cases: opened one by one, or all of them run on the document as it stands. */
export function TrialTests({
  document,
  tests,
  isReadOnly,
  onOpen,
  onRemove,
}: {
  document: WorkflowDocument;
  tests: readonly SavedTest[];
  isReadOnly: boolean;
  onOpen: (test: SavedTest) => void;
  onRemove: (test: SavedTest) => void;
}) {
  const [run, setRun] = useState<{ of: WorkflowDocument; results: readonly TestResult[] }>();
  const [removing, setRemoving] = useState<SavedTest>();
  const results = new Map(run?.results.map((result) => [result.test.key, result]));
  const isOld = run !== undefined && run.of !== document;
  const failed = run?.results.filter(({ hasPassed }) => !hasPassed).length ?? 0;
  return (
    <section aria-label="Test cases">
      <div className={css.testHead}>
        <h3>Test cases</h3>
        {tests.length > 0 && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlayerPlay size={12} aria-hidden />}
            onClick={() => setRun({ of: document, results: runTests(document, tests) })}
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
          {run.results.length - failed} passed, {failed} failed
          {isOld && ". The workflow has changed since: run them again."}
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
              {result?.differences.map(({ what, name, expected, found }) => (
                <p key={`${what} ${name}`} className={css.difference}>
                  <b>
                    {words[what]}
                    {name !== undefined && ` “${name}”`}
                  </b>
                  : {expected} → <span className={css.answered}>{found}</span>
                </p>
              ))}
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
