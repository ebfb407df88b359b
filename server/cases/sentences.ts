import type { Verdict } from "@/db/enums/enums";
import type { EventName } from "@/server/audit/events";
import type { WorkflowDocument } from "@/server/workflows/schema";

export type Facts = Record<string, unknown>;

interface Telling {
  actor: string;
  nameOf: (id: string) => string;
  document: WorkflowDocument;
}

type Teller = (facts: Facts, telling: Telling) => string | null;

const count = (n: number, one: string) => `${n} ${one}${n === 1 ? "" : "s"}`;

const verdictWords: Record<Verdict, (facts: Facts) => string> = {
  approve: () => "approved",
  decline: () => "declined",
  send_back: (facts) => `sent back ${count(Number(facts["items"]) || 0, "item")}`,
};

const becauseWords: Record<string, string> = {
  wait_ended: "The review ended without a verdict; the case was closed.",
  line_ended: "What was reviewed ended without a verdict; the case was closed.",
  run_completed: "The workflow decided without a reviewer; the case was closed.",
  run_cancelled: "The run was cancelled; the case was closed.",
  wait_over: "The run had gone on meanwhile; the case was closed without the verdict.",
};

function verdictGiven(facts: Facts, { actor }: Telling): string {
  const words = verdictWords[facts["says"] as Verdict]?.(facts) ?? "gave a verdict";
  if (facts["stands"] === "first") return `${actor} ${words}. A second member has to agree.`;
  if (facts["stands"] === "disagrees") return `${actor} disagreed and ${words}. The case is open again.`;
  if (facts["stands"] === "agrees") return `${actor} agreed and ${words}.`;
  return `${actor} ${words}.`;
}

function assigned(facts: Facts, { actor, nameOf }: Telling): string {
  const { assignee } = facts;
  if (typeof assignee !== "string") return `${actor} gave the case back to the queue.`;
  return facts["own"] === true ? `${actor} took the case.` : `${actor} gave the case to ${nameOf(assignee)}.`;
}

const titleIn = (of: Record<string, { title: string }>, key: unknown) =>
  typeof key === "string" ? (of[key]?.title ?? key) : "";

const tellers: Partial<Record<EventName, Teller>> = {
  "case.opened": (facts, { document }) =>
    `The case was opened in ${titleIn(document.settings.queues, facts["queue"])}.`,
  "case.reopened": () => "The applicant answered; the case came back.",
  "case.assigned": assigned,
  "case.noted": (_, { actor }) => `${actor} added a note.`,
  "case.verdict_given": verdictGiven,
  "case.verdict_undone": (_, { actor }) => `${actor} took the verdict back.`,
  "case.verdict_applied": () => "The verdict took effect.",
  "case.closed": (facts) => becauseWords[String(facts["because"])] ?? "The case was closed.",
  "application.created": () => "The application was created.",
  "application.submitted": () => "The applicant handed in the form.",
  "application.answered": () => "The applicant answered what was asked again.",
  "requirement.added": (facts, { document }) =>
    `The applicant was asked again: ${document.reasonCodes[String(facts["reasonCode"])]?.staff ?? facts["reasonCode"]}`,
  "document.uploaded": (facts, { document }) =>
    `The applicant uploaded: ${titleIn(document.settings.documentTypes, facts["type"])}.`,
  "run.attention": () => "The run stopped and needs attention.",
  "run.resolved": (_, { actor }) => `${actor} let the run go on.`,
  "run.cancelled": (_, { actor }) => `${actor} cancelled the run.`,
  "decision.made": (facts, { document }) =>
    `Decided: ${document.outcomes.find(({ key }) => key === facts["outcome"])?.title ?? facts["outcome"]}.`,
};

/** One sentence about an entry of the audit; null for what a case page has no use for. */
export function activitySentence(event: EventName, facts: Facts, telling: Telling): string | null {
  return tellers[event]?.(facts, telling) ?? null;
}
