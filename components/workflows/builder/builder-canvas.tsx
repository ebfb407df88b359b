import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Canvas } from "@/components/canvas/canvas";
import type { CanvasEditing, CanvasPlace } from "@/components/canvas/editing";
import { tellFailure } from "@/components/ui/tell";
import { BODY } from "@/server/engine/node";
import { elementNoun } from "@/server/runs/lines/policy";
import { changeNote } from "@/server/workflows/annotations/policy";
import { connect, moveNodes, whyNotConnect } from "@/server/workflows/edits/policy";
import type { DocumentProblem } from "@/server/workflows/schema";
import { createCanvasGraph, outletMeant } from "../canvas-graph";
import type { RunPicture } from "../run-lights";
import { removeChosen } from "./builder-acts";
import type { Builder } from "./use-builder";

/** The draft as a drawing that can be changed; lit up where a test run has been. */
export function BuilderCanvas({
  builder,
  problems,
  picture,
  me,
  now,
  onAdd,
  onDrop,
}: {
  builder: Builder;
  problems: readonly DocumentProblem[];
  picture: RunPicture | null;
  me: string;
  now: () => string;
  /** Somebody wants a step there, and has yet to say which. */
  onAdd: (place: CanvasPlace) => void;
  onDrop: (type: string, place: CanvasPlace) => void;
}) {
  const { parts, selection, isReadOnly } = builder;
  const { document, editor } = parts;
  const { open } = builder;
  const [canvasGraph] = useState(createCanvasGraph);
  const graph = useMemo(
    () => canvasGraph(document, picture, editor.inside),
    [canvasGraph, document, picture, editor.inside],
  );
  const problemsOf = useMemo(() => {
    const of = new Map<string, "error" | "warning">();
    for (const { node, severity } of problems) if (node && of.get(node) !== "error") of.set(node, severity);
    return of;
  }, [problems]);
  const editing = useMemo<CanvasEditing>(
    () => ({
      isLocked: isReadOnly,
      selection,
      onSelection: builder.select,
      positions: editor.positions,
      onMove: (places, drawn) =>
        builder.edit(
          Object.keys(places).length === 1 ? "Move a step" : `Move ${Object.keys(places).length} steps`,
          (parts) => moveNodes(parts, places, drawn),
        ),
      mayConnect: (outlet, to) => whyNotConnect(parts, outletMeant(document, outlet), to) === undefined,
      onRefused: (outlet, to) => {
        const why = whyNotConnect(parts, outletMeant(document, outlet), to);
        if (why !== undefined) tellFailure(why);
      },
      onConnect: (outlet, to) =>
        builder.edit(`Lead to “${document.nodes[to]?.title}”`, (parts) =>
          connect(parts, outletMeant(document, outlet), to),
        ),
      onRemove: (ids, ways) =>
        removeChosen(
          builder,
          ids,
          ways.map((way) => outletMeant(document, way)),
        ),
      onAdd: ({ after, at }) => onAdd({ after: after && outletMeant(document, after), at }),
      onDrop,
      notes: editor.notes
        .filter(({ inside }) => (inside ?? null) === open)
        .map(({ id, text, x, y, by }) => ({ id, text, x, y, by })),
      onNote: (id, change) =>
        builder.edit(change.text === undefined ? "Move a note" : "Write a note", (parts) =>
          changeNote(parts, id, change.text === undefined ? change : { ...change, by: me, at: now() }),
        ),
      problems: problemsOf,
    }),
    [builder, isReadOnly, selection, editor, document, parts, open, problemsOf, onAdd, onDrop, me, now],
  );
  return (
    <Canvas
      graph={graph}
      selected={selection.findLast((id) => Object.hasOwn(document.nodes, id)) ?? null}
      onSelect={(node) => builder.select(node === null ? [] : [node])}
      open={open}
      onOpen={builder.enter}
      empty={({ id }) => (
        <>
          <h2>
            Nothing is done for each {elementNoun(String(document.nodes[id]?.config["list"] ?? ""))} yet
          </h2>
          <p>
            Put in what is done once for each of them: a check, a screening, rules, a review. An “item end”
            comes along with the first step.
          </p>
          {!isReadOnly && (
            <Button
              size="xs"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => onAdd({ after: { from: id, outlet: BODY } })}
            >
              Add the first step
            </Button>
          )}
        </>
      )}
      label={document.title}
      editing={editing}
    />
  );
}
