import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { RunPicture } from "@/components/workflows/run-lights";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { linesOf } from "@/server/runs/lines/policy";
import { pathOf } from "@/server/runs/policy";
import type { EditorPart, WorkflowDocument } from "@/server/workflows/schema";
import type { Sources } from "@/server/workflows/trial/answering/policy";
import {
  answered,
  fitting,
  type OpenTrial,
  openTrial,
  played as playOpen,
  stepBack,
  stepOn,
  toNextStop,
  toTheEnd,
  withPin,
} from "@/server/workflows/trial/moves/policy";
import { type PlayedTrial, type Question, whyNotRun } from "@/server/workflows/trial/policy";
import type { Pin, TrialAnswer, TrialSetup } from "@/server/workflows/trial/schema";

interface Parts {
  document: WorkflowDocument;
  editor: EditorPart;
}

/** As much of the builder as a test run needs. */
export interface TrialBuilder {
  workflowId: string;
  parts: Parts;
  isReadOnly: boolean;
  edit(words: string, change: (parts: Parts) => Parts): void;
  selection: readonly string[];
  select(nodes: readonly string[]): void;
}

const byHand: Sources = { vendors: "sandbox", people: "hand", past: undefined };

export interface TrialDesk {
  /** Why the document cannot be run at all any more. */
  broken: string | undefined;
  trial: OpenTrial | undefined;
  played: PlayedTrial | undefined;
  /** What no longer fits, since the workflow was edited: the answer, and why. */
  misfit: { answer: TrialAnswer; why: string } | undefined;
  sources: Sources;
  setSources(sources: Sources): void;
  /** The drawing lit up as far as the run is shown. */
  picture: RunPicture | null;
  /** The question that stands open, when everything before it is shown. */
  question: Question | undefined;
  /** What was said to it before it was taken back. */
  before: TrialAnswer | undefined;
  isOver: boolean;
  canBack: boolean;
  begin(
    setup: TrialSetup,
    more?: { answers?: readonly TrialAnswer[]; test?: string; sources?: Sources },
  ): void;
  leave(): void;
  reset(): void;
  step(): void;
  toStop(): void;
  toEnd(): void;
  back(): void;
  /** Says something; why it was refused, when it was. */
  answer(answer: TrialAnswer): string | undefined;
  pin(node: string, pin: Pin | undefined): void;
}

/** A test run of the document as it stands in the builder. Whatever is edited, it is played anew from its start. */
export function useTrial(given: WorkflowDocument): TrialDesk {
  // Whoever types never waits for a run to be played.
  const document = useDeferredValue(given);
  const [open, setOpen] = useState<OpenTrial>();
  const [sources, setSources] = useState<Sources>(byHand);
  const isOpen = open !== undefined;
  const broken = useMemo(() => (isOpen ? whyNotRun(document, nodeCatalogue) : undefined), [document, isOpen]);
  const played = useMemo(
    () => (open && broken === undefined ? playOpen(document, open) : undefined),
    [document, open, broken],
  );
  const trial = useMemo(() => (open && played ? fitting(open, played) : open), [open, played]);
  const shown = trial?.shown ?? 0;
  const isAllShown = played !== undefined && shown === played.visits.length;
  const unfit = played?.misfit && open?.answers[played.misfit.answer];

  // Keys may be pressed faster than the page is drawn: each act begins from what the last one made.
  const latest = useRef<OpenTrial | undefined>(undefined);
  useEffect(() => {
    latest.current = trial;
  });
  const put = useCallback((next: OpenTrial | undefined) => {
    latest.current = next;
    setOpen(next);
  }, []);
  const moved = (act: (now: OpenTrial) => OpenTrial | undefined) => () => {
    const now = latest.current;
    const next = now && broken === undefined ? act(now) : undefined;
    if (next) put(next);
  };
  const picture = useMemo((): RunPicture | null => {
    if (!played) return null;
    const path = pathOf(document, played.state).slice(0, shown);
    const last = path.at(-1);
    if (last && shown < played.visits.length)
      path[path.length - 1] = { ...last, outlet: null, leftAt: null, state: "performing", output: null };
    return { path, lines: linesOf(document, played.state), element: null, children: [] };
  }, [document, played, shown]);

  return {
    ...{ broken, trial, played, sources, setSources, picture },
    misfit: played?.misfit && unfit ? { answer: unfit, why: played.misfit.why } : undefined,
    question: isAllShown ? played.questions[0] : undefined,
    before: trial && trial.told < trial.answers.length ? trial.answers[trial.told] : undefined,
    isOver: isAllShown && played.questions.length === 0,
    canBack: shown > 1 || (trial?.told ?? 0) > 0,
    begin: (setup, { answers = [], test, sources: given } = {}) => {
      if (given) setSources(given);
      put(openTrial({ setup, answers }, test));
    },
    leave: () => put(undefined),
    reset: moved((now) => ({ ...now, told: 0, shown: 1 })),
    step: moved((now) => stepOn(document, now, sources)),
    toStop: moved((now) => toNextStop(document, now, sources)),
    toEnd: moved((now) => toTheEnd(document, now, sources)),
    back: moved((now) => stepBack(document, now)),
    answer: (said) => {
      const now = latest.current;
      if (!now) return "Begin a test run first.";
      const next = answered(document, now, said);
      if ("why" in next) return next.why;
      put(next.trial);
      return undefined;
    },
    pin: (node, pin) => {
      const now = latest.current;
      if (now && broken === undefined) put(withPin(document, now, node, pin));
    },
  };
}
