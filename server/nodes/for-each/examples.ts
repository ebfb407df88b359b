import type { NodeExample } from "@/server/engine/node";

const owners = { owners: { owners: [{ name: "Ada" }, { name: "Bo" }] } };

export const forEachExamples: NodeExample<unknown>[] = [
  {
    name: "Two owners, each with a result",
    config: { list: "forms.owners.owners[]" },
    data: { forms: owners },
    answers: { 0: { hits: 0 }, 1: { hits: 2 } },
    outlet: "done",
    output: { count: 2, failed: 0, items: [{ index: 0, result: "done", output: { hits: 0 } }, { index: 1 }] },
  },
  {
    name: "An empty list passes",
    config: { list: "forms.owners.owners[]" },
    data: { forms: { owners: { owners: [] } } },
    outlet: "done",
    output: { count: 0, items: [] },
  },
  {
    name: "One failure stops the rest",
    config: { list: "forms.owners.owners[]", onItemFailure: "stop" },
    data: { forms: owners },
    answers: { 0: {} },
    outlet: "failed",
    output: { failed: 1 },
  },
];
