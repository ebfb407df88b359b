import { z } from "zod";
import type { Json } from "@/server/engine/state";
import { answerDetails, checkAnswer } from "@/server/plugins/contract";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { Trial } from "../policy";

/**
 * A test case is part of versions that nobody can change or erase, so nothing of a real person may get into it. Every
 * text that the workflow or a vendor's contract does not itself name is replaced, the same by the same.
 */

const TIME = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/;
const CODE = /^[A-Z]{2,3}$/;

function textsIn(value: unknown, found: Set<string>): Set<string> {
  if (typeof value === "string") found.add(value);
  else if (typeof value === "object" && value !== null)
    for (const [key, part] of Object.entries(value)) {
      found.add(key);
      textsIn(part, found);
    }
  return found;
}

/** Words of the contracts: statuses, lists, capabilities. */
function contractWords(): Set<string> {
  const found = new Set([
    "business",
    "person",
    "trial",
    "approve",
    "decline",
    "send_back",
    "document",
    "field",
    "party",
  ]);
  for (const type of [checkAnswer, ...Object.values(answerDetails)])
    textsIn(z.toJSONSchema(type, { io: "input" }), found);
  return found;
}

/** A date of birth says who somebody is; only its year is kept. */
const BIRTH = /birth/i;

export function withoutPersonalData(document: WorkflowDocument, { setup, answers }: Trial): Trial {
  const known = textsIn(document, contractWords());
  const invented = new Map<string, string>();
  const textFor = (text: string): string => {
    if (text === "" || known.has(text) || TIME.test(text) || CODE.test(text)) return text;
    const before = invented.get(text);
    if (before !== undefined) return before;
    const made = `Sample ${invented.size + 1}`;
    invented.set(text, made);
    return made;
  };
  const walk = (value: Json, name = ""): Json => {
    if (typeof value === "string")
      return BIRTH.test(name) && TIME.test(value) ? `${value.slice(0, 4)}-01-01` : textFor(value);
    if (Array.isArray(value)) return value.map((one) => walk(one, name));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, walk(part, key)]));
  };
  const clean = <T>(value: T): T => walk(value as unknown as Json) as unknown as T;
  return {
    setup: {
      ...setup,
      input: clean(setup.input),
      party: clean(setup.party),
      pins: pinsOf(setup.pins, clean),
    },
    answers: answers.map((answer) => {
      switch (answer.kind) {
        case "said":
          return { ...answer, output: clean(answer.output) };
        case "signal":
          return { ...answer, payload: clean(answer.payload) };
        case "child":
          return { ...answer, ...(answer.outputs && { outputs: clean(answer.outputs) }) };
        case "resolved":
          return answer.how.action === "answer"
            ? { ...answer, how: { ...answer.how, output: clean(answer.how.output) } }
            : answer;
        default:
          return answer;
      }
    }),
  };
}

const pinsOf = <P extends Trial["setup"]["pins"]>(pins: P, clean: <T>(value: T) => T): P =>
  Object.fromEntries(
    Object.entries(pins).map(([node, { outlet, ...rest }]) => [node, { outlet, ...clean(rest) }]),
  ) as P;
