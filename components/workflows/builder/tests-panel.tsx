import { accepted, withoutTest, withTest } from "@/server/workflows/trial/cases/policy";
import type { SavedTest } from "@/server/workflows/trial/schema";
import css from "./trial.module.css";
import { TrialTests } from "./trial-tests";
import type { TrialBuilder, TrialDesk } from "./use-trial";

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
  return (
    <div className={css.column}>
      <TrialTests
        document={document}
        tests={editor.tests ?? []}
        isReadOnly={builder.isReadOnly}
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
        onRemove={(test) =>
          builder.edit(`Remove test “${test.title}”`, (parts) => ({
            ...parts,
            editor: withoutTest(parts.editor, test.key),
          }))
        }
      />
    </div>
  );
}
