import { smallDocument } from "../run-documents";

/** Everything that can go wrong at once: a registry and a charge side by side, then a note for each of several owners. */
export const busyDocument = () =>
  smallDocument(
    "busy",
    {
      start: { type: "decision_start" },
      ways: {
        type: "split",
        config: {
          branches: [
            { key: "registry", title: "Registry" },
            { key: "charge", title: "Charge" },
          ],
        },
      },
      registry: {
        type: "check",
        config: {
          connection: "registry",
          capability: "company_lookup",
          ask: { country: { value: "GB" }, registrationNumber: "input.number", name: "party.name" },
          attempts: 2,
          timeoutMs: 3_000,
        },
      },
      charge: {
        type: "http_request",
        config: {
          connection: "vendor",
          method: "POST",
          path: "/charges",
          body: { question: "{{input.reference}}/charge" },
          attempts: 3,
          timeoutMs: 3_000,
        },
      },
      met: { type: "join", config: { split: "ways" } },
      owners: { type: "for_each", config: { list: "input.owners[]", concurrency: 2 } },
      note: {
        type: "http_request",
        config: {
          connection: "vendor",
          method: "POST",
          path: "/notes",
          body: { question: "{{input.reference}}/{{item.name}}" },
          isRepeatable: true,
          attempts: 5,
          timeoutMs: 3_000,
        },
      },
      noted: { type: "item_end" },
      callback: { type: "wait", config: { for: "signal", name: "callback" } },
      approved: { type: "end", config: { outcome: "approve" } },
    },
    {
      "start.next": "ways",
      "ways.registry": "registry",
      "ways.charge": "charge",
      "registry.answered": "met",
      "registry.no_answer": "met",
      "charge.done": "met",
      "met.joined": "owners",
      "owners.each": "note",
      "note.done": "noted",
      "owners.done": "callback",
      "callback.received": "approved",
    },
  );
