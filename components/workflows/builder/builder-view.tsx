"use client";

import { Modal } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { CanvasPlace } from "@/components/canvas/editing";
import { useCrumbs } from "@/components/shell/crumbs";
import { useWidePage } from "@/components/shell/wide";
import { IconButton } from "@/components/ui/icon-button";
import { outletsOf } from "@/server/workflows/edits/policy";
import type { DocumentProblem, WorkflowDocument } from "@/server/workflows/schema";
import css from "./builder.module.css";
import { addStep, freeOutlet, placeBehind, whyNotAt } from "./builder-acts";
import { BuilderBar, type BuilderLook } from "./builder-bar";
import { BuilderCanvas } from "./builder-canvas";
import { BuilderDrawer, type BuilderDrawerState, type DrawerTab } from "./builder-drawer";
import { useBuilderKeys } from "./builder-keys";
import { BuilderSide } from "./builder-side";
import { Inspector } from "./inspector/inspector";
import { InspectorFrame } from "./inspector/inspector-frame";
import { type ProblemPlace, placeOfProblem } from "./inspector/problem-place";
import { StepList } from "./list/step-list";
import { Palette } from "./palette";
import { type OpenPart, PartsPanel } from "./parts-panel";
import { ProblemsPanel } from "./problems-panel";
import { RecordDeskContext, useRecordDesk } from "./record/record-desk";
import { SearchDialog } from "./search/search-dialog";
import type { JumpTo } from "./search/used-where";
import { TestsPanel } from "./tests-panel";
import { TrialDrawer } from "./trial-drawer";
import type { Builder } from "./use-builder";
import type { ConnectionDesk } from "./use-connections";
import { useDrawnParts } from "./use-drawn-parts";
import { useTrial } from "./use-trial";

interface BuilderViewProps {
  builder: Builder;
  problems: readonly DocumentProblem[];
  isChecking: boolean;
  /** What steps can ask, and how another is connected. */
  connections?: ConnectionDesk | undefined;
  /** What runs live, to be compared with. */
  live?: WorkflowDocument | undefined;
  /** Where notes say who wrote them. */
  me: string;
  now: () => string;
  /** What stands above everything: who else is here, what went wrong. */
  banner: ReactNode;
  /** What was done here and is in nobody's draft. */
  leftover?: ReactNode;
  /** Where the draft stands on its way to being published. */
  standing?: ReactNode;
  /** The buttons that bring the draft on its way. */
  actions: (drawer: BuilderDrawerState) => ReactNode;
  /** The panel *Versions*. */
  versions: ReactNode;
  /** What is open below the canvas at first. */
  firstTab?: DrawerTab | undefined;
  /** The panel *Backtest*. */
  backtest: ReactNode;
}

