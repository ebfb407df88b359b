import { z } from "zod";
import { batchRowStates, batchStatuses } from "@/db/enums/enums";
import { cancelBatch } from "@/server/batches/cancel";
import { getBatch } from "@/server/batches/get";
import { listBatches } from "@/server/batches/list";
import { listBatchRows } from "@/server/batches/list-rows";
import { pauseBatch, resumeBatch } from "@/server/batches/pause";
import { type BatchView, batchRowView, batchView, MAX_BATCH_BYTES } from "@/server/batches/schema";
import { resultsResponse, takeInBatch } from "../batches";
import { byId, none, operation, pageOf, paging } from "../operation";
import { created, sample } from "./sample";

const view = batchView.omit({ workflow: true, createdBy: true }).extend({
  workflow: z.strictObject({ key: z.string(), version: z.int() }),
});

const plain = ({ workflow, createdBy: _, ...batch }: BatchView) => ({
  ...batch,
  workflow: { key: workflow.key, version: workflow.version },
});

const file = "reference,amount,country\r\norder-2001,120,DE\r\norder-2002,7200,DE\r\norder-2003,much,DE\r\n";

/** What comes beside the file. */
const besideFile = z.strictObject({
  workflow: z.string().max(64).describe("Key of a workflow that begins with a decision request."),
  columns: z.string().max(20_000).optional().describe("JSON: which columns of a CSV lead where."),
  name: z.string().max(200).optional().describe("The file's name, for people."),
});

const received = {
  id: "bat_01kaxk3m9tfq4rjz2s6v8w0y2k",
  name: "orders.csv",
  format: "csv",
  status: "running",
  counts: { rows: 3, pending: 2, decided: 0, open: 0, failed: 1, cancelled: 0 },
  createdAt: created,
  finishedAt: null,
  workflow: { key: "order_check", version: 1 },
};

const done = {
  ...received,
  id: sample.batch,
  status: "completed",
  counts: { rows: 3, pending: 0, decided: 2, open: 0, failed: 1, cancelled: 0 },
  finishedAt: created,
};

const move = (
  id: string,
  verb: string,
  summary: string,
  description: string,
  work: typeof pauseBatch,
  example: { name: string; answer: unknown },
) =>
  operation({
    id,
    method: "post",
    path: `/api/v1/decisions/batches/{id}/${verb}`,
    scope: "decisions.create",
    summary,
    description,
    params: byId,
    query: none,
    body: undefined,
    once: "transaction",
    answers: { 200: { description: "The batch.", schema: view } },
    examples: [{ name: example.name, params: { id: sample.openBatch }, status: 200, answer: example.answer }],
    work: async (ctx, { params }) => ({ status: 200, body: plain(await work(ctx, { batchId: params.id })) }),
  });

const open = { ...received, id: sample.openBatch };

