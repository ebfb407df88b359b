"use client";

import { Button } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useState } from "react";
import { DateTimeText } from "@/components/ui/format/moment";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { definitionOf } from "@/server/workflows/trial/answering/policy";
import { givenTo } from "@/server/workflows/trial/past/policy";
import type { PlayedTrial, Question } from "@/server/workflows/trial/policy";
import type { TrialAnswer } from "@/server/workflows/trial/schema";
import { FormAnswer } from "./form-answer";
import { JsonText } from "./json-box";
import { isListRead, ListReadAnswer } from "./list-answer";
import { ChildAnswer, IncidentAnswer, SignalAnswer } from "./other-answers";
import { OwedAnswer } from "./owed-answer";
import css from "./trial.module.css";
import type { TrialDesk } from "./use-trial";
import { VendorAnswer } from "./vendor-answer";
import { VerdictAnswer } from "./verdict-answer";

const kindWords: Record<Question["kind"], string> = {
  effect: "asks, and waits for an answer",
  pause: "could not be answered and is asked again later",
  wait: "waits for somebody",
  time: "lets time pass",
  child: "waits for a run of another workflow",
  incident: "needs attention",
};

/** Where the test run stands, and what can be said there. */
export function TrialNow({
  document,
  desk,
  question,
  played,
}: {
  document: WorkflowDocument;
  desk: TrialDesk;
  question: Question;
  played: PlayedTrial;
}) {
  const [refusal, setRefusal] = useState<string>();
  const node = document.nodes[question.node];
  const title = node?.title ?? question.node;
  const onAnswer = (answer: TrialAnswer) => setRefusal(desk.answer(answer));
  const subject = question.asked["subjectName"];
  return (
    <section aria-label={`${title} waits`}>
      <h2>{title}</h2>
      <div className={css.stack}>
        <p className={css.quiet}>
          It {kindWords[question.kind]}
          {typeof subject === "string" && <>: {subject}</>}
          {question.kind === "effect" && question.attempt > 1 && `, attempt ${question.attempt}`}
          {question.due !== undefined && (
            <>
              , until <DateTimeText at={question.due} />
            </>
          )}
          .
        </p>
        {question.reason && <p className={css.note}>{question.reason}</p>}
        {refusal && (
          <p className={css.note} role="alert">
            That does not fit here: {refusal}
          </p>
        )}
        {desk.before && (
          <div className={css.row}>
            <Button size="compact-sm" variant="default" onClick={desk.step}>
              As before
            </Button>
            <span className={css.quiet}>Takes the answer that was taken back.</span>
          </div>
        )}
        <Answer key={question.to} {...{ document, desk, question, played, onAnswer }} />
        {Object.keys(question.asked).length > 0 && (
          <details className={css.details}>
            <summary>What it was given</summary>
            <JsonText value={question.asked} label={`What ${title} was given`} />
          </details>
        )}
      </div>
    </section>
  );
}

function Answer({
  document,
  desk,
  question,
  played,
  onAnswer,
}: {
  document: WorkflowDocument;
  desk: TrialDesk;
  question: Question;
  played: PlayedTrial;
  onAnswer: (answer: TrialAnswer) => void;
}) {
  const { past } = desk.sources;
  const given = past && givenTo(past, played, question);
  switch (question.kind) {
    case "effect":
      if (isListRead(question)) return <ListReadAnswer question={question} onAnswer={onAnswer} />;
      return (
        <VendorAnswer
          document={document}
          question={question}
          clock={played.clock}
          past={given}
          onAnswer={onAnswer}
        />
      );
    case "pause":
    case "time":
      return (
        <div className={css.row}>
          <Button
            size="xs"
            leftSection={<IconClock size={14} aria-hidden />}
            onClick={() => onAnswer({ kind: "time", ms: null })}
          >
            Let time pass
          </Button>
        </div>
      );
    case "child":
      return <ChildAnswer document={document} question={question} onAnswer={onAnswer} />;
    case "incident": {
      const definition = definitionOf(document, question.node);
      const config = definition?.config.safeParse(document.nodes[question.node]?.config);
      const outlets = config?.success ? (definition?.outlets(config.data, document) ?? []) : [];
      return (
        <IncidentAnswer
          question={question}
          titleOf={(key) => outlets.find((one) => one.key === key)?.title ?? key}
          onAnswer={onAnswer}
        />
      );
    }
    case "wait": {
      const asBefore = given?.kind === "signal" && (
        <div className={css.row}>
          <Button size="compact-sm" variant="default" onClick={() => onAnswer(given)}>
            As in the past run
          </Button>
        </div>
      );
      return (
        <>
          {asBefore}
          <WaitAnswer document={document} question={question} played={played} onAnswer={onAnswer} />
        </>
      );
    }
  }
}

function WaitAnswer({
  document,
  question,
  played,
  onAnswer,
}: {
  document: WorkflowDocument;
  question: Question;
  played: PlayedTrial;
  onAnswer: (answer: TrialAnswer) => void;
}) {
  const form = document.forms[String(question.asked["form"] ?? "")];
  const late = question.due !== undefined && (
    <div className={css.row}>
      <Button size="compact-sm" variant="default" onClick={() => onAnswer({ kind: "time", ms: null })}>
        Nobody answers in time
      </Button>
    </div>
  );
  const body = () => {
    switch (question.signal) {
      case "form_submitted":
        return form ? (
          <FormAnswer
            document={document}
            form={form}
            question={question}
            played={played}
            onAnswer={onAnswer}
          />
        ) : (
          <SignalAnswer question={question} onAnswer={onAnswer} />
        );
      case "requirements_answered":
        return <OwedAnswer document={document} question={question} onAnswer={onAnswer} />;
      case "case_decided":
        return <VerdictAnswer document={document} question={question} onAnswer={onAnswer} />;
      default:
        return <SignalAnswer question={question} onAnswer={onAnswer} />;
    }
  };
  return (
    <>
      {body()}
      {late}
    </>
  );
}

/** Several things at once: which of them is answered first is for the person to choose. */
export function OtherQuestions({
  document,
  questions,
  onChoose,
}: {
  document: WorkflowDocument;
  questions: readonly Question[];
  onChoose: (to: string) => void;
}) {
  if (questions.length === 0) return null;
  return (
    <section aria-label="Also waiting">
      <h3>It also waits for</h3>
      <ul className={css.tests}>
        {questions.map(({ to, node, asked }) => {
          const subject = asked["subjectName"];
          const title = document.nodes[node]?.title ?? node;
          return (
            <li key={to} className={css.row}>
              <Button size="compact-sm" variant="default" onClick={() => onChoose(to)}>
                {typeof subject === "string" ? `${title}: ${subject}` : title}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
