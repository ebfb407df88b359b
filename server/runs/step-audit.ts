import type { AuditInput } from "@/server/audit/record";
import type { StepResult } from "@/server/engine/state";
import type { RunHead } from "./head";
import { type Step, wishes } from "./step";

const actions = {
  started: "run.started",
  incident_resolved: "run.resolved",
  cancel_requested: "run.cancelled",
  migrated: "run.migrated",
} as const;

/** One entry per journal event: it holds the digest that the verifier compares with the journal. */
export function stepEntry({ head, event, result }: Step, seq: number, digest: string): AuditInput {
  const of = <T extends object>(isSo: boolean, facts: () => T) => (isSo ? facts() : {});
  const { state, ignored } = result;
  return {
    subject: { kind: "run", id: head.id },
    action: event.type in actions ? actions[event.type as keyof typeof actions] : "run.advanced",
    facts: {
      seq,
      digest,
      event: event.type,
      status: state.status,
      ...of(Boolean(ignored), () => ({ ignored })),
      ...of(event.type === "started", () => ({ workflow: head.workflowId, version: head.version })),
      ...of(event.type === "started" && head.mode !== "live", () => ({ mode: head.mode })),
      ...(event.type === "migrated" && { from: event.fromVersion, to: event.toVersion }),
      ...("key" in event && { key: event.key }),
      ...(event.type === "effect_failed" && { failure: event.error.kind }),
      ...(event.type === "incident_resolved" && { answer: event.how.action, token: event.tokenId }),
    },
    // Why somebody resolved or cancelled is a person's own words, and may name one.
    ...("reason" in event && { personal: { vault: head.vault, values: { reason: event.reason } } }),
  };
}

export const attentionEntries = (head: RunHead, result: StepResult): AuditInput[] =>
  wishes(result, "raise_incident").map(({ node, visit }) => ({
    subject: { kind: "run", id: head.id },
    action: "run.attention",
    facts: { node, visit },
  }));
