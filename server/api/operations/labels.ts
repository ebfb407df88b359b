import { z } from "zod";
import { addLabels } from "@/server/labels/add";
import { listLabels } from "@/server/labels/list";
import { addLabelsInput, labelRow, labelView, listLabelsInput } from "@/server/labels/schema";
import { none, operation, pageOf, paging } from "../operation";
import { sample } from "./sample";

const report = z.strictObject({
  rows: z.int(),
  added: z.int(),
  known: z.int().describe("Were here before, and are kept once."),
  refused: z.int(),
  faults: z
    .array(z.strictObject({ row: z.int(), column: z.string(), message: z.string() }))
    .describe("What is wrong with those that were refused: the place in the list, from 1, and the field."),
});

export const labelOperations = [
  operation({
    id: "addLabels",
    method: "post",
    path: "/api/v1/labels",
    scope: "labels.change",
    summary: "Say what turned out",
    description:
      "A chargeback, a confirmed fraud, or that a party proved to be good. Backtests and shadow reports measure decisions by it. Each label names what it is about by `decision`, `run`, `party` (an id or a registration number) or `reference` (the one the decision was asked with). A request that cannot be read is refused whole, with each field named; a label about nobody is refused by itself, and the others are kept. The same fact sent twice is kept once.",
    params: none,
    query: none,
    body: z.strictObject({
      labels: z.array(labelRow).min(1).max(1_000),
    }),
    once: "transaction",
    answers: { 200: { description: "What was kept and what was not.", schema: report } },
    examples: [
      {
        name: "A chargeback, and one about nobody",
        body: {
          labels: [
            {
              decision: sample.decision,
              label: "chargeback",
              date: "2026-11-20",
              source: "acquirer",
              sourceReference: "cb-881",
              amount: "120.00",
              currency: "EUR",
            },
            { reference: "order-none", label: "confirmed_fraud", date: "2026-11-21" },
          ],
        },
        status: 200,
        answer: {
          ...{ rows: 2, added: 1, known: 0, refused: 1 },
          faults: [{ row: 2, column: "reference", message: "There is no such reference in this workspace." }],
        },
      },
    ],
    work: async (ctx, { body }) => ({
      status: 200,
      body: await addLabels(ctx, addLabelsInput.parse(body)),
    }),
  }),
  operation({
    id: "listLabels",
    method: "get",
    path: "/api/v1/labels",
    scope: "labels.view",
    summary: "List what turned out",
    description: "The newest first.",
    params: none,
    query: z.strictObject({
      kind: listLabelsInput.shape.kind,
      party: z.string().max(64).optional().describe("Id of a party."),
      ...paging,
    }),
    body: undefined,
    once: "none",
    answers: { 200: { description: "A page of labels.", schema: pageOf(labelView) } },
    examples: [
      {
        name: "Who proved to be good",
        query: { kind: "confirmed_good" },
        status: 200,
        answer: { data: [], nextCursor: null },
      },
    ],
    work: async (ctx, { query: { party, ...query } }) => ({
      status: 200,
      body: await listLabels(ctx, { ...query, ...(party !== undefined && { partyId: party }) }),
    }),
  }),
];
