"use client";

import { Button, SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import { textIn } from "@/components/collection/messages/translate";
import type { DocumentDesk } from "@/components/schema-form/desk";
import { SchemaForm } from "@/components/schema-form/schema-form";
import { effectiveForm, type FormScope, visibleAnswers } from "@/server/collection/policy";
import { validateForm } from "@/server/collection/validation/policy";
import type { JsonObject } from "@/server/engine/state";
import type { Form, WorkflowDocument } from "@/server/workflows/schema";
import type { PlayedTrial, Question } from "@/server/workflows/trial/policy";
import { SAMPLE_DOCUMENT, sampleAnswers } from "@/server/workflows/trial/samples/policy";
import type { TrialAnswer } from "@/server/workflows/trial/schema";
import { JsonBox } from "./json-box";
import css from "./trial.module.css";

const text = textIn("en");

/** Nothing is uploaded in a test run: a sample stands for every paper. */
export const sampleDesk: DocumentDesk = {
  find: (id) => ({ id, name: "Sample document", state: "ready", refusal: null, pages: 1, previewUrl: null }),
  send: async () => SAMPLE_DOCUMENT,
  discard: () => undefined,
  accept: ".pdf,image/*",
};

/** The applicant's form, filled in by whoever runs the test, or with samples. */
export function FormAnswer({
  document,
  form,
  question,
  played,
  onAnswer,
}: {
  document: WorkflowDocument;
  form: Form;
  question: Question;
  played: PlayedTrial;
  onAnswer: (answer: TrialAnswer) => void;
}) {
  const { timeZone, leapDayBirthday } = document.settings;
  const scope = useMemo<FormScope>(
    () => ({ at: played.clock, timeZone, leapDayBirthday, forms: played.state.data.forms }),
    [played, timeZone, leapDayBirthday],
  );
  const [answers, setAnswers] = useState<JsonObject>(played.state.data.forms[form.key] ?? {});
  const [looks, setLooks] = useState<"form" | "json">("form");
  const [isTold, setTold] = useState(false);
  const [round, setRound] = useState(0);
  const pages = effectiveForm(form, answers, scope).pages;
  const problems = useMemo(() => validateForm(form, answers, scope), [form, answers, scope]);
  const send = () => {
    if (problems.length > 0 && !isTold) return setTold(true);
    onAnswer({
      kind: "signal",
      to: question.to,
      payload: {
        answers: visibleAnswers(form, answers, scope) as JsonObject,
        submissionId: "trial",
      },
    });
  };
  return (
    <div className={css.stack}>
      <div className={css.row}>
        <SegmentedControl
          size="xs"
          aria-label="How the answers are written"
          value={looks}
          onChange={(value) => {
            setLooks(value as typeof looks);
            setRound(round + 1);
          }}
          data={[
            { value: "form", label: "Form" },
            { value: "json", label: "JSON" },
          ]}
        />
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            setAnswers(sampleAnswers(form, answers, scope));
            setRound(round + 1);
          }}
        >
          Fill in samples
        </Button>
        <Button size="compact-sm" onClick={send}>
          {isTold && problems.length > 0 ? "Hand in all the same" : "Hand in"}
        </Button>
      </div>
      {isTold && problems.length > 0 && (
        <p className={css.note} role="status">
          An applicant could not hand this in: {problems.length}{" "}
          {problems.length === 1 ? "field needs" : "fields need"} another look. A test run may go on with it.
        </p>
      )}
      {looks === "json" ? (
        <JsonBox key={round} label="Answers" value={answers} onChange={setAnswers} />
      ) : (
        pages.map((page) => (
          <section key={`${page.key} ${round}`} aria-label={page.title}>
            <h3>{page.title}</h3>
            <SchemaForm
              id={`trial${page.key}`}
              schema={page.schema}
              uiSchema={page.uiSchema}
              value={answers}
              onChange={(value) => setAnswers({ ...answers, ...(value as JsonObject) })}
              problems={problems.filter((one) => one.page === page.key)}
              isShown={() => isTold}
              desk={sampleDesk}
              text={text}
              locale="en"
            />
          </section>
        ))
      )}
    </div>
  );
}
