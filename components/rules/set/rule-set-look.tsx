import { UnstyledButton } from "@mantine/core";
import { StatusChip } from "@/components/ui/status-chip";
import type { RuleSet } from "@/server/rules/core/ast";
import type { RuleSetResult } from "@/server/rules/core/compile";
import { humanise, large, valueText, type Words } from "@/server/rules/core/words";
import type { Names } from "./names";
import css from "./rule-set.module.css";
import { changesBetween, type SetLook } from "./set-look";

/** What the rules come to for the record, what they came to as published, and why. */
export function RuleSetLook({
  look,
  before,
  names,
  words,
  set,
  onOpen,
}: {
  look: SetLook;
  before: SetLook | undefined;
  names: Names;
  words: Words;
  set: RuleSet;
  onOpen: (i: number) => void;
}) {
  const titleOf = (key: string) => names.outcomes.find((one) => one.key === key)?.title ?? key;
  const changes = before ? changesBetween(before.result, look.result, titleOf) : undefined;
  const told = look.readings.filter(({ status }) => status === "fired" || status === "unknown");
  return (
    <div className={css.looks} aria-live="polite">
      <div className={css.results}>
        {before && changes && changes.length > 0 && (
          <Result title="As published" result={before.result} names={names} words={words} />
        )}
        <Result title="This draft" result={look.result} names={names} words={words} />
      </div>
      {changes && (
        <ul className={css.changes}>
          {changes.length === 0 ? (
            <li className={css.quiet}>As published: nothing changes for this record.</li>
          ) : (
            changes.map((one) => <li key={one}>{one}</li>)
          )}
        </ul>
      )}
      {told.length === 0 && <p className={css.quiet}>No rule holds.</p>}
      <ul className={css.readings}>
        {told.slice(0, 30).map(({ code, sentence }) => (
          <li key={code}>
            <UnstyledButton onClick={() => onOpen(set.rules.findIndex((rule) => rule.code === code))}>
              {sentence}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Result({
  title,
  result,
  names,
  words,
}: {
  title: string;
  result: RuleSetResult;
  names: Names;
  words: Words;
}) {
  const outcome = names.outcomes.find(({ key }) => key === result.outcome);
  return (
    <div className={css.result} data-tone={outcome?.tone}>
      <small>{title}</small>
      {outcome ? (
        <StatusChip tone={outcome.tone}>{outcome.title}</StatusChip>
      ) : (
        <b>{result.outcome ?? "No outcome"}</b>
      )}
      <span>{result.points === 1 ? "1 point" : `${result.points} points`}</span>
      {result.queue && <span>Queue: {words.queues?.[result.queue] ?? result.queue}</span>}
      {Object.entries(result.values).map(([key, value]) => (
        <span key={key}>
          {large(humanise(key))}: {valueText(value as object, undefined, words)}
        </span>
      ))}
      {result.requirements.length > 0 && <span>Asks for {result.requirements.length}</span>}
    </div>
  );
}