export const batchOperations = [
  operation({
    id: "createBatch",
    method: "post",
    path: "/api/v1/decisions/batches",
    scope: "decisions.create",
    summary: "Decide a file of requests",
    description: [
      "Takes a CSV or a file of JSON lines, one request per row, at most 100,000 rows and 50 MB, and decides them by the version that is live when it comes. A challenger takes its share of the parties and silent versions run beside, as for decisions asked one by one and as they stand when a row is decided; `version` tells of each row which one decided. The body is the file itself, whose media type says what it is; or a form (`multipart/form-data`) with the fields `workflow`, `columns` and `name` and, as its last part, `file`.",
      "**CSV**: UTF-8, the first line names the columns. A heading is the path of a field below `input` (`amount`, `order.country`), or `reference`, `party.id`, `party.name`, `party.country`, `party.reference`. Cells are read by the type that the workflow declares; the currency of an amount stands in `amount.currency`, or in one column `currency`. A heading that leads nowhere is refused, unless `columns` says which columns to read: a JSON list of `{column, path, type, currencyColumn}`.",
      "**JSON lines**: each line is `{input, party, reference}` as in `POST /api/v1/decisions`.",
      "A reference is decided once: a row that repeats one fails. Rows that cannot be read fail with what is wrong, and keep no other from being decided.",
    ].join("\n\n"),
    params: none,
    query: besideFile
      .extend({
        workflow: besideFile.shape.workflow.describe(
          "Key of a workflow that begins with a decision request. In a form, a field may say it.",
        ),
      })
      .partial(),
    body: undefined,
    file: {
      mediaTypes: ["text/csv", "application/x-ndjson"],
      maxBytes: MAX_BATCH_BYTES,
      description: "The file, at most 50 MB. It is read as it comes.",
      form: besideFile,
    },
    once: "work",
    answers: {
      201: { description: "The file was taken in, and its rows are being decided.", schema: view },
      200: { description: "A copy of an upload that was taken in before.", schema: view },
    },
    examples: [
      {
        name: "Three orders, one of them wrong",
        query: { workflow: "order_check", name: "orders.csv" },
        file: { mediaType: "text/csv", text: file },
        status: 201,
        answer: received,
      },
      {
        name: "The same as JSON lines",
        query: { workflow: "order_check", name: "orders.jsonl" },
        file: {
          mediaType: "application/x-ndjson",
          text: '{"input": {"amount": 120, "country": "DE"}, "reference": "order-2001"}\n',
        },
        status: 201,
        answer: {
          ...received,
          name: "orders.jsonl",
          format: "jsonl",
          counts: { ...received.counts, rows: 1, pending: 1, failed: 0 },
        },
      },
      {
        name: "The same as a form",
        file: {
          mediaType: "text/csv",
          text: file,
          form: { name: "orders.csv", fields: { workflow: "order_check" } },
        },
        status: 201,
        answer: received,
      },
    ],
    work: async (ctx, { query, key, request }) => {
      const { batchId, replayed } = await takeInBatch(ctx, request, { ...query, uploadKey: key ?? "" });
      const headers: Record<string, string> = {
        location: `/api/v1/decisions/batches/${batchId}`,
        ...(replayed && { "idempotency-replayed": "true" }),
      };
      return { status: replayed ? 200 : 201, body: plain(await getBatch(ctx, { batchId })), headers };
    },
  }),
  operation({
    id: "listBatches",
    method: "get",
    path: "/api/v1/decisions/batches",
    scope: "decisions.view",
    summary: "List batches",
    description: "The newest first.",
    params: none,
    query: z.strictObject({
      workflow: z.string().max(64).optional().describe("Key of the workflow."),
      status: z.enum(batchStatuses).exclude(["receiving"]).optional(),
      ...paging,
    }),
    body: undefined,
    once: "none",
    answers: { 200: { description: "A page of batches.", schema: pageOf(view) } },
    examples: [
      {
        name: "What is done",
        query: { status: "completed" },
        status: 200,
        answer: { data: [done], nextCursor: null },
      },
    ],
    work: async (ctx, { query }) => {
      const { data, nextCursor } = await listBatches(ctx, query);
      return { status: 200, body: { data: data.map(plain), nextCursor } };
    },
  }),
  operation({
    id: "getBatch",
    method: "get",
    path: "/api/v1/decisions/batches/{id}",
    scope: "decisions.view",
    summary: "Read how far a batch is",
    description: "`open` rows were begun and wait for a vendor or a person; they are decided later.",
    params: byId,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The batch.", schema: view } },
    examples: [{ name: "A batch that is done", params: { id: sample.batch }, status: 200, answer: done }],
    work: async (ctx, { params }) => ({
      status: 200,
      body: plain(await getBatch(ctx, { batchId: params.id })),
    }),
  }),
  operation({
    id: "listBatchRows",
    method: "get",
    path: "/api/v1/decisions/batches/{id}/rows",
    scope: "decisions.view",
    summary: "List a batch's rows",
    description: "In the order of the file, with what is wrong with those that failed.",
    params: byId,
    query: z.strictObject({ state: z.enum(batchRowStates).optional(), ...paging }),
    body: undefined,
    once: "none",
    answers: { 200: { description: "A page of rows.", schema: pageOf(batchRowView) } },
    examples: [
      {
        name: "What is wrong?",
        params: { id: sample.batch },
        query: { state: "failed" },
        status: 200,
        answer: {
          data: [
            {
              row: 4,
              reference: "order-2003",
              state: "failed",
              errors: [{ path: "input.amount", code: "number", message: "Send a number." }],
              run: null,
              decision: null,
              outcome: null,
              version: null,
            },
          ],
          nextCursor: null,
        },
      },
    ],
    work: async (ctx, { params, query }) => ({
      status: 200,
      body: await listBatchRows(ctx, { batchId: params.id, ...query }),
    }),
  }),
  operation({
    id: "getBatchResults",
    method: "get",
    path: "/api/v1/decisions/batches/{id}/results",
    scope: "decisions.view",
    summary: "Download the results",
    description:
      "One line per row, in the order of the file, as far as the batch is. In CSV no cell begins like a formula: such text has an apostrophe before it.",
    params: byId,
    query: z.strictObject({ format: z.enum(["csv", "jsonl"]).default("csv") }),
    body: undefined,
    once: "none",
    answers: {
      200: { description: "The file.", mediaTypes: ["text/csv", "application/x-ndjson"] },
    },
    examples: [
      {
        name: "As a table",
        params: { id: sample.batch },
        status: 200,
        answer: [
          "row,reference,status,outcome,score,reasons,errors,version,run,decision",
          "2,order-2001,decided,approve,0,,,1,run_01kaxk3m9tfq4rjz2s6v8w0y2m,dec_01kaxk3m9tfq4rjz2s6v8w0y2n",
          "3,order-2002,decided,review,40,LARGE_ORDER,,1,run_01kaxk3m9tfq4rjz2s6v8w0y2p,dec_01kaxk3m9tfq4rjz2s6v8w0y2q",
          "4,order-2003,failed,,,,input.amount: Send a number.,,,",
          "",
        ].join("\r\n"),
      },
    ],
    work: (ctx, { params, query }) => resultsResponse(ctx, { batchId: params.id, ...query }),
  }),
  move(
    "pauseBatch",
    "pause",
    "Pause a batch",
    "Begins no further row. Rows that were begun go on.",
    pauseBatch,
    { name: "Wait until the morning", answer: { ...open, status: "paused" } },
  ),
  move("resumeBatch", "resume", "Resume a batch", "Goes on with the rows that are left.", resumeBatch, {
    name: "It is morning",
    answer: open,
  }),
  move(
    "cancelBatch",
    "cancel",
    "Cancel a batch",
    "Rows that were not begun are forgotten; those that were keep their runs and decisions.",
    cancelBatch,
    {
      name: "It was the wrong file",
      answer: {
        ...open,
        status: "cancelled",
        counts: { ...received.counts, pending: 0, cancelled: 2 },
        finishedAt: created,
      },
    },
  ),
];
