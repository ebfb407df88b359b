import { z } from "zod";
import { listKinds } from "@/db/enums/enums";
import { addEntry } from "@/server/lists/add-entry";
import { checkLists } from "@/server/lists/check";
import { getList } from "@/server/lists/get";
import { listLists } from "@/server/lists/list";
import { listEntriesOf } from "@/server/lists/list-entries";
import {
  addEntryInput,
  type EntryView,
  entryFilters,
  type ListView,
  withdrawEntryInput,
} from "@/server/lists/schema";
import { withdrawEntry } from "@/server/lists/withdraw-entry";
import { none, operation, pageOf, paging } from "../operation";
import { created, sample } from "./sample";

const time = z.iso.datetime();
const byKey = z.strictObject({ key: z.string().min(1).max(64) });

const row = z.strictObject({
  key: z.string(),
  title: z.string(),
  description: z.string(),
  kind: z.enum(listKinds),
  /** A change counts once another member has approved it. */
  needsApproval: z.boolean(),
  /** That count now; 10001 stands for more than 10,000. */
  entries: z.int(),
  /** Changes that wait for a second person. */
  waiting: z.int(),
  createdAt: time,
  changedAt: time,
});

const entry = z.strictObject({
  id: z.string(),
  value: z.string(),
  state: z.enum(["active", "upcoming", "expired", "withdrawn"]),
  validFrom: time,
  /** Null: it does not expire. */
  validTo: time.nullable(),
  reason: z.string(),
  owner: z.string(),
});

const written = z.strictObject({
  id: z.string(),
  change: z.string(),
  /** `waiting`: another member must approve it first. */
  state: z.enum(["applied", "waiting"]),
});

const plain = ({ key, title, description, kind, needsApproval, entries, waiting, ...at }: ListView) => ({
  ...{ key, title, description, kind, needsApproval, entries, waiting },
  ...{ createdAt: at.createdAt.toISOString(), changedAt: at.changedAt.toISOString() },
});

const plainEntry = ({ entryId, value, state, validFrom, validTo, reason, owner }: EntryView) => ({
  ...{ id: entryId, value, state, reason, owner },
  ...{ validFrom: validFrom.toISOString(), validTo: validTo?.toISOString() ?? null },
});

const plainWritten = ({ entryId, changeId, state }: Awaited<ReturnType<typeof addEntry>>) => ({
  ...{ id: entryId, change: changeId, state },
});

const blocked = {
  ...{ key: "blocked_emails", title: "Blocked e-mails", description: "Used in fraud before." },
  ...{ kind: "email", needsApproval: false, entries: 1, waiting: 0, createdAt: created, changedAt: created },
};

const { reason: entryReason } = withdrawEntryInput.shape;

