"use client";

import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { StatusChip } from "@/components/ui/status-chip";
import { toneOfKind } from "@/components/workflows/canvas-graph";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { PlayedTrial } from "@/server/workflows/trial/policy";
import { JsonText } from "./json-box";
import css from "./trial.module.css";

/** What the test run came to: outcome, reasons in words, score, and what goes back to whoever asked. */
export function TrialOutcome({ document, played }: { document: WorkflowDocument; played: PlayedTrial }) {
  const { decision, status } = played.state;
  if (!decision)
    return (
      <section aria-label="How it ended">
        <h2>Ended</h2>
        <p className={css.quiet}>
          {status === "cancelled" ? "The run was cancelled." : "The run ended without a decision."}
        </p>
      </section>
    );
  const outcome = document.outcomes.find(({ key }) => key === decision.outcome);
  const outputs = Object.entries(decision.outputs);
  const values = Object.entries(played.state.data.values);
  return (
    <section aria-label="How it ended">
      <h2>Decided</h2>
      <dl className={css.facts}>
        <dt>Outcome</dt>
        <dd>
          <StatusChip tone={toneOfKind(outcome?.kind)}>{outcome?.title ?? decision.outcome}</StatusChip>
        </dd>
        <dt>By</dt>
        <dd>{document.nodes[decision.node]?.title ?? decision.node}</dd>
        {decision.score !== null && (
          <>
            <dt>Score</dt>
            <dd>{decision.score}</dd>
          </>
        )}
        <dt>Reasons</dt>
        <dd>
          {decision.reasonCodes.length === 0
            ? "None"
            : decision.reasonCodes.map((code) => (
                <div key={code}>
                  <code>{code}</code> {document.reasonCodes[code]?.staff}
                </div>
              ))}
        </dd>
        {outputs.map(([name, value]) => (
          <Fact key={`output ${name}`} name={name} value={value} />
        ))}
      </dl>
      {values.length > 0 && (
        <details className={css.details}>
          <summary>Computed values</summary>
          <JsonText value={played.state.data.values} label="Computed values" />
        </details>
      )}
    </section>
  );
}

function Fact({ name, value }: { name: string; value: unknown }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{typeof value === "object" ? JSON.stringify(value) : String(value)}</dd>
    </>
  );
}

/** Keeps the test run as a test case; without a decision, that it stops here is what is expected. */
export function SaveTest({
  hasDecision,
  known,
  holdsPersonalData,
  onSave,
}: {
  hasDecision: boolean;
  /** Title of the test it came from. */
  known: string | undefined;
  holdsPersonalData: boolean;
  onSave: (title: string, replace: boolean) => void;
}) {
  const [title, setTitle] = useState(known ?? "");
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        Save as test case
      </Button>
    );
  const save = (replace: boolean) => {
    if (title.trim() === "") return;
    onSave(title, replace);
    setOpen(false);
  };
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        save(false);
      }}
    >
      <TextInput
        size="xs"
        label="Name of the test"
        description={
          hasDecision
            ? "It expects this outcome, these reasons and outputs."
            : "It expects that no decision is made yet."
        }
        maxLength={120}
        data-autofocus
        autoFocus
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      {holdsPersonalData && (
        <p className={css.note}>
          This comes from a real run. Names, numbers and other texts are replaced by invented ones before it
          is saved; dates, amounts and choices stay.
        </p>
      )}
      <div className={css.row}>
        <Button size="xs" type="submit" disabled={title.trim() === ""}>
          Save
        </Button>
        {known !== undefined && (
          <Button size="xs" variant="default" type="button" onClick={() => save(true)}>
            Replace “{known}”
          </Button>
        )}
        <Button size="xs" variant="subtle" color="gray" type="button" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
