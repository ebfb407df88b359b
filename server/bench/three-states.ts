import type { WorkflowDocumentInput } from "@/server/workflows/schema";

/** One case told in both languages: it begins, a person looks at it, it is approved or rejected and then final. */

/** For "@ballerine/workflow-core". */
export const threeStatesAsMachine = () => ({
  id: "case",
  initial: "idle",
  predictableActionArguments: true,
  context: {},
  states: {
    idle: { on: { START: "manual_review" } },
    manual_review: { on: { approve: "approved", reject: "rejected" } },
    approved: { type: "final" },
    rejected: { type: "final" },
  },
});

export function threeStates(): WorkflowDocumentInput {
  const at = (title: string) => ({ version: 1, title });
  return {
    format: "workflow/v1",
    key: "case",
    title: "A case",
    outcomes: [
      { key: "approve", title: "Approve", kind: "positive" },
      { key: "decline", title: "Decline", kind: "negative" },
    ],
    nodes: {
      idle: { ...at("Start"), type: "decision_start", config: {} },
      manual_review: { ...at("Review"), type: "review", config: { queue: "all" } },
      approved: { ...at("Approved"), type: "end", config: { outcome: "approve" } },
      rejected: { ...at("Rejected"), type: "end", config: { outcome: "decline" } },
    },
    edges: [
      { from: "idle", outlet: "next", to: "manual_review" },
      { from: "manual_review", outlet: "approved", to: "approved" },
      { from: "manual_review", outlet: "declined", to: "rejected" },
      { from: "manual_review", outlet: "sent_back", to: "manual_review" },
    ],
    settings: {
      partyKind: "business",
      party: { name: "input.name", country: "input.country" },
      queues: { all: { title: "All cases", slaHours: 24, checklist: [] } },
    },
  };
}

export interface Machine {
  sendEvent(event: { type: string; payload?: object }): Promise<unknown>;
  getSnapshot(): { value: unknown };
}

/** Loaded by name: the types of a product we only compare with are not needed to check ours. */
export async function machines(): Promise<() => Machine> {
  const peer: string = "@ballerine/workflow-core";
  const { createWorkflow } = (await import(peer)) as { createWorkflow: (options: object) => Machine };
  const definition = threeStatesAsMachine();
  return () =>
    createWorkflow({
      ...{ runtimeId: "case_1", definition, definitionType: "statechart-json" },
      workflowContext: { machineContext: { entity: { id: "1" } } },
      extensions: { apiPlugins: [] },
    });
}

/** It tells the console every event; that is neither measured nor shown. */
export async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { log, error } = console;
  Object.assign(console, { log: () => {}, error: () => {} });
  try {
    return await work();
  } finally {
    Object.assign(console, { log, error });
  }
}
