"use client";

import { Alert, Button, Group, Modal, SegmentedControl, Tabs } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconLayoutDistributeVertical,
  IconNote,
} from "@tabler/icons-react";
import Link from "next/link";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { Canvas } from "@/components/canvas/canvas";
import type { CanvasEditing, CanvasPlace } from "@/components/canvas/editing";
import { useCrumbs } from "@/components/shell/crumbs";
import { IconButton } from "@/components/ui/icon-button";
import { useKeys } from "@/components/ui/keys";
import { newKey } from "@/components/ui/new-key";
import { StatusChip } from "@/components/ui/status-chip";
import { addNote, changeNote } from "@/server/workflows/annotations/policy";
import { arrange, connect, moveNodes, outletsOf, whyNotConnect } from "@/server/workflows/edits/policy";
import type { DocumentProblem } from "@/server/workflows/schema";
import { canvasGraph } from "../canvas-graph";
import css from "./builder.module.css";
import { addStep, copySteps, duplicateSteps, freeOutlet, pasteSteps, removeChosen } from "./builder-acts";
import { Inspector } from "./inspector";
import { Palette } from "./palette";
import { fixOf } from "./problem-fixes";
import { ProblemList } from "./problem-list";
import { StepList } from "./step-list";
import { TrialStage } from "./trial-stage";
import { TrialStep } from "./trial-step";
import type { Builder } from "./use-builder";
import { useTrial } from "./use-trial";

type View = "canvas" | "list" | "test";

interface BuilderViewProps {
  builder: Builder;
  problems: readonly DocumentProblem[];
  isChecking: boolean;
  /** Where notes say who wrote them. */
  me: string;
  now: () => string;
  /** What stands above everything: who else is here, what went wrong. */
  banner: ReactNode;
  /** The buttons that bring the draft on its way. */
  actions: ReactNode;
}

