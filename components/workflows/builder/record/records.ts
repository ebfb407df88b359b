import type { Json, JsonObject, RunData } from "@/server/engine/state";
import { type FieldInfo, fieldsOf } from "@/server/rules/core/fields";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { Sources } from "@/server/workflows/trial/answering/policy";
import { answered, type OpenTrial, openTrial, played, toTheEnd } from "@/server/workflows/trial/moves/policy";
import type { PastRun } from "@/server/workflows/trial/past/policy";
import type { PlayedTrial } from "@/server/workflows/trial/policy";
import { sampleAnswers } from "@/server/workflows/trial/samples/policy";
import type { SavedTest, TrialAnswer } from "@/server/workflows/trial/schema";
import { sampleSetup } from "@/server/workflows/trial/shapes/policy";

/** The records that rules are looked at with while they are edited: runs in the browser, of which one is chosen. */

export type RecordSource =
  | { kind: "test"; test: SavedTest }
  | { kind: "past"; title: string; past: PastRun }
  | { kind: "trial"; trial: OpenTrial }
  | { kind: "sample" };

const byHand: Sources = { vendors: "sandbox", people: "hand", past: undefined };
/** A form that is sent back, and again: enough for whoever wants to see a record. */
const MOST_FORMS = 12;

/** The run of a record; nothing when the document cannot be run as it is. */
export function runOf(document: WorkflowDocument, source: RecordSource, at: string): PlayedTrial | undefined {
  try {
    return played(document, trialOf(document, source, at));
  } catch {
    return undefined;
  }
}

function trialOf(document: WorkflowDocument, source: RecordSource, at: string): OpenTrial {
  switch (source.kind) {
    case "test": {
      const { setup, answers } = source.test;
      return { ...openTrial({ setup, answers }), told: answers.length };
    }
    case "past":
      return toTheEnd(document, openTrial({ setup: source.past.setup, answers: [] }), {
        ...{ vendors: "past", people: "past", past: source.past },
      });
    case "trial":
      return source.trial;
    default:
      return sampleTrial(document, at);
  }
}

/** A run that nobody saved: forms filled in as their fields ask, vendors as the sandbox answers. */
function sampleTrial(document: WorkflowDocument, at: string): OpenTrial {
  const setup = { ...sampleSetup(document, at), input: sampleInput(document, at), pins: {} };
  let trial = toTheEnd(document, openTrial({ setup, answers: [] }), byHand);
  for (let count = 0; count < MOST_FORMS; count++) {
    const [question] = played(document, trial).questions;
    const form = question && document.forms[String(question.asked["form"] ?? "")];
    if (!question || !form) break;
    const answers = sampleAnswers(form, {}, { timeZone: document.settings.timeZone, at });
    const answer: TrialAnswer = {
      ...{ kind: "signal", to: question.to },
      payload: { answers, submissionId: "sub_sample" },
    };
    const next = answered(document, trial, answer);
    if ("why" in next) break;
    trial = toTheEnd(document, next.trial, byHand);
  }
  return trial;
}

/** Something of the right kind in every field that a program would send. */
function sampleInput(document: WorkflowDocument, at: string): JsonObject {
  const input: JsonObject = {};
  for (const field of fieldsOf(document).values()) {
    const [root, key = "", ...rest] = field.path.split(".");
    const value = sampleOf(field, at);
    if (root === "input" && rest.length === 0 && key !== "" && value !== undefined) input[key] = value;
  }
  return input;
}

function sampleOf({ type, currency, isCountry, choices }: FieldInfo, at: string): Json | undefined {
  switch (type) {
    case "text":
      return isCountry ? "GB" : (Object.keys(choices ?? {})[0] ?? "Example");
    case "number":
      return 100;
    case "money":
      return { amount: 10_000, currency: currency ?? "EUR" };
    case "boolean":
      return true;
    case "date":
      return at.slice(0, 10);
    case "date_time":
      return at;
    default:
      return undefined;
  }
}

export interface SeenRecord {
  data: RunData;
  at: string;
  /** Whether the run comes by the step; else it is what it knew at its end. */
  isOnWay: boolean;
}

/** What a run knew when it came to a step. */
export function seenAt({ visits, state, clock }: PlayedTrial, node: string | undefined): SeenRecord {
  const visit = visits.findLast((one) => one.node === node && one.saw !== undefined);
  return visit?.saw
    ? { data: visit.saw, at: visit.enteredAt, isOnWay: true }
    : { data: state.data, at: clock, isOnWay: false };
}
