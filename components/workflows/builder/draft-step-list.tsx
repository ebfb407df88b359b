import { Button } from "@mantine/core";
import { useState } from "react";
import { DateTimeText } from "@/components/ui/format/moment";
import type { Builder } from "./use-builder";
import css from "./versions-panel.module.css";

/** More than anybody looks at; the rest is shown when it is asked for. */
const MOST = 40;

const stepWords = (words: string | null) => words ?? "Several changes";

/** What was done to the draft, the last step first. Any of them can be gone back to, and on to again. */
export function DraftStepList({ builder }: { builder: Pick<Builder, "state" | "isReadOnly" | "goTo"> }) {
  const { state, isReadOnly, goTo } = builder;
  const { undo, redo } = state.steps;
  const [showsAll, setShowsAll] = useState(false);
  // Refused steps are gathered into one that mends them: until they are saved nobody can count them.
  const mayGo = !isReadOnly && state.saving !== "refused";
  const all = [
    // Redo takes the last of its pile first: from the top down, the furthest stands first.
    ...redo.map((step, index) => ({ step, stands: undo.length + redo.length - index })),
    ...undo.map((step, index) => ({ step, stands: index + 1 })).reverse(),
  ];
  const shown = showsAll ? all : all.slice(0, MOST + redo.length);
  return (
    <section aria-labelledby="draft-steps" className={css.steps}>
      <header className={css.head}>
        <h2 id="draft-steps">Steps of the draft</h2>
      </header>
      {all.length === 0 ? (
        <p className={`${css.quiet} ${css.empty}`}>
          None yet. Everything that is done to the draft stands here, and can be gone back to.
        </p>
      ) : (
        <ol className={css.list} aria-label="Steps of the draft, the last one first">
          {shown.map(({ step, stands }) => {
            const isTaken = stands > undo.length;
            const isNow = stands === undo.length;
            return (
              <li
                key={stands}
                className={css.row}
                data-taken={isTaken || undefined}
                aria-current={isNow ? "step" : undefined}
              >
                <span className={css.what}>
                  {stepWords(step.words)}
                  {isTaken && <span className={css.quiet}> Taken back</span>}
                  <small className={css.quiet}>
                    {step.by}, <DateTimeText at={step.at} />
                  </small>
                </span>
                {isNow ? (
                  <span className={css.quiet}>Now</span>
                ) : (
                  mayGo && <Go words={stepWords(step.words)} isOn={isTaken} onGo={() => goTo(stands)} />
                )}
              </li>
            );
          })}
          {shown.length === all.length && (
            <li className={css.row} aria-current={undo.length === 0 ? "step" : undefined}>
              <span className={`${css.what} ${css.quiet}`}>Before the first of these steps</span>
              {undo.length === 0 ? (
                <span className={css.quiet}>Now</span>
              ) : (
                mayGo && <Go words="before the first step" isOn={false} onGo={() => goTo(0)} />
              )}
            </li>
          )}
        </ol>
      )}
      {shown.length < all.length && (
        <div className={css.empty}>
          <Button size="compact-xs" variant="default" onClick={() => setShowsAll(true)}>
            Show {all.length - shown.length} earlier
          </Button>
        </div>
      )}
    </section>
  );
}

function Go({ words, isOn, onGo }: { words: string; isOn: boolean; onGo: () => void }) {
  const verb = isOn ? "On to here" : "Back to here";
  return (
    <Button size="compact-xs" variant="subtle" aria-label={`${verb}: ${words}`} onClick={onGo}>
      {verb}
    </Button>
  );
}
