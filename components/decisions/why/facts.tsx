import { Anchor } from "@mantine/core";
import Link from "next/link";
import { checkTones } from "@/components/cases/case-words";
import { DateTimeText } from "@/components/ui/format/moment";
import { Panel } from "@/components/ui/panel";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { CheckStatus, Verdict } from "@/db/enums/enums";
import type { DecisionWhy } from "@/server/decisions/why/schema";
import css from "./why.module.css";

/** Values the workflow set, each with the step that set it last. */
export function Values({ values }: { values: DecisionWhy["values"] }) {
  if (values.length === 0) return null;
  return (
    <Panel title="Values it set">
      <table className={css.tests}>
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col">Is</th>
            <th scope="col">Set by</th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ key, title, value, by, at, isOutput }) => (
            <tr key={key}>
              <th scope="row">{title}</th>
              <td data-label="Is">
                <b>{value ?? "sealed"}</b>
                {isOutput && <span className={css.quiet}> leaves with the decision</span>}
              </td>
              <td data-label="Set by">
                {by} <span className={css.quiet}>{<DateTimeText at={at} />}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** What vendors said, as the rules read it. */
export function Answers({ answers }: { answers: DecisionWhy["answers"] }) {
  if (answers.length === 0) return null;
  return (
    <Panel title="What was asked of others">
      <ul className={css.answers}>
        {answers.map((answer) => {
          const { tone, text } = checkTones[answer.status as CheckStatus];
          return (
            <li key={`${answer.node} ${answer.subject} ${answer.at}`}>
              <StatusChip tone={tone}>{text}</StatusChip>
              <span>
                <b>{answer.title}</b>
                {answer.subject && (
                  <>
                    , <bdi>{answer.subject}</bdi>
                  </>
                )}
              </span>
              <span>{answer.sentence}</span>
              <span className={css.quiet}>
                {answer.source} <DateTimeText at={answer.at} />
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

const says: Record<Verdict, { tone: Tone; text: string }> = {
  approve: { tone: "approve", text: "Approved" },
  decline: { tone: "decline", text: "Declined" },
  send_back: { tone: "waiting", text: "Sent back" },
};

/** What members decided, with their reasons and notes. */
export function People({ people }: { people: DecisionWhy["people"] }) {
  return (
    <Panel title="What people decided">
      <ul className={css.people}>
        {people.map((part) => (
          <li key={`${part.case} ${part.by} ${part.at}`} data-undone={!part.counts || undefined}>
            <p className={css.sentence}>
              <StatusChip tone={says[part.verdict].tone}>{says[part.verdict].text}</StatusChip>{" "}
              <bdi>{part.by}</bdi>
              {part.step === 2 && ", as the second"}
              {!part.counts && ", undone since"}
            </p>
            {part.reasons.length > 0 && <p>{part.reasons.join(" ")}</p>}
            {part.note && (
              <p>
                <q>{part.note}</q>
              </p>
            )}
            <p className={css.quiet}>
              <Anchor component={Link} href={`/cases/${part.case}`}>
                Case {part.number}
              </Anchor>
              , <DateTimeText at={part.at} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
