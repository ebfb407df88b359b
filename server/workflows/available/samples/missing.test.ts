import { expect, it } from "vitest";
import { workflowDocument } from "../../schema";
import type { SavedTest } from "../../trial/schema";
import { missingIn } from "./policy";

const document = workflowDocument.parse({
  ...{ format: "workflow/v1", key: "a", title: "A" },
  outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
  nodes: {
    start: {
      ...{ type: "decision_start", version: 1, title: "Request" },
      config: { fields: [{ path: "input.share", title: "Share" }] },
    },
    end: { type: "end", version: 1, title: "End", config: { outcome: "approve" } },
  },
  edges: [{ from: "start", outlet: "next", to: "end" }],
  settings: { partyKind: "person", party: { name: "input.name", country: "input.country" } },
});
const test = (key: string, input: SavedTest["setup"]["input"]): SavedTest => ({
  ...{ key, title: key, answers: [], expected: { outcome: null, reasonCodes: [], score: null, outputs: {} } },
  setup: {
    at: "2026-01-31T12:00:00.000Z",
    input,
    party: { kind: "person", name: "A", country: "GB" },
    pins: {},
  },
});

it("counts the tests without a value, and of a list its entries", () => {
  const tests = [
    test("a", { share: 10, owners: [{ born: "1990-01-01" }, {}] }),
    test("b", { share: "" }),
    test("c", { owners: [{ born: "" }] }),
  ];
  const missing = missingIn(document, tests);
  expect(missing("input.share", "end")).toEqual({ of: 3, missing: 2 });
  expect(missing("input.owners[].born", "end")).toEqual({ of: 3, missing: 2 });
  expect(missingIn(document, [])("input.share", "end")).toBeUndefined();
});
