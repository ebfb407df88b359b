import type { AuditInput } from "@/server/audit/record";
import type { WebhookEvent } from "./catalogue";

/** A public event as an audit entry tells it: its type and the fields it adds. */
export interface Derived {
  type: WebhookEvent;
  fields: Record<string, unknown>;
  subject: AuditInput["subject"];
}

type Facts = Record<string, unknown>;
type Teller = (facts: Facts) => [WebhookEvent, Facts][];

const same =
  (type: WebhookEvent, ...names: string[]): Teller =>
  (facts) => [[type, Object.fromEntries(names.map((name) => [name, facts[name] ?? null]))]];

const decided = ({ decision, outcome, reasonCodes, decidedBy }: Facts): Facts => ({
  decision,
  outcome,
  reasonCodes,
  automatic: Array.isArray(decidedBy) && decidedBy.every((one) => one === "system"),
});

/** A step's entry tells of the run's end in its facts; what a finished run ignores tells nothing. */
const completed: Teller = ({ status, ignored }) =>
  status === "completed" && !ignored ? [["run.completed", {}]] : [];

const tellers: { readonly [action: string]: Teller } = {
  "application.created": same("application.created", "channel"),
  "application.submitted": same("application.submitted", "form"),
  "requirement.added": same("requirement.added", "requirement", "kind", "key", "reasonCode"),
  "requirement.answered": same("requirement.answered", "requirement", "kind", "key"),
  "requirement.satisfied": same("requirement.satisfied", "requirement"),
  "requirement.waived": same("requirement.waived", "requirement"),
  "requirement.expired": same("requirement.expired", "requirement"),
  "document.uploaded": same("document.uploaded", "document", "type"),
  "document.refused": same("document.refused", "type", "refusal"),
  "run.started": (facts) => [["run.started", {}], ...completed(facts)],
  "run.advanced": completed,
  "run.attention": same("run.attention", "node"),
  "run.resolved": (facts) => [["run.resolved", { how: facts["answer"] }], ...completed(facts)],
  "run.cancelled": ({ ignored }) => (ignored ? [] : [["run.cancelled", {}]]),
  "check.completed": same("check.completed", "check", "node", "subject", "status"),
  "case.opened": same("case.opened", "queue", "proposed", "reasonCodes", "dueAt"),
  "case.reopened": same("case.reopened", "proposed", "reasonCodes", "dueAt"),
  "case.assigned": same("case.assigned", "assignee"),
  "case.verdict_applied": ({ says }) =>
    says === "send_back" ? [["case.sent_back", {}]] : [["case.decided", { verdict: says }]],
  "case.closed": same("case.closed", "status"),
  "decision.made": (facts) => [
    ["decision.made", decided(facts)],
    ["application.decided", decided(facts)],
  ],
  "party.created": same("party.created", "kind"),
  "party.changed": same("party.changed", "source"),
  "party.erased": same("party.erased"),
  "workflow.published": same("workflow.published"),
  "connection.tripped": same("connection.tripped", "key", "failures"),
  "connection.recovered": same("connection.recovered", "key"),
};

/** The public events of audit entries, in their order. */
export function derivedEvents(entries: readonly AuditInput[]): Derived[] {
  return entries.flatMap(({ action, facts = {}, subject }) =>
    (tellers[action]?.(facts) ?? []).map(([type, fields]) => ({
      type,
      subject,
      fields:
        subject.kind === "case"
          ? { case: subject.id, ...fields }
          : type === "workflow.published"
            ? { published: { workflow: subject.id, version: facts["version"] } }
            : fields,
    })),
  );
}
