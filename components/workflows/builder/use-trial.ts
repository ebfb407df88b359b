import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { RunPicture } from "@/components/workflows/run-lights";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { linesOf } from "@/server/runs/lines/policy";
import { pathOf } from "@/server/runs/policy";
import type { EditorPart, WorkflowDocument } from "@/server/workflows/schema";
import { automaticAnswer, type Sources } from "@/server/workflows/trial/answering/policy";
import {
  type PlayedTrial,
  playTrial,
  type Question,
  type Trial,
  whyNotRun,
} from "@/server/workflows/trial/policy";
import type { Pin, TrialAnswer, TrialSetup } from "@/server/workflows/trial/schema";

/** As much of the builder as a test run needs. */
export interface TrialBuilder {
  workflowId: string;
  parts: { document: WorkflowDocument; editor: EditorPart };
  isReadOnly: boolean;
  edit(
    words: string,
    change: (parts: { document: WorkflowDocument; editor: EditorPart }) => {
      document: WorkflowDocument;
      editor: EditorPart;
    },
  ): void;
  selection: readonly string[];
  select(nodes: readonly string[]): void;
}

interface Open extends Trial {
  /** How many of the answers are told; those behind were taken back and are offered again. */
  told: number;
  /** How many visits are shown: a step is one node. */
  shown: number;
  /** The saved test it came from. */
  test: string | undefined;
}

const MOST_ANSWERS = 500;
const byHand: Sources = { vendors: "sandbox", people: "hand", past: undefined };

export interface TrialDesk {
  /** Why the document cannot be run at all. */
  broken: string | undefined;
  trial: Open | undefined;
  played: PlayedTrial | undefined;
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

const play = (document: WorkflowDocument, trial: Trial, told?: number) =>
  playTrial(document, trial, nodeCatalogue, told);

/** A test run of the document as it stands in the builder. Whatever is edited, it is played anew from its start. */
export function useTrial(document: WorkflowDocument): TrialDesk {
  const [open, setOpen] = useState<Open>();
  const [sources, setSources] = useState<Sources>(byHand);
  const broken = useMemo(() => whyNotRun(document, nodeCatalogue), [document]);
  const played = useMemo(
    () => (open && broken === undefined ? play(document, open, open.told) : undefined),
    [document, open, broken],
  );
  const shown = played && open ? Math.min(open.shown, played.visits.length) : 0;
  const told = played?.misfit?.answer ?? open?.told ?? 0;
  const isAllShown = played !== undefined && shown === played.visits.length;
  const question = isAllShown ? played.questions[0] : undefined;
  const before =
    open && !played?.misfit && open.told < open.answers.length ? open.answers[open.told] : undefined;

  // Keys may be pressed faster than the page is drawn: each act begins from what the last one made.
  const latest = useRef<Open | undefined>(undefined);
  useEffect(() => {
    latest.current = open && { ...open, told, shown };
  });
  const put = useCallback((next: Open | undefined) => {
    latest.current = next;
    setOpen(next);
  }, []);

  /** The trial with one more thing said by itself: as before, or from its sources. */
  const goOn = (now: Open, at: PlayedTrial): Open | undefined => {
    if (!at.misfit && now.told < now.answers.length) {
      const again = { ...now, told: now.told + 1 };
      if (!play(document, again, again.told).misfit) return again;
    }
    for (const one of at.questions) {
      const said = automaticAnswer(document, at, one, sources);
      if (!said) continue;
      const answers = [...now.answers.slice(0, now.told), said];
      if (!play(document, { ...now, answers }).misfit) return { ...now, answers, told: answers.length };
    }
    return undefined;
  };
  const moved = (act: (now: Open, at: PlayedTrial) => Open | undefined) => () => {
    const now = latest.current;
    if (!now || broken !== undefined) return;
    const next = act(now, play(document, now, now.told));
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
    ...{ broken, played, sources, setSources, picture, question, before },
    trial: open && { ...open, told, shown },
    isOver: isAllShown && played.questions.length === 0,
    canBack: shown > 1 || told > 0,
    begin: (setup, more = {}) => {
      if (more.sources) setSources(more.sources);
      const { answers = [], test } = more;
      put({ setup, answers, told: 0, shown: 1, test });
    },
    leave: () => put(undefined),
    reset: moved((now) => ({ ...now, told: 0, shown: 1 })),
    step: moved((now, at) => {
      if (now.shown < at.visits.length) return { ...now, shown: now.shown + 1 };
      const next = goOn(now, at);
      return next && { ...next, shown: now.shown + 1 };
    }),
    toStop: moved((now, at) => {
      if (now.shown < at.visits.length) return { ...now, shown: at.visits.length };
      const next = goOn(now, at);
      return next && { ...next, shown: Number.MAX_SAFE_INTEGER };
    }),
    toEnd: moved((now, at) => {
      let [here, played] = [now, at];
      for (let count = 0; count < MOST_ANSWERS && played.questions.length > 0; count++) {
        const next = goOn(here, played);
        if (!next) break;
        here = next;
        played = play(document, here, here.told);
      }
      return { ...here, shown: played.visits.length };
    }),
    back: moved((now, at) => {
      const floor = now.told > 0 ? (at.begun[now.told - 1] ?? 1) : 1;
      if (now.told > 0 && now.shown <= floor + 1) return { ...now, told: now.told - 1, shown: floor };
      return { ...now, shown: Math.max(1, now.shown - 1) };
    }),
    answer: (said) => {
      const now = latest.current;
      if (!now) return "Begin a test run first.";
      const answers = [...now.answers.slice(0, now.told), said];
      const after = play(document, { ...now, answers });
      if (after.misfit) return after.misfit.why;
      put({ ...now, answers, told: answers.length, shown: after.visits.length });
      return undefined;
    },
    pin: (node, pin) => {
      const now = latest.current;
      if (!now) return;
      const { [node]: _, ...others } = now.setup.pins;
      const setup = { ...now.setup, pins: pin ? { ...others, [node]: pin } : others };
      // Whoever is not asked need not answer.
      const isAbout = (said: TrialAnswer) => "to" in said && said.to.split(/[:@]/)[0] === node;
      const answers = now.answers.filter((said) => !(pin && isAbout(said)));
      const dropped = now.answers.slice(0, now.told).filter((said) => pin && isAbout(said)).length;
      put({ ...now, setup, answers, told: now.told - dropped, shown: Number.MAX_SAFE_INTEGER });
    },
  };
}
