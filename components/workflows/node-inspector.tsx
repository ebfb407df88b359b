import { ActionIcon, UnstyledButton } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { DateTimeText } from "@/components/ui/format/moment";
import { StatusChip } from "@/components/ui/status-chip";
import type { RunStep } from "@/server/runs/schema";
import type { PolicyStep } from "@/server/workflows/policy";
import type { WorkflowNode } from "@/server/workflows/schema";
import { kindOf, knownNode } from "./canvas-graph";
import { NodeIcon } from "./node-icon";
import classes from "./node-inspector.module.css";

const kindWords = {
  asks: "asks the outside world",
  waits: "waits for somebody",
  decides: "decides the next step",
};
const stateWords = {
  left: "Done",
  performing: "Working",
  waiting: "Waiting",
  incident: "Needs attention",
} as const;
const stateTones = {
  left: "neutral",
  performing: "waiting",
  waiting: "waiting",
  incident: "incident",
} as const;

/** One node in words: what it does, what it goes by, where it leads, and what a run did here. */
export function NodeInspector({
  node,
  step,
  visits,
  lineOf,
  onSelect,
  onClose,
}: {
  node: WorkflowNode;
  step: PolicyStep;
  /** What the run that is shown did here; null when no run is shown. */
  visits: readonly RunStep[] | null;
  lineOf: (step: RunStep) => string;
  onSelect: (node: string) => void;
  onClose: () => void;
}) {
  const known = knownNode(node);
  const kind = kindOf(known);
  return (
    <div className={classes.inspector}>
      <header className={classes.head}>
        <span className={classes.tile} data-kind={kind}>
          <NodeIcon name={known?.definition.icon ?? ""} size={18} />
        </span>
        <div>
          <h2>{node.title}</h2>
          <p>
            {known?.definition.title ?? node.type} · {kindWords[kind]}
          </p>
        </div>
        <ActionIcon variant="subtle" color="gray" aria-label="Close the details" onClick={onClose}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </header>
      <div className={classes.body}>
        {visits && <Visits visits={visits} lineOf={lineOf} />}
        <Section title="What it does">
          <p>{step.sentence}</p>
          {known?.definition.summary && <p className={classes.quiet}>{known.definition.summary}</p>}
        </Section>
        {step.details.length > 0 && (
          <Section title="What it goes by">
            <ol className={classes.list}>
              {step.details.map((detail) => (
                <li key={detail.number}>
                  {detail.code && <code>{detail.code}</code>}
                  <span>{detail.sentence}</span>
                </li>
              ))}
            </ol>
          </Section>
        )}
        {step.exits.length > 0 && (
          <Section title="Where it leads">
            <ul className={classes.exits}>
              {step.exits.map((exit) => (
                <li key={exit.outlet}>
                  <span>{exit.title}</span>
                  {exit.to ? (
                    <UnstyledButton className={classes.to} onClick={() => exit.to && onSelect(exit.to.node)}>
                      {exit.to.title}
                    </UnstyledButton>
                  ) : (
                    <StatusChip tone={exit.kind === "normal" ? "warning" : "incident"}>
                      {exit.kind === "normal" ? "Leads nowhere" : "Stops, asks for attention"}
                    </StatusChip>
                  )}
                </li>
              ))}
            </ul>
          </Section>
        )}
      </div>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

const MOST_VISITS = 20;

function Visits({ visits, lineOf }: { visits: readonly RunStep[]; lineOf: (step: RunStep) => string }) {
  if (visits.length === 0)
    return (
      <Section title="In this run">
        <p className={classes.quiet}>The run never came by here.</p>
      </Section>
    );
  return (
    <Section title="In this run">
      {visits.slice(-MOST_VISITS).map((visit) => (
        <div key={`${visit.frame ?? ""} ${visit.visit}`} className={classes.visit}>
          <div className={classes.visitHead}>
            <StatusChip tone={stateTones[visit.state]}>{stateWords[visit.state]}</StatusChip>
            {lineOf(visit) && <bdi>{lineOf(visit)}</bdi>}
            {(visit.visit > 1 || (visits.length > 1 && !lineOf(visit))) && <span>Visit {visit.visit}</span>}
            <DateTimeText at={visit.enteredAt} />
          </div>
          {visit.sentence && <p>{visit.sentence}</p>}
          <OutputFacts output={visit.output} />
        </div>
      ))}
      {visits.length > MOST_VISITS && (
        <p className={classes.quiet}>
          The last {MOST_VISITS} of {visits.length}. The run's own page shows all of them.
        </p>
      )}
    </Section>
  );
}

/** What came out, as it is stored. */
function OutputFacts({ output }: { output: unknown }) {
  if (output === null || output === undefined || Object.keys(output).length === 0) return null;
  return (
    <details className={classes.output}>
      <summary>What came out</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>{JSON.stringify(output, null, 2)}</pre>
    </details>
  );
}
