import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { automaticAnswer, type Sources } from "../answering/policy";
import { type PlayedTrial, playTrial, type Trial } from "../policy";
import type { Pin, TrialAnswer } from "../schema";

/** A trial on somebody's screen: how much of it is told, and how much of that is shown. */
export interface OpenTrial extends Trial {
  /** How many of the answers are told; those behind were taken back and are offered again. */
  told: number;
  /** How many visits are shown: a step is one node. */
  shown: number;
  /** The saved test it came from. */
  test: string | undefined;
}

const MOST_ANSWERS = 500;
const ALL = Number.MAX_SAFE_INTEGER;

export const openTrial = (trial: Trial, test?: string): OpenTrial => ({ ...trial, told: 0, shown: 1, test });

export const played = (document: WorkflowDocument, trial: OpenTrial): PlayedTrial =>
  playTrial(document, trial, nodeCatalogue, trial.told);

/** As much as this document allows: an answer that does not fit it, and what came behind, is not told. */
export function fitting(trial: OpenTrial, { misfit, visits }: PlayedTrial): OpenTrial {
  const shown = Math.min(trial.shown, visits.length);
  return misfit
    ? { ...trial, answers: trial.answers.slice(0, misfit.answer), told: misfit.answer, shown }
    : { ...trial, shown };
}

/** The trial with one more thing said by itself: as before, or from its sources; nothing when a person must say. */
function toldOne(document: WorkflowDocument, trial: OpenTrial, sources: Sources): OpenTrial | undefined {
  if (trial.told < trial.answers.length) {
    const again = { ...trial, told: trial.told + 1 };
    if (!played(document, again).misfit) return again;
  }
  const at = played(document, trial);
  for (const question of at.questions) {
    const said = automaticAnswer(document, at, question, sources);
    const next = said && withAnswer(trial, said);
    if (next && !played(document, next).misfit) return next;
  }
  return undefined;
}

const withAnswer = (trial: OpenTrial, said: TrialAnswer): OpenTrial => {
  const answers = [...trial.answers.slice(0, trial.told), said];
  return { ...trial, answers, told: answers.length };
};

/** One node further; nothing when a person must say something first. */
export function stepOn(
  document: WorkflowDocument,
  trial: OpenTrial,
  sources: Sources,
): OpenTrial | undefined {
  const at = played(document, trial);
  if (trial.shown < at.visits.length) return { ...trial, shown: trial.shown + 1 };
  const next = toldOne(document, trial, sources);
  return next && fitting({ ...next, shown: trial.shown + 1 }, played(document, next));
}

/** To the next place where something is asked or waited for. */
export function toNextStop(
  document: WorkflowDocument,
  trial: OpenTrial,
  sources: Sources,
): OpenTrial | undefined {
  const at = played(document, trial);
  if (trial.shown < at.visits.length) return { ...trial, shown: at.visits.length };
  const next = toldOne(document, trial, sources);
  return next && fitting({ ...next, shown: ALL }, played(document, next));
}

/** As far as it goes without a person. */
export function toTheEnd(document: WorkflowDocument, trial: OpenTrial, sources: Sources): OpenTrial {
  let here = trial;
  for (let count = 0; count < MOST_ANSWERS; count++) {
    const next = toldOne(document, here, sources);
    if (!next) break;
    here = next;
  }
  return fitting({ ...here, shown: ALL }, played(document, here));
}

/** One node back; before the first node of an answer, that answer is taken back. */
export function stepBack(document: WorkflowDocument, trial: OpenTrial): OpenTrial {
  const { begun } = played(document, trial);
  const before = trial.told > 0 ? (begun[trial.told - 1] ?? 1) : 0;
  if (trial.told > 0 && trial.shown <= before + 1) return { ...trial, told: trial.told - 1, shown: before };
  return { ...trial, shown: Math.max(1, trial.shown - 1) };
}

/** Says something; why it does not fit, when it does not. */
export function answered(
  document: WorkflowDocument,
  trial: OpenTrial,
  said: TrialAnswer,
): { trial: OpenTrial } | { why: string } {
  const next = withAnswer(trial, said);
  const after = played(document, next);
  return after.misfit ? { why: after.misfit.why } : { trial: { ...next, shown: after.visits.length } };
}

/** A node pinned, or let loose. Whoever is not asked need not answer: its answers go. */
export function withPin(
  document: WorkflowDocument,
  trial: OpenTrial,
  node: string,
  pin: Pin | undefined,
): OpenTrial {
  const { [node]: _, ...others } = trial.setup.pins;
  const isAbout = (said: TrialAnswer) => "to" in said && said.to.split(/[:@]/)[0] === node;
  const kept = (list: readonly TrialAnswer[]) => (pin ? list.filter((said) => !isAbout(said)) : list);
  const next: OpenTrial = {
    ...trial,
    setup: { ...trial.setup, pins: pin ? { ...others, [node]: pin } : others },
    answers: kept(trial.answers),
    told: kept(trial.answers.slice(0, trial.told)).length,
    shown: ALL,
  };
  return fitting(next, played(document, next));
}