export const listOperations = [
  operation({
    id: "listLists",
    method: "get",
    path: "/api/v1/lists",
    scope: "lists.view",
    summary: "List lists",
    description: "All that are in use, by title, on one page.",
    params: none,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The lists.", schema: pageOf(row) } },
    examples: [{ name: "One list", status: 200, answer: { data: [blocked], nextCursor: null } }],
    work: async (ctx) => ({
      status: 200,
      body: { data: (await listLists(ctx, { archived: false })).map(plain), nextCursor: null },
    }),
  }),
  operation({
    id: "getList",
    method: "get",
    path: "/api/v1/lists/{key}",
    scope: "lists.view",
    summary: "Get a list",
    description: "What it holds, and how many entries count now.",
    params: byKey,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The list.", schema: row } },
    examples: [{ name: "Blocked e-mails", params: { key: "blocked_emails" }, status: 200, answer: blocked }],
    work: async (ctx, { params }) => ({ status: 200, body: plain(await getList(ctx, params)) }),
  }),
  operation({
    id: "listListEntries",
    method: "get",
    path: "/api/v1/lists/{key}/entries",
    scope: "lists.view",
    summary: "List entries of a list",
    description: "Those that came last first. `search` finds a part of a value or of its reason.",
    params: byKey,
    query: z.strictObject({
      state: z.enum(entryFilters).default("active"),
      search: z.string().max(200).default(""),
      ...paging,
    }),
    body: undefined,
    once: "none",
    answers: { 200: { description: "A page of entries.", schema: pageOf(entry) } },
    examples: [
      {
        name: "What counts now",
        params: { key: "blocked_emails" },
        status: 200,
        answer: {
          data: [
            {
              ...{ id: sample.listEntry, value: "@spam.example", state: "active" },
              ...{ reason: "Throw-away addresses", owner: "Fraud team" },
              ...{ validFrom: created, validTo: null },
            },
          ],
          nextCursor: null,
        },
      },
    ],
    work: async (ctx, { params, query }) => {
      const { data, nextCursor } = await listEntriesOf(ctx, { ...params, ...query });
      return { status: 200, body: { data: data.map(plainEntry), nextCursor } };
    },
  }),
  operation({
    id: "checkList",
    method: "post",
    path: "/api/v1/lists/{key}/check",
    scope: "lists.view",
    summary: "Ask whether values are on a list",
    description:
      "As rules find them: an e-mail also by its domain, an address by the networks around it. `found` is the entry, `false`, or `null` for what is no value of the list's kind. `at` asks about a day of the past, by what was known then.",
    params: byKey,
    query: none,
    body: z.strictObject({
      values: z
        .array(z.union([z.string().min(1).max(600), z.number()]))
        .min(1)
        .max(2_000),
      at: time.optional(),
    }),
    once: "none",
    answers: {
      200: {
        description: "One answer per value, in their order.",
        schema: z.strictObject({
          data: z.array(
            z.strictObject({
              value: z.union([z.string(), z.number()]),
              found: z.union([z.string(), z.literal(false), z.null()]),
            }),
          ),
        }),
      },
    },
    examples: [
      {
        name: "Two addresses",
        params: { key: "blocked_emails" },
        body: { values: ["x@mail.spam.example", "jane@example.com"] },
        status: 200,
        answer: {
          data: [
            { value: "x@mail.spam.example", found: sample.listEntry },
            { value: "jane@example.com", found: false },
          ],
        },
      },
    ],
    work: async (ctx, { params, body }) => {
      const { values, at } = body;
      const answers = await checkLists(ctx, {
        questions: values.map((value) => ({ list: params.key, value })),
        at: at === undefined ? undefined : new Date(at),
      });
      return { status: 200, body: { data: answers.map(({ value, found }) => ({ value, found })) } };
    },
  }),
  operation({
    id: "addListEntry",
    method: "post",
    path: "/api/v1/lists/{key}/entries",
    scope: "lists.change",
    summary: "Add an entry to a list",
    description:
      "The value is spelled as the list's kind wants it; one that is on the list already is refused. Where the list asks for a second person, it counts once a member has approved it.",
    params: byKey,
    query: none,
    body: addEntryInput.omit({ key: true }),
    once: "transaction",
    answers: { 201: { description: "The entry, and its change.", schema: written } },
    examples: [
      {
        name: "For ninety days",
        params: { key: "blocked_emails" },
        body: {
          ...{ value: "mallory@example.com", reason: "Chargeback of order 4711" },
          ...{ owner: "Fraud team", validTo: "2100-01-01T00:00:00Z" },
        },
        status: 201,
        answer: {
          ...{ id: "len_01kaxk3m9tfq4rjz2s6v8w0y2g", change: "lch_01kaxk3m9tfq4rjz2s6v8w0y2h" },
          state: "applied",
        },
      },
    ],
    work: async (ctx, { params, body }) => ({
      status: 201,
      body: plainWritten(await addEntry(ctx, { ...params, ...body })),
    }),
  }),
  operation({
    id: "withdrawListEntry",
    method: "post",
    path: "/api/v1/lists/{key}/entries/{id}/withdraw",
    scope: "lists.change",
    summary: "Take an entry off a list",
    description: "From now on. Decisions of before read the list as it was.",
    params: byKey.extend({ id: z.string().min(1).max(64) }),
    query: none,
    body: z.strictObject({ reason: entryReason }),
    once: "transaction",
    answers: { 200: { description: "The entry, and its change.", schema: written } },
    examples: [
      {
        name: "A mistake",
        params: { key: "blocked_emails", id: sample.listEntry },
        body: { reason: "The domain is a customer's" },
        status: 200,
        answer: { id: sample.listEntry, change: "lch_01kaxk3m9tfq4rjz2s6v8w0y2j", state: "applied" },
      },
    ],
    work: async (ctx, { params: { key, id }, body }) => ({
      status: 200,
      body: plainWritten(await withdrawEntry(ctx, { key, entryId: id, ...body })),
    }),
  }),
];
