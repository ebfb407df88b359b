"use client";

import { Button, SegmentedControl, Select, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";
import type { JsonObject } from "@/server/engine/state";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { Question } from "@/server/workflows/trial/policy";
import type { TrialAnswer } from "@/server/workflows/trial/schema";
import { JsonBox } from "./json-box";
import css from "./trial.module.css";

interface AnswerProps {
  document: WorkflowDocument;
  question: Question;
  onAnswer: (answer: TrialAnswer) => void;
}

/** What another system sends to a wait. */
export function SignalAnswer({ question, onAnswer }: Omit<AnswerProps, "document">) {
  const [payload, setPayload] = useState<JsonObject>({});
  return (
    <div className={css.stack}>
      <JsonBox label="What the signal brings" value={payload} onChange={setPayload} />
      <div className={css.row}>
        <Button size="xs" onClick={() => onAnswer({ kind: "signal", to: question.to, payload })}>
          Send the signal
        </Button>
      </div>
    </div>
  );
}

/** How the run of another workflow ends. */
export function ChildAnswer({ document, question, onAnswer }: AnswerProps) {
  const declared = document.nodes[question.node]?.config["outcomes"];
  const outcomes = Array.isArray(declared) ? declared.map(String) : [];
  const [status, setStatus] = useState<"completed" | "cancelled" | "refused">("completed");
  const [outcome, setOutcome] = useState(outcomes[0] ?? "approve");
  const [reasonCodes, setReasonCodes] = useState<string[]>([]);
  const [outputs, setOutputs] = useState<JsonObject>({});
  const answer = (): TrialAnswer =>
    status === "completed"
      ? { kind: "child", to: question.to, status, outcome, reasonCodes, outputs }
      : {
          kind: "child",
          to: question.to,
          status,
          ...(status === "refused" && { reason: "It could not begin in the test run." }),
        };
  return (
    <div className={css.stack}>
      <SegmentedControl
        size="xs"
        aria-label="How the other run ends"
        value={status}
        onChange={(value) => setStatus(value as typeof status)}
        data={[
          { value: "completed", label: "Decided" },
          { value: "cancelled", label: "Cancelled" },
          { value: "refused", label: "Cannot begin" },
        ]}
      />
      {status === "completed" && (
        <>
          <TextInput
            size="xs"
            label="Outcome"
            description={outcomes.length > 0 ? `This step tells apart: ${outcomes.join(", ")}.` : undefined}
            value={outcome}
            onChange={(event) => setOutcome(event.currentTarget.value)}
          />
          <TagsInput size="xs" label="Reason codes" value={reasonCodes} onChange={setReasonCodes} />
          <JsonBox label="Outputs" value={outputs} onChange={setOutputs} />
        </>
      )}
      <div className={css.row}>
        <Button
          size="xs"
          disabled={status === "completed" && outcome === ""}
          onClick={() => onAnswer(answer())}
        >
          End the other run
        </Button>
      </div>
    </div>
  );
}

const acts = { retry: "Try again", answer: "Answer by hand", skip: "Send on" } as const;

/** A step that could not go on, and what a person does about it. */
export function IncidentAnswer({
  question,
  titleOf,
  onAnswer,
}: {
  question: Question;
  titleOf: (outlet: string) => string;
  onAnswer: (answer: TrialAnswer) => void;
}) {
  const { outlets, to } = question;
  const [act, setAct] = useState<keyof typeof acts>("retry");
  const [outlet, setOutlet] = useState<string | null>(outlets[0] ?? null);
  const [output, setOutput] = useState<JsonObject>({});
  const how = () => {
    if (act === "retry" || outlet === null) return { action: "retry" } as const;
    return act === "skip"
      ? ({ action: "skip", outlet } as const)
      : ({ action: "answer", outlet, output } as const);
  };
  return (
    <div className={css.stack}>
      <SegmentedControl
        size="xs"
        aria-label="What to do"
        value={act}
        onChange={(value) => setAct(value as keyof typeof acts)}
        data={(outlets.length > 0 ? (["retry", "answer", "skip"] as const) : (["retry"] as const)).map(
          (value) => ({ value, label: acts[value] }),
        )}
      />
      {act !== "retry" && (
        <Select
          size="xs"
          label="Way out"
          allowDeselect={false}
          data={outlets.map((key) => ({ value: key, label: titleOf(key) }))}
          value={outlet}
          onChange={setOutlet}
        />
      )}
      {act === "answer" && (
        <JsonBox label="What the step would have said" value={output} onChange={setOutput} />
      )}
      <div className={css.row}>
        <Button size="xs" onClick={() => onAnswer({ kind: "resolved", to, how: how() })}>
          {acts[act]}
        </Button>
      </div>
    </div>
  );
}