/** The builder as it is seen: the draft in the middle, what can be added at its left, what is chosen at its right. */
export function BuilderView(props: BuilderViewProps) {
  const { builder, problems, isChecking, me, now } = props;
  const { parts, selection, isReadOnly } = builder;
  const { document } = parts;
  const [look, setLook] = useState<BuilderLook>("canvas");
  const [adding, setAdding] = useState<CanvasPlace>();
  const [isSearching, setSearching] = useState(false);
  const [part, setPart] = useState<{ open: OpenPart; beside: string }>();
  const [tab, setTab] = useState<DrawerTab | null>(props.firstTab ?? null);
  const [wanted, setWanted] = useState<ProblemPlace>();
  const [isFull, setFull] = useState(false);
  const [hasPalette, setPalette] = useLocalStorage({ key: "gatehouse.builder.palette", defaultValue: true });
  const drawer = useMemo<BuilderDrawerState>(
    () => ({
      tab,
      open: setTab,
      toggle: (wanted) => setTab((now) => (now === wanted ? null : wanted)),
      close: () => setTab(null),
    }),
    [tab],
  );
  // Kept while somebody edits: a test run goes on with the changed draft.
  const desk = useTrial(document);
  const isTesting = tab === "test" && desk.trial !== undefined;
  const records = useRecordDesk(builder, desk, props.live, now);
  useWidePage();
  useCrumbs([{ title: document.title, href: `/workflows/${builder.workflowId}` }, { title: "Edit" }]);

  const chosen = selection.filter((id) => Object.hasOwn(document.nodes, id));
  const shown = chosen.at(-1);
  const here = useRef(builder);
  useEffect(() => {
    here.current = builder;
  });
  const add = useCallback((type: string, place: CanvasPlace) => {
    addStep(here.current, type, place);
    setAdding(undefined);
  }, []);
  const addBehind = () => {
    const outlet =
      shown === undefined ? undefined : (freeOutlet(document, shown) ?? outletsOf(document, shown)[0]);
    setAdding(shown !== undefined && outlet ? { after: { from: shown, outlet: outlet.key } } : {});
  };
  useBuilderKeys(builder, {
    ...{ drawer, chosen, onAdd: addBehind },
    onView: () => setLook(look === "list" ? "canvas" : "list"),
    // Nothing is asked in front of a question that is open.
    onSearch: () => globalThis.document.querySelector("[aria-modal=true]") || setSearching(true),
  });

  const show = (problem: Pick<DocumentProblem, "path" | "node">) => {
    const place = placeOfProblem(document, problem);
    // What belongs to no step is mended where everything of the workflow stands.
    if (!place) return setPart({ open: "all", beside: selection.join() });
    setPart(undefined);
    builder.select([place.node]);
    setWanted(place);
  };
  const jump = ({ node, path }: JumpTo) => {
    // Notes stand on the canvas only.
    if (node.startsWith("note:")) setLook("canvas");
    const place: ProblemPlace | undefined =
      path === "comments"
        ? { node, tab: "comments", setting: [] }
        : path === undefined
          ? undefined
          : placeOfProblem(document, { path, node });
    setPart(undefined);
    builder.select([node]);
    // What several steps go by is shown in the one that was meant.
    setWanted(place && { ...place, node });
  };
  const forget = useCallback(() => setWanted(undefined), []);
  const close = () => {
    builder.select([]);
    setFull(false);
  };
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const openPart = (next: OpenPart | undefined) => setPart(next && { open: next, beside: selection.join() });
  // Whoever chooses a step wants to see the step.
  const shownPart = part?.beside === selection.join() ? part.open : undefined;
  const side = shownPart ? (
    <InspectorFrame isFull={isFull} onFull={setFull}>
      <PartsPanel
        {...{ builder, isFull }}
        open={shownPart}
        onOpen={openPart}
        onFull={setFull}
        onClose={() => {
          openPart(undefined);
          if (shown === undefined) setFull(false);
        }}
      />
    </InspectorFrame>
  ) : (
    shown !== undefined && (
      <InspectorFrame isFull={isFull} onFull={setFull}>
        <BuilderSide
          document={document}
          node={shown}
          desk={desk}
          isTesting={isTesting}
          onClose={close}
          settings={
            <Inspector
              key={shown}
              builder={builder}
              node={shown}
              {...{ problems, me, now, wanted, isFull }}
              connections={props.connections}
              onFull={setFull}
              onShow={show}
              onShown={forget}
              onAdd={(after) => setAdding({ after })}
              onPart={(kind, key) => openPart({ kind, key })}
              onClose={close}
            />
          }
        />
      </InspectorFrame>
    )
  );
  const drawn = useDrawnParts(parts);
  // What can be added hangs on what is drawn and chosen, not on what is typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a builder that differs in what is typed offers the same.
  const palette = useMemo(
    () => (
      <Palette
        onFold={() => setPalette(false)}
        onAdd={(type) => add(type, placeBehind(here.current, shown, type))}
        whyNot={(type) => whyNotAt(builder, type, placeBehind(builder, shown, type))}
      />
    ),
    [drawn, shown, add, setPalette],
  );
  return (
    <RecordDeskContext value={records}>
      <div className={css.page} data-editing={!isReadOnly || undefined}>
        <BuilderBar
          {...{ builder, drawer, look, errors, me, now }}
          onLook={setLook}
          onSearch={() => setSearching(true)}
          isWorkflowOpen={shownPart !== undefined}
          onWorkflow={() => openPart(shownPart ? undefined : "all")}
          standing={props.standing}
          actions={props.actions(drawer)}
        />
        {props.banner}
        {props.leftover}
        <div className={css.body}>
          {!isReadOnly &&
            (hasPalette ? (
              palette
            ) : (
              <div className={css.rail}>
                <IconButton
                  label="Show what can be added"
                  icon={IconLayoutSidebarLeftExpand}
                  variant="subtle"
                  color="gray"
                  onClick={() => setPalette(true)}
                />
              </div>
            ))}
          <div className={css.middle}>
            <div className={css.canvas} data-tour="canvas">
              {look === "canvas" ? (
                <BuilderCanvas
                  {...{ builder, drawn, problems, me, now }}
                  picture={isTesting ? desk.picture : null}
                  onPress={() => setPart(undefined)}
                  onAdd={setAdding}
                  onDrop={add}
                />
              ) : (
                <StepList builder={builder} problems={problems} onAdd={setAdding} />
              )}
            </div>
            <BuilderDrawer
              drawer={drawer}
              counts={{
                problems: { count: problems.length, isBad: errors > 0 },
                tests: { count: parts.editor.tests?.length ?? 0 },
              }}
              aside={
                tab === "problems"
                  ? isChecking
                    ? "Checking …"
                    : "Checked as you edit"
                  : tab === "test" && "Nothing is sent, no case is opened"
              }
              panels={{
                problems: (
                  <ProblemsPanel
                    {...{ builder, problems }}
                    chosen={shown}
                    onShow={show}
                    onAdd={(after) => setAdding({ after })}
                  />
                ),
                test: <TrialDrawer builder={builder} desk={desk} />,
                tests: <TestsPanel builder={builder} desk={desk} onOpened={() => setTab("test")} />,
                backtest: props.backtest,
                versions: props.versions,
              }}
            />
          </div>
          {side}
        </div>
        <SearchDialog
          parts={parts}
          isOpen={isSearching}
          onClose={() => setSearching(false)}
          onJump={jump}
          onPart={(kind, key) => openPart({ kind, key })}
        />
        <Modal
          opened={adding !== undefined}
          onClose={() => setAdding(undefined)}
          title="Add a step"
          size={380}
        >
          {adding && (
            <Palette
              autoFocus
              onAdd={(type) => add(type, adding)}
              whyNot={(type) => whyNotAt(builder, type, adding)}
            />
          )}
        </Modal>
      </div>
    </RecordDeskContext>
  );
}
