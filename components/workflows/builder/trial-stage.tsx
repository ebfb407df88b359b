"use client";

import { useMemo, useState } from "react";
import { Canvas } from "@/components/canvas/canvas";
import { useClock } from "@/components/ui/format/clock";
import { useCan } from "@/components/workspaces/member";
import { canvasGraph } from "../canvas-graph";
import { PastRuns } from "./past-runs";
import css from "./trial.module.css";
import { TrialPanel } from "./trial-panel";
import { TrialStep } from "./trial-step";
import type { TrialBuilder, TrialDesk } from "./use-trial";

/** The drawing, lit up as far as the test run has come, above what it waits for; beside it what one node read and said. */
export function TrialStage({ builder, desk }: { builder: TrialBuilder; desk: TrialDesk }) {
  const { document } = builder.parts;
  const { now } = useClock();
  const mayReadParties = useCan("parties.view");
  const { picture } = desk;
  const graph = useMemo(() => canvasGraph(document, picture), [document, picture]);
  const [selected = null] = builder.selection;
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div className={css.stage}>
      <div className={css.drawing}>
        <Canvas
          graph={graph}
          selected={selected}
          onSelect={(node) => builder.select(node === null ? [] : [node])}
          open={open}
          onOpen={setOpen}
          label={`${document.title}, test run`}
        />
        {selected !== null && desk.trial && (
          <aside className={css.beside} aria-label="The chosen step">
            <h2>{document.nodes[selected]?.title}</h2>
            <TrialStep document={document} desk={desk} node={selected} />
          </aside>
        )}
      </div>
      <div className={css.below}>
        <TrialPanel
          builder={builder}
          desk={desk}
          now={new Date(now).toISOString()}
          pastRuns={
            mayReadParties
              ? (onChoose) => (
                  <PastRuns workflowId={builder.workflowId} workflowKey={document.key} onChoose={onChoose} />
                )
              : undefined
          }
        />
      </div>
    </div>
  );
}
