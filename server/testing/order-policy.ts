import type { WorkflowDocumentInput } from "@/server/workflows/schema";

/** The policy of orders: an amount comes in; what is larger than the limit is turned away, the rest is approved. */

const start = {
  type: "decision_start",
  version: 1,
  title: "Order",
  config: { fields: [{ path: "input.amount", title: "Amount", required: true, type: "number" }] },
};
const yes = { type: "end", version: 1, title: "Approved", config: { outcome: "approve" } };
const no = { type: "end", version: 1, title: "Turned away", config: { outcome: "decline" } };

const size = (limit: number) => ({
  type: "branch",
  version: 1,
  title: "How large?",
  config: {
    by: "conditions",
    branches: [
      {
        key: "large",
        title: "Large",
        when: { id: "a", op: ">", left: { field: "input.amount" }, right: { value: limit } },
      },
    ],
  },
});

/** `more` stands in the place of what the policy has under the same name. */
export function orderPolicy<More extends Partial<WorkflowDocumentInput>>(
  { limit = 100, key = "orders", title = "Orders" } = {},
  more?: More,
) {
  return {
    format: "workflow/v1",
    ...{ key, title },
    outcomes: [
      { key: "approve", title: "Approve", kind: "positive" },
      { key: "decline", title: "Decline", kind: "negative" },
    ],
    nodes: { start, size: size(limit), yes, no },
    edges: [
      { from: "start", outlet: "next", to: "size" },
      { from: "size", outlet: "large", to: "no" },
      { from: "size", outlet: "otherwise", to: "yes" },
    ],
    settings: { partyKind: "person", party: { name: "input.name", country: "input.country" } },
    ...more,
  } satisfies WorkflowDocumentInput;
}
