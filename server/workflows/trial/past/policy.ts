import type { Plan } from "@/server/engine/plan";
import type { Json, RunEvent } from "@/server/engine/state";
import { readable } from "@/server/runs/policy";
import {
  type Answers,
  answersIn,
  childQuestion,
  effectQuestion,
  type Given,
  waitQuestion,
} from "@/server/runs/shadow/answers";
import type { PlayedTrial, Question } from "../policy";
import { type TrialAnswer, type TrialSetup, trialAnswer } from "../schema";

/** A real run, to be played once more: what it began with, and what the world said to it. */
export interface PastRun {
  runId: string;
  setup: TrialSetup;
  answers: Answers;
}

/** Reads a run's journal, without whatever is named like a secret. `planOf` gives the plans of its versions. */
export function pastRunOf(
  runId: string,
  journal: readonly RunEvent[],
  plan: Plan,
  planOf: (version: number) => Plan,
): PastRun | undefined {
  const events = journal.map((event) => readable(event as unknown as Json) as unknown as RunEvent);
  const [started] = events;
  if (started?.type !== "started") return undefined;
  const { at, input, party } = started;
  return { runId, setup: { at, input, party, pins: {} }, answers: answersIn(plan, events, planOf).answers };
}

function wordingOf({ plan, state }: PlayedTrial, question: Question): string | undefined {
  const { kind, node, frame, asked, signal } = question;
  switch (kind) {
    case "effect":
      return effectQuestion(plan, node, asked);
    case "wait":
      return waitQuestion(state, frame, { node, signal: signal ?? "", request: asked });
    case "child":
      return childQuestion(
        String(asked["workflow"]),
        asked["version"] as number | "live",
        (asked["input"] ?? {}) as object,
      );
    default:
      return undefined;
  }
}

/**
 * What the past run was told when it was asked the very same: at the same place, else in the order of telling. A vendor
 * never answers another question; a person who was asked at the same place does, for dates in a question move on.
 */
export function givenTo(past: PastRun, played: PlayedTrial, question: Question): TrialAnswer | undefined {
  const wording = wordingOf(played, question);
  if (wording === undefined) return undefined;
  const all = past.answers.get(wording) ?? [];
  const place = `:${question.to}`;
  const used = answersIn(played.plan, played.journal, () => played.plan).answers.get(wording)?.length ?? 0;
  const given =
    all.find((one) => one.place === place) ??
    all[used] ??
    all.findLast(({ answer: { type } }) => type === "effect_succeeded" || type === "child_ended") ??
    (question.kind === "wait" ? atPlace(past, place) : undefined);
  return given && toldAs(given, question, played.clock);
}

const atPlace = ({ answers }: PastRun, place: string): Given | undefined =>
  [...answers.values()].flat().find((one) => one.place === place && one.answer.type !== "effect_succeeded");

function toldAs({ answer }: Given, { to, due }: Question, clock: string): TrialAnswer | undefined {
  switch (answer.type) {
    case "effect_succeeded":
      return { kind: "said", to, output: answer.output };
    case "effect_failed":
      return { kind: "failed", to, error: answer.error };
    case "signal_received":
      return { kind: "signal", to, payload: answer.payload };
    case "child_ended": {
      const { type: _, at: __, key: ___, runId: ____, ...ended } = answer;
      const read = trialAnswer.safeParse({ kind: "child", to, ...ended });
      return read.success ? read.data : undefined;
    }
    case "timer_fired":
      return due === undefined
        ? undefined
        : { kind: "time", ms: Math.max(0, Date.parse(due) - Date.parse(clock)) };
  }
}
