import type { EffectAnswer, Leave, NodeScope } from "@/server/engine/node";
import type { JsonObject } from "@/server/engine/state";
import { checkAnswer } from "@/server/plugins/contract";
import type { CheckConfig } from "./config";
import { requestFor, subjectName, subjectsOf } from "./subjects";

/** From worst to best: a node's status is the worst of its subjects'. */
const statusesByWeight = ["hit", "unknown", "not_found", "no_answer", "input_missing", "clear"] as const;
type CheckStatus = (typeof statusesByWeight)[number];

interface CheckResult {
  subject: string;
  subjectName?: string;
  status: CheckStatus;
  label: string;
  sentence: string;
  details: JsonObject;
  source: string;
}

type Finding = Omit<CheckResult, "subject" | "subjectName"> & { needsHuman: boolean };

const why: { [kind: string]: string } = {
  unavailable: "could not be reached",
  timeout: "did not answer in time",
  refused: "refused to answer",
  garbage: "sent an answer that could not be read",
  unknown: "may have answered, but the answer was lost",
};

function unanswered(config: CheckConfig, kind: string): Finding {
  const happened = `“${config.connection}” ${why[kind] ?? "gave no answer"}`;
  const base = { details: { failure: kind }, source: config.connection, needsHuman: false };
  switch (config.onFailure) {
    case "hit":
      return {
        ...base,
        status: "hit",
        label: "No answer: a hit",
        sentence: `${happened}; the policy treats that as a hit.`,
      };
    case "clear":
      return {
        ...base,
        status: "clear",
        label: "No answer: clear",
        sentence: `${happened}; the policy treats that as clear.`,
      };
    default:
      return { ...base, status: "no_answer", label: "No answer", sentence: `${happened}.`, needsHuman: true };
  }
}

function notAsked(config: CheckConfig, what: string): Finding {
  const base = { details: {}, source: config.connection, needsHuman: config.onInputMissing === "human" };
  return config.onInputMissing === "hit"
    ? {
        ...base,
        status: "hit",
        label: "Input missing: a hit",
        sentence: `${what}; the policy treats that as a hit.`,
      }
    : { ...base, status: "input_missing", label: "Input missing", sentence: `${what}, so nobody was asked.` };
}

function findingOf(config: CheckConfig, { output, error }: EffectAnswer): Finding {
  if (error?.kind === "input_missing") return notAsked(config, "A field the question needs is empty");
  if (error) return unanswered(config, error.kind);
  const answer = checkAnswer.safeParse(output);
  if (!answer.success) return unanswered(config, "garbage");
  const { status, label, sentence, details, source } = answer.data;
  return { status, label, sentence, details: details as JsonObject, source, needsHuman: false };
}

export function settleCheck(config: CheckConfig, scope: NodeScope, answers: EffectAnswer[]): Leave {
  const { subjects, missing } = subjectsOf(config, scope);
  const items = new Map(subjects.map(({ scope: subject, item }) => [subject, item]));
  const findings = answers.map((answer) => ({
    subject: answer.scope,
    name: subjectName(requestFor(config, scope, items.get(answer.scope))),
    finding: findingOf(config, answer),
  }));
  if (missing !== undefined)
    findings.push({ subject: missing, name: undefined, finding: notAsked(config, `${missing} is missing`) });
  const results = findings.map(({ subject, name, finding }): CheckResult => {
    const { needsHuman: _, ...result } = finding;
    return name === undefined ? { subject, ...result } : { subject, subjectName: name, ...result };
  });
  // An empty list passes: there was nobody to ask about.
  const status = statusesByWeight.find((each) => results.some((result) => result.status === each)) ?? "clear";
  return {
    outlet: findings.some(({ finding }) => finding.needsHuman) ? "no_answer" : "answered",
    output: { status, results } as unknown as JsonObject,
  };
}