const savingWords = {
  saved: "Saved",
  saving: "Saving …",
  waiting: "Not saved: the server cannot be reached. Trying again.",
  refused: "Not saved",
  taken: "Read only",
} as const;
export function BuilderView(props: BuilderViewProps) {
  const { builder, problems, isChecking, me, now } = props;
  const { parts, selection, isReadOnly, state } = builder;
  const { document, editor } = parts;
  const [view, setView] = useState<View>("canvas");
  const [adding, setAdding] = useState<CanvasPlace>();
  const [open, setOpen] = useState<string | null>(null);
  const [lower, setLower] = useState<string | null>(null);
  // Kept while somebody edits: a test run goes on with the changed draft.
  const trial = useTrial(document);
  useCrumbs([{ title: document.title, href: `/workflows/${builder.workflowId}` }, { title: "Edit" }]);

  const chosen = selection.filter((id) => Object.hasOwn(document.nodes, id));
  const shown = chosen.at(-1);
  const graph = useMemo(() => canvasGraph(document, null), [document]);
  const problemsOf = useMemo(() => {
    const of = new Map<string, "error" | "warning">();
    for (const { node, severity } of problems) if (node && of.get(node) !== "error") of.set(node, severity);
    return of;
  }, [problems]);

  const add = useCallback(
    (type: string, place: CanvasPlace) => {
      addStep(builder, type, place);
      setAdding(undefined);
    },
    [builder],
  );
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
      mayConnect: (outlet, to) => whyNotConnect(document, outlet, to) === undefined,
      onConnect: (outlet, to) =>
        builder.edit(`Lead to “${document.nodes[to]?.title}”`, (parts) => connect(parts, outlet, to)),
      onRemove: (ids, ways) => removeChosen(builder, ids, ways),
      onAdd: setAdding,
      onDrop: add,
      notes: editor.notes.map(({ id, text, x, y, by }) => ({ id, text, x, y, by })),
      onNote: (id, change) =>
        builder.edit(change.text === undefined ? "Move a note" : "Write a note", (parts) =>
          changeNote(parts, id, change.text === undefined ? change : { ...change, by: me, at: now() }),
        ),
      problems: problemsOf,
    }),
    [builder, isReadOnly, selection, editor, document, problemsOf, add, me, now],
  );

  const addBehind = () => {
    const outlet =
      shown === undefined ? undefined : (freeOutlet(document, shown) ?? outletsOf(document, shown)[0]);
    setAdding(shown !== undefined && outlet ? { after: { from: shown, outlet: outlet.key } } : {});
  };
  const edits = isReadOnly
    ? []
    : [
        { keys: "mod+z", label: "Undo", run: builder.undo },
        { keys: "mod+shift+z", label: "Redo", run: builder.redo },
        { keys: "mod+y", label: "Redo", run: builder.redo },
        { keys: "a", label: "Add a step behind the chosen one", run: addBehind, inPalette: true },
        { keys: "mod+v", label: "Paste steps", run: () => void pasteSteps(builder) },
        // With nothing chosen these keys are the browser's own.
        ...(chosen.length > 0
          ? [
              { keys: "mod+c", label: "Copy the chosen steps", run: () => void copySteps(builder, chosen) },
              {
                keys: "mod+d",
                label: "Duplicate the chosen steps",
                run: () => duplicateSteps(builder, chosen),
              },
            ]
          : []),
        ...(selection.length > 0
          ? [
              {
                keys: "delete",
                label: "Remove what is chosen",
                run: () => removeChosen(builder, selection, []),
              },
            ]
          : []),
      ];
  useKeys("Builder", [
    ...edits,
    { keys: "l", label: "Canvas or list", run: () => setView(view === "list" ? "canvas" : "list") },
    {
      keys: "t",
      label: "Test run",
      run: () => setView(view === "test" ? "canvas" : "test"),
      inPalette: true,
    },
    { keys: "p", label: "Problems", run: () => setLower(lower ? null : "problems") },
  ]);

  const errors = problems.filter(({ severity }) => severity === "error").length;
  return (
    <div className={css.page}>
      <header className={css.bar}>
        <h1>{document.title}</h1>
        <span role="status" className={css.quiet}>
          {savingWords[state.saving]}
          {state.saving === "refused" && state.failure ? `: ${state.failure}` : ""}
        </span>
        <div className={css.tools}>
          <IconButton
            label={state.undo ? `Undo: ${state.undo.words ?? "the last change"}` : "Undo"}
            icon={IconArrowBackUp}
            data-tour="undo"
            variant="subtle"
            color="gray"
            disabled={!builder.canUndo}
            onClick={builder.undo}
          />
          <IconButton
            label={state.redo ? `Redo: ${state.redo.words ?? "what was undone"}` : "Redo"}
            icon={IconArrowForwardUp}
            variant="subtle"
            color="gray"
            disabled={!builder.canRedo}
            onClick={builder.redo}
          />
          <IconButton
            label="Arrange all steps"
            data-tour="arrange"
            icon={IconLayoutDistributeVertical}
            variant="subtle"
            color="gray"
            disabled={isReadOnly || Object.keys(editor.positions).length === 0}
            onClick={() => builder.edit("Arrange all steps", arrange)}
          />
          <IconButton
            label="Add a note"
            icon={IconNote}
            variant="subtle"
            color="gray"
            disabled={isReadOnly || view !== "canvas"}
            onClick={() =>
              builder.edit("Add a note", (parts) =>
                addNote(parts, { id: newKey().slice(0, 20), text: "", x: -260, y: 0, by: me, at: now() }),
              )
            }
          />
          <SegmentedControl
            size="xs"
            aria-label="How the draft is shown"
            data-tour="views"
            value={view}
            onChange={(next) => setView(next as View)}
            data={[
              { value: "canvas", label: "Canvas" },
              { value: "list", label: "List" },
              { value: "test", label: "Test run" },
            ]}
          />
          <Button
            size="xs"
            variant="default"
            data-tour="problems"
            aria-expanded={lower !== null}
            onClick={() => setLower(lower ? null : "problems")}
          >
            {errors > 0 ? (
              <StatusChip tone="decline">{errors} to fix first</StatusChip>
            ) : (
              `${problems.length} problems`
            )}
          </Button>
          <Button
            component={Link}
            href={`/workflows/${builder.workflowId}/draft`}
            size="xs"
            variant="subtle"
            color="gray"
          >
            JSON
          </Button>
          {props.actions}
        </div>
      </header>
      {props.banner}
      <div
        className={css.body}
        data-side={(shown !== undefined && view !== "test") || undefined}
        data-read={isReadOnly || view === "test" || undefined}
      >
        {!isReadOnly && view !== "test" && (
          <Palette
            onAdd={(type) => {
              const free = shown === undefined ? undefined : freeOutlet(document, shown);
              add(type, shown !== undefined && free ? { after: { from: shown, outlet: free.key } } : {});
            }}
          />
        )}
        <div className={css.middle}>
          <div className={css.canvas} data-tour="canvas">
            {view === "canvas" && (
              <Canvas
                graph={graph}
                selected={shown ?? null}
                onSelect={(node) => builder.select(node === null ? [] : [node])}
                open={open}
                onOpen={setOpen}
                label={document.title}
                editing={editing}
              />
            )}
            {view === "list" && (
              <StepList
                builder={builder}
                problems={new Map(problems.flatMap(({ node, message }) => (node ? [[node, message]] : [])))}
              />
            )}
            {view === "test" && <TrialStage builder={builder} desk={trial} />}
          </div>
          {lower !== null && (
            <section className={css.lower} aria-label="Below the canvas">
              <Tabs value={lower} onChange={setLower}>
                <Tabs.List>
                  <Tabs.Tab value="problems">
                    Problems {problems.length > 0 && `(${problems.length})`}
                  </Tabs.Tab>
                </Tabs.List>
                <Tabs.Panel value="problems">
                  <p className={css.quiet} role="status">
                    {isChecking ? "Checking …" : "Checked as you edit"}
                  </p>
                  <ProblemList
                    problems={problems}
                    fixOf={(problem) => (isReadOnly ? undefined : fixOf(builder, problem))}
                    onShow={({ node }) => {
                      if (node) builder.select([node]);
                      if (view === "test") setView("canvas");
                    }}
                  />
                </Tabs.Panel>
              </Tabs>
            </section>
          )}
        </div>
        {shown !== undefined && view !== "test" && (
          <aside className={css.side}>
            <Inspector
              key={shown}
              builder={builder}
              node={shown}
              problems={problems.filter(({ node }) => node === shown)}
              me={me}
              now={now}
              onAdd={(after) => setAdding({ after })}
              onClose={() => builder.select([])}
            />
            {trial.trial && (
              <div className={css.tried}>
                <TrialStep document={document} desk={trial} node={shown} />
              </div>
            )}
          </aside>
        )}
      </div>
      <Modal opened={adding !== undefined} onClose={() => setAdding(undefined)} title="Add a step" size={380}>
        {adding && <Palette autoFocus onAdd={(type) => add(type, adding)} />}
      </Modal>
    </div>
  );
}

/** What is said while this window may only read. */
export function TakenBanner({ title, onTake }: { title: string; onTake: () => void }) {
  return (
    <Alert color="gray" title={title} role="status" radius={0}>
      <Group justify="space-between">
        <span>You can read it here. Take it over to change it; nothing can then be saved elsewhere.</span>
        <Button size="xs" variant="default" onClick={onTake}>
          Take over
        </Button>
      </Group>
    </Alert>
  );
}
