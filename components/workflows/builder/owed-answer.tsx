"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { textIn } from "@/components/collection/messages/translate";
import { SchemaForm } from "@/components/schema-form/schema-form";
import type { Json, JsonObject } from "@/server/engine/state";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { Question } from "@/server/workflows/trial/policy";
import { answeredWith, owedIn } from "@/server/workflows/trial/samples/policy";
import type { TrialAnswer } from "@/server/workflows/trial/schema";
import { sampleDesk } from "./form-answer";
import css from "./trial.module.css";

const text = textIn("en");

/** What the applicant still owes, handed in by whoever runs the test. Samples stand for papers. */
export function OwedAnswer({
  document,
  question,
  onAnswer,
}: {
  document: WorkflowDocument;
  question: Question;
  onAnswer: (answer: TrialAnswer) => void;
}) {
  const owed = owedIn(document, question.asked);
  const [values, setValues] = useState<JsonObject>({});
  const fields = owed.flatMap(({ schema, title }, i) =>
    schema ? [[`field${i}`, { ...schema, title }] as const] : [],
  );
  const papers = owed.filter(({ kind }) => kind === "document");
  return (
    <div className={css.stack}>
      {papers.length > 0 && (
        <ul className={css.steps}>
          {papers.map(({ key, subject, title }) => (
            <li key={`${key} ${subject}`} className={css.quiet}>
              {title}: a sample document comes in.
            </li>
          ))}
        </ul>
      )}
      {fields.length > 0 && (
        <SchemaForm
          id="trialowed"
          schema={{ type: "object", properties: Object.fromEntries(fields) as never }}
          value={values}
          onChange={(value) => setValues(value as JsonObject)}
          problems={[]}
          isShown={() => false}
          desk={sampleDesk}
          text={text}
          locale="en"
        />
      )}
      <div className={css.row}>
        <Button
          size="xs"
          onClick={() =>
            onAnswer({
              kind: "signal",
              to: question.to,
              payload: answeredWith(
                owed,
                owed.map((_, i): Json | undefined => values[`field${i}`]),
              ),
            })
          }
        >
          Hand in {owed.length} {owed.length === 1 ? "item" : "items"}
        </Button>
      </div>
    </div>
  );
}
