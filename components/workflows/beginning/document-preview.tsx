"use client";

import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import { Canvas } from "@/components/canvas/canvas";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { policyAppendix } from "@/server/workflows/appendix/policy";
import { outcomeSentence, policySentences } from "@/server/workflows/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { canvasGraph } from "../canvas-graph";
import { PolicyView } from "../policy-view";
import css from "./beginning.module.css";

/** A document before it is anybody's workflow: drawn, and as sentences. */
export function DocumentPreview({ document }: { document: WorkflowDocument }) {
  const [view, setView] = useState<"canvas" | "policy">("canvas");
  const [selected, setSelected] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const graph = useMemo(() => canvasGraph(document, null), [document]);
  const steps = useMemo(() => policySentences(document, nodeCatalogue), [document]);
  const appendix = useMemo(() => policyAppendix(document, nodeCatalogue), [document]);
  return (
    <section className={css.preview} aria-label={`Preview of ${document.title}`}>
      <header className={css.previewBar}>
        <h2>{document.title}</h2>
        <SegmentedControl
          size="xs"
          aria-label="How it is shown"
          value={view}
          onChange={(next) => setView(next as typeof view)}
          data={[
            { value: "canvas", label: "Drawing" },
            { value: "policy", label: "Sentences" },
          ]}
        />
      </header>
      {view === "canvas" ? (
        <div className={css.drawing}>
          <Canvas
            graph={graph}
            selected={selected}
            onSelect={setSelected}
            open={open}
            onOpen={setOpen}
            label={`${document.title} as a drawing`}
          />
        </div>
      ) : (
        <div className={css.sentences}>
          <PolicyView
            title={document.title}
            outcomes={outcomeSentence(document)}
            steps={steps}
            appendix={appendix}
            onSelect={(node) => {
              setSelected(node);
              setView("canvas");
            }}
          />
        </div>
      )}
    </section>
  );
}
