"use client";

import { Textarea } from "@mantine/core";
import { Panel } from "@/components/ui/panel";
import { StatusChip } from "@/components/ui/status-chip";
import classes from "./node-catalogue.module.css";
import type { Tryout } from "./use-tryout";

/** What the settings say in the policy, what the run knows, and what comes out: at once, without a server. */
export function NodeTryout({ tryout }: { tryout: Tryout }) {
  const { sentence, played, example } = tryout;
  return (
    <Panel title="What follows">
      <dl className={classes.outcome}>
        <div>
          <dt>In the policy</dt>
          <dd>{sentence ?? <span className={classes.quiet}>Mend the settings first.</span>}</dd>
        </div>
        <div>
          <dt>Leaves by</dt>
          <dd aria-live="polite">
            <LeavesBy tryout={tryout} />
          </dd>
        </div>
        {played?.incident !== undefined && (
          <div>
            <dt>Why</dt>
            <dd>{played.incident}</dd>
          </div>
        )}
      </dl>
      <Textarea
        label="What the run knows"
        description={
          example.answers
            ? "The data of the run. The outside answers as the example says."
            : "The data of the run: input, party, forms, nodes, values."
        }
        classNames={{ input: classes.code ?? "" }}
        autosize
        minRows={2}
        maxRows={14}
        spellCheck={false}
        value={tryout.dataText}
        error={tryout.isDataBroken ? "This is not complete JSON yet; the last data still counts." : undefined}
        onChange={(event) => tryout.setDataText(event.currentTarget.value)}
      />
      {example.source && <Shown title="What the workflow holds" value={example.source} />}
      {example.proposals && <Shown title="What was proposed before" value={example.proposals} />}
      {(example.answers ?? example.failures) !== undefined && (
        <Shown title="What the outside answers" value={{ ...example.answers, ...example.failures }} />
      )}
      {played && <Shown title="What comes out" value={played.state.decision ?? played.output} isOpen />}
    </Panel>
  );
}

function LeavesBy({ tryout: { played, outlets, example } }: { tryout: Tryout }) {
  if (!played) return <span className={classes.quiet}>Nothing yet.</span>;
  if (played.incident !== undefined)
    return <StatusChip tone="incident">It stops and needs attention</StatusChip>;
  const { decision } = played.state;
  if (decision) return <StatusChip tone="neutral">The run ends: {decision.outcome}</StatusChip>;
  if (played.outlets.length === 0)
    return (
      <StatusChip tone="waiting">{example.outlet === "" ? "The line ends" : "It still waits"}</StatusChip>
    );
  return played.outlets.map((key) => (
    <StatusChip key={key} tone="neutral" icon={null}>
      {outlets.find((outlet) => outlet.key === key)?.title ?? key}
    </StatusChip>
  ));
}

function Shown({ title, value, isOpen = false }: { title: string; value: unknown; isOpen?: boolean }) {
  return (
    <details className={classes.json} open={isOpen}>
      <summary>{title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
    </details>
  );
}
