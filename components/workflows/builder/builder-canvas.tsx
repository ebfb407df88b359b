import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Canvas } from "@/components/canvas/canvas";
import type { CanvasEditing, CanvasPlace } from "@/components/canvas/editing";
import { tellFailure } from "@/components/ui/tell";
import { BODY } from "@/server/engine/node";
import { elementNoun } from "@/server/runs/lines/policy";
import { changeNote } from "@/server/workflows/annotations/policy";
import { connect, disconnect, moveNodes, whyNotConnect } from "@/server/workflows/edits/policy";
import type { DocumentProblem, DraftParts } from "@/server/workflows/schema";
import { createCanvasGraph, outletMeant } from "../canvas-graph";
import type { RunPicture } from "../run-lights";
import { removeChosen } from "./builder-acts";
import type { Builder } from "./use-builder";

/** The draft as a drawing that can be changed; lit up where a test run has been. */
export function BuilderCanvas({
  builder,
  drawn,
  problems,
  picture,
  me,
  now,
  onPress,
  onAdd,
  onDrop,
}: {
  builder: Builder;
  /** The draft as it is drawn, which may be a moment behind. */
  drawn: DraftParts;
  problems: readonly DocumentProblem[];
  picture: RunPicture | null;
  me: string;
  now: () => string;
  /** A step was pressed, also one that is chosen already. */
  onPress: () => void;
  /** Somebody wants a step there, and has yet to say which. */
  onAdd: (place: CanvasPlace) => void;
  onDrop: (type: string, place: CanvasPlace) => void;
}) {
  const { selection, isReadOnly, open } = builder;
  const { document, editor } = drawn;
  // What is done on the canvas is done to the draft as it is then, whatever of it is drawn yet.
  const latest = useRef({ builder, me, now, onPress, onAdd, onDrop });
  useEffect(() => {
    latest.current = { builder, me, now, onPress, onAdd, onDrop };
  });
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
  const acts = useMemo(() => {
    const edit: Builder["edit"] = (...given) => latest.current.builder.edit(...given);
    const parts = () => latest.current.builder.parts;
    const meant = (outlet: Parameters<CanvasEditing["mayConnect"]>[0]) =>
      outletMeant(parts().document, outlet);
    const whyNot = (...[outlet, to]: Parameters<CanvasEditing["mayConnect"]>) =>
      whyNotConnect(parts(), meant(outlet), to);
    return {
      onSelection: builder.select,
      onPress: () => latest.current.onPress(),
      onMove: (places, drawn) =>
        edit(
          Object.keys(places).length === 1 ? "Move a step" : `Move ${Object.keys(places).length} steps`,
          (parts) => moveNodes(parts, places, drawn),
        ),
      mayConnect: (outlet, to) => whyNot(outlet, to) === undefined,
      onRefused: (outlet, to) => {
        const why = whyNot(outlet, to);
        if (why !== undefined) tellFailure(why);
      },
      onConnect: (outlet, to, instead) =>
        edit(`Lead to “${parts().document.nodes[to]?.title}”`, (parts) =>
          connect(instead ? disconnect(parts, [meant(instead)]) : parts, meant(outlet), to),
        ),
      onRemove: (ids, ways) => removeChosen(latest.current.builder, ids, ways.map(meant)),
      onAdd: ({ after, at }) => latest.current.onAdd({ after: after && meant(after), at }),
      onDrop: (type, place) => latest.current.onDrop(type, place),
      onNote: (id, change) => {
        const { me, now } = latest.current;
        edit(change.text === undefined ? "Move a note" : "Write a note", (parts) =>
          changeNote(parts, id, change.text === undefined ? change : { ...change, by: me, at: now() }),
        );
      },
    } satisfies Partial<CanvasEditing>;
  }, [builder.select]);
  const editing = useMemo<CanvasEditing>(
    () => ({
      ...acts,
      isLocked: isReadOnly,
      selection,
      positions: editor.positions,
      notes: editor.notes
        .filter(({ inside }) => (inside ?? null) === open)
        .map(({ id, text, x, y, by }) => ({ id, text, x, y, by })),
      problems: problemsOf,
    }),
    [acts, isReadOnly, selection, editor, open, problemsOf],
  );
  const selected = selection.findLast((id) => Object.hasOwn(document.nodes, id)) ?? null;
  const { select, enter } = builder;
  // Drawn anew when what is drawn changed, and never because somebody types beside it.
  return useMemo(
    () => (
      <Canvas
        graph={graph}
        selected={selected}
        onSelect={(node) => select(node === null ? [] : [node])}
        open={open}
        onOpen={enter}
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
                onClick={() => latest.current.onAdd({ after: { from: id, outlet: BODY } })}
              >
                Add the first step
              </Button>
            )}
          </>
        )}
        label={document.title}
        editing={editing}
      />
    ),
    [graph, editing, document, selected, open, isReadOnly, select, enter],
  );
}
