import type { EffectAnswer, NodeScope } from "@/server/engine/node";
import type { JsonObject } from "@/server/engine/state";
import { type CheckAnswer, checkAnswer } from "@/server/plugins/contract";
import { requestFor, type SubjectConfig, subjectName, subjectsOf } from "./subjects";

/** From worst to best: a node's status is the worst of its subjects'. */
const statusesByWeight = ["hit", "unknown", "not_found", "no_answer", "input_missing", "clear"] as const;
export type FindingStatus = (typeof statusesByWeight)[number];

/** What is known of one subject, in the shape that rules and people read. */
export interface Finding {
  status: FindingStatus;
  label: string;
  sentence: string;
  details: JsonObject;
  source: string;
  needsHuman: boolean;
}

export interface FindingConfig extends SubjectConfig {
  onFailure: "human" | "hit" | "clear";
  onInputMissing: "human" | "hit" | "skip";
}

const why: { [kind: string]: string } = {
  unavailable: "could not be reached",
  timeout: "did not answer in time",
  refused: "refused to answer",
  garbage: "sent an answer that could not be read",
  unknown: "may have answered, but the answer was lost",
};

export function unanswered(
  { connection, onFailure }: Pick<FindingConfig, "connection" | "onFailure">,
  kind: string,
): Finding {
  const happened = `“${connection}” ${why[kind] ?? "gave no answer"}`;
  const base = { details: { failure: kind }, source: connection, needsHuman: false };
  if (onFailure === "human")
    return { ...base, status: "no_answer", label: "No answer", sentence: `${happened}.`, needsHuman: true };
  return {
    ...base,
    status: onFailure,
    label: `No answer: ${onFailure === "hit" ? "a hit" : "clear"}`,
    sentence: `${happened}; the policy treats that as ${onFailure === "hit" ? "a hit" : "clear"}.`,
  };
}

function notAsked(
  { connection, onInputMissing }: Pick<FindingConfig, "connection" | "onInputMissing">,
  what: string,
): Finding {
  const base = { details: {}, source: connection, needsHuman: onInputMissing === "human" };
  return onInputMissing === "hit"
    ? {
        ...base,
        status: "hit",
        label: "Input missing: a hit",
        sentence: `${what}; the policy treats that as a hit.`,
      }
    : { ...base, status: "input_missing", label: "Input missing", sentence: `${what}, so nobody was asked.` };
}

function findingOf(config: FindingConfig, { output, error }: EffectAnswer, judge: Judge): Finding {
  if (error?.kind === "input_missing") return notAsked(config, "A field the question needs is empty");
  if (error) return unanswered(config, error.kind);
  const answer = checkAnswer.safeParse(output);
  return answer.success ? judge(answer.data) : unanswered(config, "garbage");
}

/** What a vendor's answer means to the policy. */
type Judge = (answer: CheckAnswer) => Finding;

/** As the vendor said it. */
export const asSaid: Judge = ({ status, label, sentence, details, source }) => ({
  ...{ status, label, sentence, source },
  details: details as JsonObject,
  needsHuman: false,
});

export interface Findings {
  status: FindingStatus;
  results: (Omit<Finding, "needsHuman"> & { subject: string; subjectName?: string })[];
  needsHuman: boolean;
}

/** Every subject's finding, and the worst of them. An empty list passes: there was nobody to ask about. */
export function findingsOf(
  config: FindingConfig,
  scope: NodeScope,
  answers: EffectAnswer[],
  judge: Judge,
): Findings {
  const { subjects, missing } = subjectsOf(config, scope);
  const items = new Map(subjects.map(({ scope: subject, item }) => [subject, item]));
  const findings = answers.map((answer) => ({
    subject: answer.scope,
    name: subjectName(requestFor(config, scope, items.get(answer.scope))),
    finding: findingOf(config, answer, judge),
  }));
  if (missing !== undefined)
    findings.push({ subject: missing, name: undefined, finding: notAsked(config, `${missing} is missing`) });
  const results = findings.map(({ subject, name, finding: { needsHuman: _, ...result } }) =>
    name === undefined ? { subject, ...result } : { subject, subjectName: name, ...result },
  );
  return {
    status: statusesByWeight.find((each) => results.some((result) => result.status === each)) ?? "clear",
    results,
    needsHuman: findings.some(({ finding }) => finding.needsHuman),
  };
}
