import { ActionIcon, Anchor, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Age, DateTimeText } from "@/components/ui/format/moment";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { RunStep, RunView } from "@/server/runs/schema";
import type { StepName } from "./event-words";
import { RunStatusChip } from "./run-status";
import classes from "./run-story.module.css";
import { type StepBranch, stepTree } from "./step-tree";

/** Elements of a list stand open when they are few. */
const FEW = 3;

/** One run of the version beside its lit path: whose it is, every step with its time, and what it suffers. */
export function RunStory({
  run,
  nameOf,
  sentenceOf,
  outcome,
  selected,
  onSelect,
  onLeave,
  incidents,
}: {
  run: RunView;
  nameOf: StepName;
  sentenceOf: (step: RunStep) => string | null;
  outcome: { title: string; tone: Tone } | null;
  selected: string | null;
  onSelect: (node: string) => void;
  onLeave: () => void;
  /** What can be done about incidents; nothing for who may not. */
  incidents: ReactNode;
}) {
  const tree = stepTree(run.path, run.lines);
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
      <Branches branches={tree} {...{ nameOf, sentenceOf, selected, onSelect }} />
    </section>
  );
}

interface BranchesProps {
  branches: readonly StepBranch[];
  nameOf: StepName;
  sentenceOf: (step: RunStep) => string | null;
  selected: string | null;
  onSelect: (node: string) => void;
}

/** Steps with what went on side by side under the step that opened it. */
function Branches({ branches, ...props }: BranchesProps) {
  const { nameOf, sentenceOf, selected, onSelect } = props;
  return (
    <ol className={classes.steps}>
      {branches.map(({ step, place, lines }) => (
        <li key={place} data-state={step.state}>
          <button
            type="button"
            onClick={() => onSelect(step.node)}
            aria-current={selected === step.node ? "true" : undefined}
          >
            <span className={classes.dot} aria-hidden />
            <span className={classes.what}>
              <b>
                {nameOf(step.node)}
                {step.visit > 1 && <em> {step.visit}×</em>}
              </b>
              {sentenceOf(step) && <span>{sentenceOf(step)}</span>}
            </span>
            <span className={classes.when}>
              {step.leftAt ? <DateTimeText at={step.leftAt} /> : <Age since={step.enteredAt} />}
            </span>
          </button>
          {lines.map(({ line, steps }) => (
            <details
              key={line.id}
              className={classes.line}
              open={line.kind === "branch" || lines.length <= FEW}
            >
              <summary>
                <bdi>{line.title}</bdi>
                {line.result !== null && <em> {line.result}</em>}
              </summary>
              <Branches branches={steps} {...props} />
            </details>
          ))}
        </li>
      ))}
    </ol>
  );
}
