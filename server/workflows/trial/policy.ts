import { waitKey } from "@/server/engine/keys";
import type { NodeCatalogue } from "@/server/engine/node";
import { compilePlan, type Plan, PlanError, type WorkflowGraph } from "@/server/engine/plan";
import type {
  Instant,
  JsonObject,
  Proposal,
  RunData,
  RunEvent,
  RunState,
  Token,
} from "@/server/engine/state";
import type { TrialAnswer, TrialSetup } from "./schema";
import { openTelling, placeOfKey, type Telling, tell } from "./telling";
import { canPin, type Look, watchedPlan } from "./watch";

/** A run in the browser: what it begins with, and everything that was said to it, in order. */
export interface Trial {
  setup: TrialSetup;
  answers: readonly TrialAnswer[];
}

/** Something a trial stands still for. */
export interface Question {
  /** `pause`: a vendor is asked again after a while. `time`: nothing but time is waited for. */
  kind: "effect" | "pause" | "wait" | "time" | "child" | "incident";
  /** Where an answer goes. */
  to: string;
  node: string;
  visit: number;
  frame: string | undefined;
  /** Whom an effect asks about. */
  scope: string;
  attempt: number;
  asked: JsonObject;
  signal: string | undefined;
  /** When time is up, or it is asked again. */
  due: Instant | undefined;
  /** Of an incident: why it stopped, and the ways on. */
  reason: string | undefined;
  outlets: readonly string[];
}

/** One visit of a node, with what it could read then and what it left with. */
export interface TrialVisit {
  node: string;
  visit: number;
  frame: string | undefined;
  outlet: string | undefined;
  enteredAt: Instant;
  state: "left" | "performing" | "waiting" | "incident";
  isPinned: boolean;
  saw: RunData | undefined;
  proposed: readonly Proposal[];
  left: Look["left"];
  output: JsonObject | undefined;
}

export interface PlayedTrial {
  plan: Plan;
  state: RunState;
  /** What a real run would have in its journal. */
  journal: readonly RunEvent[];
  clock: Instant;
  nextTimer: Instant | undefined;
  visits: readonly TrialVisit[];
  questions: readonly Question[];
  /** How many visits had begun after so many answers; the first is that of the start. */
  begun: readonly number[];
  /** The first answer that does not fit this document, and why; it and those behind it were not told. */
  misfit: { answer: number; why: string } | undefined;
}

/**
 * Plays a trial from its start. A trial that was opened on another document goes as far as its answers fit this one.
 * Throws PlanError when the document cannot be run at all.
 */
export function playTrial(
  document: WorkflowGraph,
  trial: Trial,
  catalogue: NodeCatalogue,
  told = trial.answers.length,
): PlayedTrial {
  return playOn(compilePlan(document, catalogue), trial, told);
}

/** The same on a plan that is at hand: many trials of one document compile it once. */
export function playOn(compiled: Plan, trial: Trial, told = trial.answers.length): PlayedTrial {
  const looks = new Map<string, Look>();
  const plan = watchedPlan(compiled, trial.setup.pins, (look) => {
    const place = placeIn(look);
    looks.set(place, { ...looks.get(place), ...look });
  });
  const telling = openTelling(plan, trial.setup);
  const begun = [telling.state.path.length];
  let misfit: PlayedTrial["misfit"];
  for (const [index, answer] of trial.answers.slice(0, told).entries()) {
    const why = tell(telling, answer);
    if (why !== undefined) {
      misfit = { answer: index, why };
      break;
    }
    begun.push(telling.state.path.length);
  }
  const { state, journal, clock, timers } = telling;
  return {
    ...{ plan, state, journal, clock, begun, misfit },
    nextTimer: [...timers.values()].sort()[0],
    visits: visitsOf(telling, trial.setup, looks),
    questions: state.tokens.flatMap((token) => questionsOf(telling, token)),
  };
}

const placeIn = ({ node, visit, frame = "" }: { node: string; visit: number; frame?: string | undefined }) =>
  `${node}/${visit}/${frame}`;

