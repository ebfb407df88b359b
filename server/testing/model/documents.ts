import { smallDocument } from "../run-documents";

/** The sub-workflow of the model's runs: waits for one signal, and ends. */
export const innerDocument = () =>
  smallDocument(
    "inner",
    {
      start: { type: "sub_workflow_start" },
      inner: { type: "wait", config: { for: "signal", name: "inner" } },
      approved: { type: "end", config: { outcome: "approve" } },
    },
    { "start.next": "inner", "inner.received": "approved" },
  );

/**
 * One of everything that a run can stand at: a vendor's question beside a signal and a sub-workflow, then a time, a
 * signal and a person. Failures of the vendor and of the sub-workflow lead nowhere, so they stop at a person.
 */
export const modelDocument = () =>
  smallDocument(
    "model",
    {
      start: { type: "decision_start" },
      ways: { type: "split", config: { branches: ["a", "b"].map((key) => ({ key, title: key })) } },
      asked: {
        type: "check",
        config: {
          connection: "registry",
          capability: "company_lookup",
          ask: { country: { value: "GB" }, registrationNumber: "input.number", name: "party.name" },
          attempts: 2,
        },
      },
      hold: {
        type: "wait",
        config: { for: "signal", name: "go", deadline: { amount: 2, unit: "days" } },
      },
      sub: { type: "sub_workflow", config: { workflow: "inner" } },
      met: { type: "join", config: { split: "ways" } },
      pause: { type: "wait", config: { for: "duration", amount: 1, unit: "hours" } },
      confirm: { type: "wait", config: { for: "signal", name: "later" } },
      review: { type: "review", config: { queue: "edd" } },
      approved: { type: "end", config: { outcome: "approve" } },
      declined: { type: "end", config: { outcome: "decline" } },
    },
    {
      "start.next": "ways",
      "ways.a": "asked",
      "ways.b": "hold",
      "asked.answered": "met",
      "hold.received": "sub",
      "hold.expired": "met",
      "sub.completed": "met",
      "met.joined": "pause",
      "pause.elapsed": "confirm",
      "confirm.received": "review",
      "review.approved": "approved",
      "review.declined": "declined",
      "review.sent_back": "review",
    },
  );
