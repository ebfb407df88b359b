import { ActionIcon, Anchor, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Age, DateTimeText } from "@/components/ui/format/moment";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { RunStep, RunView } from "@/server/runs/schema";
import { RunStatusChip } from "./run-status";
import classes from "./run-story.module.css";

/** One run of the version beside its lit path: whose it is, every step with its time, and what it suffers. */
export function RunStory({
  run,
  titleOf,
  sentenceOf,
  outcome,
  selected,
  onSelect,
  onLeave,
  incidents,
}: {
  run: RunView;
  titleOf: (node: string) => string;
  sentenceOf: (step: RunStep) => string | null;
  outcome: { title: string; tone: Tone } | null;
  selected: string | null;
  onSelect: (node: string) => void;
  onLeave: () => void;
  /** What can be done about incidents; nothing for who may not. */
  incidents: ReactNode;
}) {
  return (
    <section className={classes.story} aria-label="One run">
      <header className={classes.head}>
        <div>
          <h2>
            <Anchor component={Link} href={`/parties/${run.party.id}`} c="inherit" inherit>
              {run.party.name}
            </Anchor>
          </h2>
          <p>
            <DateTimeText at={run.startedAt} /> · version {run.workflow.version}
          </p>
        </div>
        <ActionIcon variant="subtle" color="gray" aria-label="Leave this run" onClick={onLeave}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </header>
      <div className={classes.chips}>
        <RunStatusChip status={run.status} />
        {outcome && <StatusChip tone={outcome.tone}>{outcome.title}</StatusChip>}
        <Button component={Link} href={`/runs/${run.id}`} size="compact-sm" variant="default">
          Open the run
        </Button>
        {run.caseId && (
          <Button component={Link} href={`/cases/${run.caseId}`} size="compact-sm" variant="default">
            Open the case
          </Button>
        )}
      </div>
      {incidents}
      <ol className={classes.steps}>
        {run.path.map((step) => (
          <li key={`${step.node} ${step.visit}`} data-state={step.state}>
            <button
              type="button"
              onClick={() => onSelect(step.node)}
              aria-current={selected === step.node ? "true" : undefined}
            >
              <span className={classes.dot} aria-hidden />
              <span className={classes.what}>
                <b>
                  {titleOf(step.node)}
                  {step.visit > 1 && <em> {step.visit}×</em>}
                </b>
                {sentenceOf(step) && <span>{sentenceOf(step)}</span>}
              </span>
              <span className={classes.when}>
                {step.leftAt ? <DateTimeText at={step.leftAt} /> : <Age since={step.enteredAt} />}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
