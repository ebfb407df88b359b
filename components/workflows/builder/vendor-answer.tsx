"use client";

import { Button, Menu, SegmentedControl, Select, Switch } from "@mantine/core";
import { useState } from "react";
import type { Json, JsonObject } from "@/server/engine/state";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { definitionOf, exampleAnswers, sandboxAnswerTo } from "@/server/workflows/trial/answering/policy";
import type { Question } from "@/server/workflows/trial/policy";
import { failureKinds, type TrialAnswer } from "@/server/workflows/trial/schema";
import { answerShape } from "@/server/workflows/trial/shapes/policy";
import { JsonBox } from "./json-box";
import { ShapeForm } from "./shape-form";
import css from "./trial.module.css";

const failures: Record<(typeof failureKinds)[number], string> = {
  unavailable: "It cannot be reached",
  timeout: "It does not answer in time",
  refused: "It refuses to answer",
  garbage: "Its answer cannot be read",
  input_missing: "A field the question needs is empty",
  unknown: "Its answer was lost on the way",
};

const asObject = (value: Json | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};

/** What a vendor, or another system, says in the test run: an answer in the shape its step expects, or a failure. */
export function VendorAnswer({
  document,
  question,
  clock,
  past,
  onAnswer,
}: {
  document: WorkflowDocument;
  question: Question;
  clock: string;
  /** What the past run was told when it asked the same. */
  past: TrialAnswer | undefined;
  onAnswer: (answer: TrialAnswer) => void;
}) {
  const sandbox = sandboxAnswerTo(document, question, clock);
  const first = past?.kind === "said" ? past : sandbox?.kind === "said" ? sandbox : undefined;
  const [says, setSays] = useState<"answer" | "failure">(
    (past ?? sandbox)?.kind === "failed" ? "failure" : "answer",
  );
  const [output, setOutput] = useState<JsonObject>(asObject(first?.output));
  const [round, setRound] = useState(0);
  const suggested = (past ?? sandbox)?.kind === "failed" ? (past ?? sandbox) : undefined;
  const [failure, setFailure] = useState<(typeof failureKinds)[number]>(
    suggested?.kind === "failed" ? suggested.error.kind : "unavailable",
  );
  const [always, setAlways] = useState(true);
  const shape = answerShape(document, question);
  const definition = definitionOf(document, question.node);
  const examples = definition ? exampleAnswers(definition) : [];
  const put = (value: Json) => {
    setOutput(asObject(value));
    setRound(round + 1);
  };
  const mayRetry = failure === "unavailable" || failure === "timeout";
  const answer = (): TrialAnswer =>
    says === "answer"
      ? { kind: "said", to: question.to, output }
      : {
          kind: "failed",
          to: question.to,
          error: { kind: failure, message: `${failures[failure]}.` },
          ...(mayRetry && always && { always: true }),
        };
  return (
    <div className={css.stack}>
      <div className={css.row}>
        <SegmentedControl
          size="xs"
          aria-label="What comes back"
          value={says}
          onChange={(value) => setSays(value as typeof says)}
          data={[
            { value: "answer", label: "An answer" },
            { value: "failure", label: "A failure" },
          ]}
        />
        {says === "answer" && (examples.length > 0 || sandbox?.kind === "said") && (
          <Menu position="bottom-start" withinPortal>
            <Menu.Target>
              <Button size="compact-xs" variant="default">
                Fill in
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {past?.kind === "said" && (
                <Menu.Item onClick={() => put(past.output)}>As in the past run</Menu.Item>
              )}
              {sandbox?.kind === "said" && (
                <Menu.Item onClick={() => put(sandbox.output)}>What the sandbox says</Menu.Item>
              )}
              {examples.map(({ title, output: example }) => (
                <Menu.Item key={title} onClick={() => put(example)}>
                  Example: {title}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {says === "answer" &&
        (shape.properties ? (
          <ShapeForm
            key={round}
            shape={shape}
            value={output}
            title="Answer"
            onChange={(value) => setOutput(asObject(value as Json))}
          />
        ) : (
          <JsonBox key={round} label="What comes back" value={output} onChange={setOutput} />
        ))}
      {says === "failure" && (
        <>
          <Select
            size="xs"
            label="What goes wrong"
            allowDeselect={false}
            data={failureKinds.map((kind) => ({ value: kind, label: failures[kind] }))}
            value={failure}
            onChange={(kind) => kind && setFailure(kind)}
          />
          {mayRetry && (
            <Switch
              size="xs"
              label="However often it is asked"
              description="Off: this attempt fails, and it is asked again after a pause."
              checked={always}
              onChange={(event) => setAlways(event.currentTarget.checked)}
            />
          )}
        </>
      )}
      <div className={css.row}>
        <Button size="xs" onClick={() => onAnswer(answer())}>
          {says === "answer" ? "Answer" : "Fail"}
        </Button>
      </div>
    </div>
  );
}
