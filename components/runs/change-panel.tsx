import { Alert } from "@mantine/core";
import { IconClockExclamation } from "@tabler/icons-react";
import { DateTimeText } from "@/components/ui/format/moment";
import { Panel } from "@/components/ui/panel";
import type { Json, RunState } from "@/server/engine/state";
import type { JournalEntry } from "@/server/runs/schema";
import { dataDifferences } from "./differences";
import { eventSentence, ignoredSentence, type StepName } from "./event-words";
import css from "./run-page.module.css";

interface ChangePanelProps {
  entry: JournalEntry;
  before: RunState | undefined;
  after: RunState;
  nameOf: StepName;
}

/** What one event did: in a sentence, in steps entered and left, and in the data. */
export function ChangePanel({ entry, before, after, nameOf }: ChangePanelProps) {
  const left = after.path.filter((step, place) => step !== before?.path[place]);
  const moves = left.map((step) => ({
    key: `${step.node} ${step.visit} ${step.frame ?? ""}`,
    words: step.leftAt
      ? `${nameOf(step.node, step.frame)}: left${step.outlet ? ` by “${step.outlet}”` : ""}`
      : `${nameOf(step.node, step.frame)}: entered${step.visit > 1 ? `, for the ${step.visit}th time` : ""}`,
  }));
  const differences = dataDifferences(before, after);
  return (
    <Panel title="What changed" note={`Event ${entry.seq}`}>
      <p className={css.sentence} aria-live="polite">
        {eventSentence(entry.event, entry.by, nameOf)}
      </p>
      <p className={css.quiet}>
        <DateTimeText at={entry.event.at} />
        {before && before.status !== after.status && `, ${before.status} → ${after.status}`}
      </p>
      {entry.ignored && (
        <Alert variant="default" icon={<IconClockExclamation size={16} aria-hidden />} mt="xs">
          {ignoredSentence(entry.ignored)}
        </Alert>
      )}
      {moves.length > 0 && (
        <>
          <h3 className={css.sub}>Steps</h3>
          <ul className={css.moves}>
            {moves.map(({ key, words }) => (
              <li key={key}>{words}</li>
            ))}
          </ul>
        </>
      )}
      <h3 className={css.sub}>Data</h3>
      {differences.length === 0 ? (
        <p className={css.quiet}>It changed none.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard
        <section className={css.diffBox} tabIndex={0} aria-label="Changed data">
          <dl className={css.diff}>
            {differences.map(({ path, ...values }) => (
              <div key={path}>
                <dt>{path}</dt>
                <dd>
                  {values.before !== undefined && (
                    <>
                      <del>{short(values.before)}</del> →{" "}
                    </>
                  )}
                  <ins>{values.after === undefined ? "gone" : short(values.after)}</ins>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </Panel>
  );
}

const LONGEST = 240;

function short(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
