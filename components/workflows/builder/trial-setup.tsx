"use client";

import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { JsonObject } from "@/server/engine/state";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { SavedTest, TrialSetup } from "@/server/workflows/trial/schema";
import { inputShape, sampleSetup } from "@/server/workflows/trial/shapes/policy";
import { JsonBox } from "./json-box";
import { ShapeForm } from "./shape-form";
import css from "./trial.module.css";

type From = "written" | "test" | "past";

/** What a test run begins with: something written, a saved test, or a run that was. */
export function TrialSetupForm({
  document,
  tests,
  now,
  pastRuns,
  onBegin,
  onTest,
}: {
  document: WorkflowDocument;
  tests: readonly SavedTest[];
  now: string;
  /** The list of runs to choose from; absent for those who may not read parties. */
  pastRuns: ReactNode | undefined;
  onBegin: (setup: TrialSetup) => void;
  onTest: (test: SavedTest) => void;
}) {
  const [from, setFrom] = useState<From>("written");
  const ways = [
    { value: "written", label: "Write input" },
    ...(tests.length > 0 ? [{ value: "test", label: "Saved test" }] : []),
    ...(pastRuns ? [{ value: "past", label: "Past run" }] : []),
  ];
  return (
    <section aria-label="Begin a test run">
      <h2>Begin a test run</h2>
      <div className={css.stack}>
        {ways.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="What it begins with"
            value={from}
            onChange={(value) => setFrom(value as From)}
            data={ways}
          />
        )}
        {from === "written" && <Written document={document} now={now} onBegin={onBegin} />}
        {from === "test" && (
          <ul className={css.tests}>
            {tests.map((test) => (
              <li key={test.key} className={css.row}>
                <Button size="compact-sm" variant="default" onClick={() => onTest(test)}>
                  {test.title}
                </Button>
              </li>
            ))}
          </ul>
        )}
        {from === "past" && pastRuns}
      </div>
    </section>
  );
}

function Written({
  document,
  now,
  onBegin,
}: {
  document: WorkflowDocument;
  now: string;
  onBegin: (setup: TrialSetup) => void;
}) {
  const [setup, setSetup] = useState(() => sampleSetup(document, now) as TrialSetup);
  const [looks, setLooks] = useState<"form" | "json">("form");
  const [at, setAt] = useState(now.slice(0, 16));
  const shapes = inputShape(document);
  const hasInput = Object.keys(shapes.input.properties ?? {}).length > 0;
  const instant = Number.isNaN(Date.parse(`${at}:00Z`)) ? undefined : new Date(`${at}:00Z`).toISOString();
  return (
    <>
      <div className={css.row}>
        <SegmentedControl
          size="xs"
          aria-label="How the input is written"
          value={looks}
          onChange={(value) => setLooks(value as typeof looks)}
          data={[
            { value: "form", label: "Form" },
            { value: "json", label: "JSON" },
          ]}
        />
        {/* The samples below will do to begin with: it is at hand without scrolling past them. */}
        <Button
          size="xs"
          disabled={instant === undefined}
          onClick={() => instant && onBegin({ ...setup, at: instant })}
        >
          Start
        </Button>
      </div>
      <TextInput
        size="xs"
        type="datetime-local"
        label="When it begins, in UTC"
        value={at}
        error={instant === undefined ? "Choose a day and a time." : undefined}
        onChange={(event) => setAt(event.currentTarget.value)}
      />
      {looks === "form" ? (
        <>
          {hasInput && (
            <>
              <h3>Input</h3>
              <ShapeForm
                shape={shapes.input}
                value={setup.input}
                title="Input"
                onChange={(input) => setSetup({ ...setup, input: input as JsonObject })}
              />
            </>
          )}
          <h3>Party</h3>
          <ShapeForm
            shape={shapes.party}
            value={setup.party}
            title="Party"
            onChange={(party) => setSetup({ ...setup, party: party as JsonObject })}
          />
        </>
      ) : (
        <>
          <JsonBox
            label="Input"
            value={setup.input}
            onChange={(input) => setSetup((before) => ({ ...before, input }))}
          />
          <JsonBox
            label="Party"
            value={setup.party}
            onChange={(party) => setSetup((before) => ({ ...before, party }))}
          />
        </>
      )}
    </>
  );
}