const stateOf = {
  effect: "performing",
  items: "performing",
  wait: "waiting",
  child: "waiting",
  incident: "incident",
} as const;

function visitsOf(
  { state, plan, byHand }: Telling,
  { pins }: TrialSetup,
  looks: ReadonlyMap<string, Look>,
): TrialVisit[] {
  const standing = new Map(state.tokens.map((token) => [placeIn(token), token]));
  const latest = new Map(state.path.map((step) => [`${step.node}/${step.frame ?? ""}`, step.visit]));
  return state.path.map((step) => {
    const place = placeIn(step);
    const token = step.leftAt === undefined ? standing.get(place) : undefined;
    const look = looks.get(place);
    const isLatest = latest.get(`${step.node}/${step.frame ?? ""}`) === step.visit;
    const stands = isLatest && step.frame === undefined ? state.data.nodes[step.node] : undefined;
    const work = plan.nodes.get(step.node)?.work.kind;
    return {
      node: step.node,
      visit: step.visit,
      frame: step.frame,
      outlet: step.outlet,
      enteredAt: step.enteredAt,
      state: token ? stateOf[token.phase] : "left",
      isPinned: Object.hasOwn(pins, step.node) && work === "pure",
      saw: look?.saw,
      proposed: look?.proposed ?? [],
      left: look?.left,
      output: byHand.get(place) ?? look?.left?.output ?? (token ? undefined : stands),
    };
  });
}

function questionsOf({ state, plan, timers, asked }: Telling, token: Token): Question[] {
  const { node, visit, frame, attempt } = token;
  const base = { node, visit, frame, attempt, scope: "", reason: undefined, outlets: [] };
  const key = waitKey(state, token);
  const due = token.deadlineKey === undefined ? undefined : timers.get(token.deadlineKey);
  switch (token.phase) {
    case "effect":
      return token.pending.flatMap((pending): Question[] => {
        const about = {
          ...base,
          to: placeOfKey(pending.key),
          scope: pending.scope,
          attempt: pending.attempt,
          asked: pending.input,
          signal: undefined,
        };
        if (pending.status === "performing") return [{ ...about, kind: "effect", due }];
        if (pending.status !== "backing_off") return [];
        return [{ ...about, kind: "pause", due: timers.get(`${pending.key}:retry`) }];
      });
    case "wait": {
      const work = plan.nodes.get(node)?.work;
      const signal = work?.kind === "wait" ? work.signal : undefined;
      const kind = signal === "time" ? "time" : "wait";
      return [{ ...base, kind, to: placeOfKey(key), asked: asked.get(key) ?? {}, signal, due }];
    }
    case "child":
      return [
        { ...base, kind: "child", to: placeOfKey(key), asked: asked.get(key) ?? {}, signal: undefined, due },
      ];
    case "incident":
      return [
        {
          ...base,
          kind: "incident",
          to: token.id,
          asked: {},
          signal: undefined,
          due: undefined,
          reason: token.incident?.reason,
          outlets: token.incident?.outlets ?? [],
        },
      ];
    case "items":
      return [];
  }
}

/** Whether what a node leaves with can be pinned. */
export const isPinnable = (plan: Plan, node: string): boolean => {
  const work = plan.nodes.get(node)?.work;
  return work !== undefined && canPin(work.kind);
};

/** The plan of a document that can be run. */
export function planOf(
  document: WorkflowGraph,
  catalogue: NodeCatalogue,
): { plan: Plan; broken?: undefined } | { plan?: undefined; broken: string } {
  try {
    return { plan: compilePlan(document, catalogue) };
  } catch (error) {
    if (error instanceof PlanError) return { broken: error.message };
    throw error;
  }
}

/** Why a document cannot be run at all, in a sentence; nothing when it can. */
export const whyNotRun = (document: WorkflowGraph, catalogue: NodeCatalogue): string | undefined =>
  planOf(document, catalogue).broken;
