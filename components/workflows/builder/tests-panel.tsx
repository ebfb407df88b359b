import { Modal } from "@mantine/core";
import { useState } from "react";
import { accepted, withoutTest, withTest } from "@/server/workflows/trial/cases/policy";
import type { SavedTest } from "@/server/workflows/trial/schema";
import { PastRuns } from "./past-runs";
import { testOfPast } from "./test-of-past";
import css from "./trial.module.css";
import { TrialTests } from "./trial-tests";
import type { TrialBuilder, TrialDesk } from "./use-trial";

const noTests: readonly SavedTest[] = [];

/** Opens a saved test as a test run, answered as it was. */
export const openSavedTest = (desk: TrialDesk, test: SavedTest): void =>
  desk.begin(test.setup, {
    answers: test.answers,
    test: test.key,
    sources: { ...desk.sources, past: undefined, vendors: "sandbox", people: "hand" },
  });

/** The drawer's tab *Tests*: what was saved to be checked after every change. */
export function TestsPanel({
  builder,
  desk,
  onOpened,
}: {
  builder: TrialBuilder;
  desk: TrialDesk;
  /** A test stands open as a test run. */
  onOpened: () => void;
}) {
  const { document, editor } = builder.parts;
  const [isChoosing, setChoosing] = useState(false);
  return (
    <div className={css.column}>
      <TrialTests
        document={document}
        tests={editor.tests ?? noTests}
        isReadOnly={builder.isReadOnly}
        onPast={() => setChoosing(true)}
        onOpen={(test) => {
          openSavedTest(desk, test);
          onOpened();
        }}
        onAccept={(test) =>
          builder.edit(`Expect what comes out of “${test.title}”`, (parts) => ({
            ...parts,
            editor: withTest(parts.editor, accepted(parts.document, test)),
          }))
        }
        onImport={(tests) =>
          builder.edit(tests.length === 1 ? "Import a test" : `Import ${tests.length} tests`, (parts) => ({
            ...parts,
            editor: tests.reduce(withTest, parts.editor),
          }))
        }
        onRemove={(test) =>
          builder.edit(`Remove test “${test.title}”`, (parts) => ({
            ...parts,
            editor: withoutTest(parts.editor, test.key),
          }))
        }
      />
      <Modal
        opened={isChoosing}
        onClose={() => setChoosing(false)}
        title="Make a test of a past decision"
        size={520}
      >
        <p className={css.quiet}>
          It is told what was said then, and expects what the draft comes to now. Nothing of the person is
          kept.
        </p>
        <PastRuns
          workflowId={builder.workflowId}
          workflowKey={document.key}
          onChoose={(past) => {
            const test = testOfPast(document, past, editor.tests ?? noTests);
            builder.edit("Make a test of a past decision", (parts) => ({
              ...parts,
              editor: withTest(parts.editor, test),
            }));
            setChoosing(false);
          }}
        />
      </Modal>
    </div>
  );
}
