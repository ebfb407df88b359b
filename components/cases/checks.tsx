import { Anchor } from "@mantine/core";
import { useState } from "react";
import { Age } from "@/components/ui/format/moment";
import { StatusChip } from "@/components/ui/status-chip";
import { checkStatuses } from "@/db/enums/enums";
import type { CheckView } from "@/server/cases/schema";
import { checkTones } from "./case-words";
import css from "./evidence.module.css";
import { Nothing, Section } from "./section";

/** What needs a look comes first, what passed last. */
const rank = ["hit", "no_answer", "unknown", "not_found", "input_missing", "clear"];

/** What the vendors said: status, sentence, source and age; answers of earlier visits are folded away. */
export function Checks({ checks }: { checks: readonly CheckView[] }) {
  const [showsEarlier, setShowsEarlier] = useState(false);
  const current = checks
    .filter((check) => check.current)
    .sort((a, b) => rank.indexOf(a.status) - rank.indexOf(b.status));
  const earlier = checks.filter((check) => !check.current);
  const counted = checkStatuses.flatMap((status) => {
    const count = current.filter((check) => check.status === status).length;
    return count > 0 ? [`${count} ${checkTones[status].text.toLowerCase()}`] : [];
  });
  return (
    <Section
      id="checks"
      title="Checks"
      note={counted.join(", ")}
      action={
        earlier.length > 0 && (
          <Anchor component="button" type="button" onClick={() => setShowsEarlier(!showsEarlier)}>
            {showsEarlier ? "Hide earlier answers" : `Show ${earlier.length} earlier`}
          </Anchor>
        )
      }
    >
      {current.length === 0 && <Nothing>No check has run.</Nothing>}
      {current.length > 0 && (
        <ul className={css.card}>
          {current.map((check) => (
            <Check key={check.id} check={check} />
          ))}
          {showsEarlier && earlier.map((check) => <Check key={check.id} check={check} />)}
        </ul>
      )}
    </Section>
  );
}

const sinceWords = { asked_again: "Asked again since.", answered_by_hand: "Answered by hand since." };

function Check({ check }: { check: CheckView }) {
  const { tone, text } = checkTones[check.status];
  return (
    <li className={css.check} data-earlier={!check.current || undefined}>
      <span className={css.checkStatus}>
        <StatusChip tone={tone} title={check.label}>
          {text}
        </StatusChip>
      </span>
      <span className={css.checkTitle}>
        {check.title}
        {check.subjectName && (
          <span className={css.quiet}>
            , <bdi>{check.subjectName}</bdi>
          </span>
        )}
      </span>
      <span className={css.checkSentence}>
        {check.sentence}
        {check.note && (
          <span className={css.quiet}>
            {" "}
            <q>{check.note}</q>
          </span>
        )}
        {check.since && <span className={css.quiet}> {sinceWords[check.since]}</span>}
      </span>
      <span className={css.checkSource}>
        {check.by === null ? (
          check.source
        ) : (
          <>
            By hand, <bdi>{check.by}</bdi>
          </>
        )}
      </span>
      <span className={css.checkAge}>
        <Age since={check.at} />
      </span>
    </li>
  );
}
