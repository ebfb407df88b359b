import { Anchor, Button } from "@mantine/core";
import Link from "next/link";
import { useState } from "react";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import { Panel } from "@/components/ui/panel";
import type { RunRelative, RunView } from "@/server/runs/schema";
import type { StepName } from "./event-words";
import css from "./run-page.module.css";
import { RunStatusChip } from "./run-status";

const FEW = 6;

/** The runs around this one: what it is a part of, and what its sub-workflow steps began. */
export function RunFamily({ run, nameOf }: { run: RunView; nameOf: StepName }) {
  const [isWhole, setWhole] = useState(false);
  const parent = run.ancestors.at(-1);
  if (!parent && run.children.length === 0) return null;
  const shown = isWhole ? run.children : run.children.slice(0, FEW);
  return (
    <Panel title="Parent and child runs">
      {parent && (
        <>
          <h3 className={css.sub}>It is a part of</h3>
          <ul className={css.family}>
            <li>
              <Relative run={parent} />
            </li>
          </ul>
        </>
      )}
      {shown.length > 0 && (
        <>
          <h3 className={css.sub}>It began</h3>
          <ul className={css.family}>
            {shown.map((child) => (
              <li key={child.id}>
                <Relative run={child} />
                <span className={css.quiet}>{nameOf(child.node, child.frame ?? undefined)}</span>
              </li>
            ))}
          </ul>
          {shown.length < run.children.length && (
            <Button size="compact-sm" variant="default" onClick={() => setWhole(true)}>
              Show all {run.children.length}
            </Button>
          )}
        </>
      )}
    </Panel>
  );
}

function Relative({ run }: { run: RunRelative }) {
  return (
    <>
      <Anchor component={Link} href={`/runs/${run.id}`}>
        {run.title}, version {run.version}
      </Anchor>
      <RunStatusChip status={run.status} />
      {run.outcome && <OutcomeChip outcome={run.outcome} />}
    </>
  );
}
