import { z } from "zod";
import { caseStatuses, partyKinds } from "@/db/enums/enums";
import { assignCase } from "@/server/cases/assign";
import { listCases } from "@/server/cases/list";
import { noteCase } from "@/server/cases/note";
import { type CaseRow, type CaseSummary, noteCaseInput } from "@/server/cases/schema";
import { summariseCase } from "@/server/cases/summarise";
import { byId, none, operation, pageOf, paging } from "../operation";
import { created, sample } from "./sample";

/** There is no verdict here: a verdict is a person's, who looked. What a program decides, a workflow's rules decide. */

const time = z.iso.datetime();

const row = z.strictObject({
  id: z.string(),
  /** People call it C-123. */
  number: z.int(),
  status: z.enum(caseStatuses),
  queue: z.string(),
  party: z.strictObject({
    id: z.string(),
    kind: z.enum(partyKinds),
    name: z.string(),
    country: z.string().nullable(),
  }),
  workflow: z.strictObject({ key: z.string(), version: z.int() }),
  assignee: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  /** What the policy proposes. */
  proposed: z.strictObject({ outcome: z.string(), title: z.string(), kind: z.string() }).nullable(),
  score: z.int().nullable(),
  /** The most important reason. */
  headline: z.string().nullable(),
  openedAt: time,
  dueAt: time,
  closedAt: time.nullable(),
});

const whole = row.extend({
  /** Grows with every change. */
  revision: z.int(),
  run: z.string(),
  application: z.string().nullable(),
  /** Why it is here, in sentences with their numbers. */
  reasons: z.array(
    z.strictObject({
      code: z.string(),
      title: z.string(),
      sentence: z.string(),
      outcome: z.string().nullable(),
      points: z.int().nullable(),
    }),
  ),
});

const plain = (caseFile: CaseRow) => {
  const { id, number, status, queue, party, workflow, assignee, proposed } = caseFile;
  const { score, headline, openedAt, dueAt, closedAt } = caseFile;
  return {
    ...{ id, number, status, queue: queue.key },
    party: { id: party.id, kind: party.kind, name: party.name, country: party.country },
    workflow: { key: workflow.key, version: workflow.version },
    assignee: assignee && { id: assignee.id, name: assignee.name },
    proposed: proposed && { outcome: proposed.outcome, title: proposed.title, kind: proposed.kind },
    ...{ score, headline, openedAt, dueAt, closedAt },
  };
};

const full = (caseFile: CaseSummary) => ({
  ...plain(caseFile),
  revision: caseFile.revision,
  run: caseFile.runId,
  application: caseFile.applicationId,
  reasons: caseFile.reasons,
});

const open = {
  id: sample.case,
  number: 1,
  status: "open",
  queue: "edd",
  party: { id: sample.reviewParty, kind: "business", name: "Brandt Möbel GmbH", country: "DE" },
  workflow: { key: "company_review", version: 1 },
  assignee: null,
  proposed: null,
  score: null,
  headline: null,
  openedAt: created,
  dueAt: "2026-11-25T10:00:00.000Z",
  closedAt: null,
};

export const caseOperations = [
  operation({
    id: "listCases",
    method: "get",
    path: "/api/v1/cases",
    scope: "cases.view",
    summary: "List cases",
    description: "Without a status: every case that a person still has to do something about.",
    params: none,
    query: z.strictObject({
      status: z.enum(["active", ...caseStatuses]).default("active"),
      queue: z.string().max(64).optional().describe("Key of the queue."),
      assignee: z.string().max(64).optional().describe("Id of a member, or `nobody`."),
      party: z.string().max(64).optional().describe("Id of the party."),
      run: z.string().max(64).optional().describe("Id of the run."),
      sort: z
        .enum(["due", "opened", "score"])
        .default("due")
        .describe("The one due first, the newest, or the highest score first."),
      ...paging,
    }),
    body: undefined,
    once: "none",
    answers: { 200: { description: "A page of cases.", schema: pageOf(row) } },
    examples: [
      {
        name: "What is open about one party",
        query: { party: sample.reviewParty },
        status: 200,
        answer: { data: [open], nextCursor: null },
      },
    ],
    work: async (ctx, { query: { party, run, ...query } }) => {
      const { data, nextCursor } = await listCases(ctx, { ...query, partyId: party, runId: run });
      return { status: 200, body: { data: data.map(plain), nextCursor } };
    },
  }),
  operation({
    id: "getCase",
    method: "get",
    path: "/api/v1/cases/{id}",
    scope: "cases.view",
    summary: "Read a case",
    description: "Where it stands and why it is there.",
    params: byId,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The case.", schema: whole } },
    examples: [
      {
        name: "A case that nobody works on yet",
        params: { id: sample.case },
        status: 200,
        answer: {
          ...open,
          revision: 0,
          run: sample.reviewRun,
          application: sample.reviewApplication,
          reasons: [],
        },
      },
    ],
    work: async (ctx, { params }) => ({
      status: 200,
      body: full(await summariseCase(ctx, { caseId: params.id })),
    }),
  }),
  operation({
    id: "noteCase",
    method: "post",
    path: "/api/v1/cases/{id}/notes",
    scope: "cases.note",
    summary: "Add a note",
    description: "Kept with the case under the key's name. A verdict is a person's and cannot be given here.",
    params: byId,
    query: none,
    body: noteCaseInput.pick({ text: true }),
    once: "transaction",
    answers: {
      201: {
        description: "The note, and the case's new revision.",
        schema: z.strictObject({ id: z.string(), revision: z.int() }),
      },
    },
    examples: [
      {
        name: "What the support desk learned",
        params: { id: sample.case },
        body: { text: "The seller called: the new address is right." },
        status: 201,
        answer: { id: "note_01kaxk3m9tfq4rjz2s6v8w0y2d", revision: 1 },
      },
    ],
    work: async (ctx, { params, body }) => ({
      status: 201,
      body: await noteCase(ctx, { caseId: params.id, text: body.text }),
    }),
  }),
  operation({
    id: "assignCase",
    method: "patch",
    path: "/api/v1/cases/{id}",
    scope: "cases.assign",
    summary: "Assign a case",
    description: "Gives it to a member who works cases, or with `null` back to its queue.",
    params: byId,
    query: none,
    body: z.strictObject({ assignee: z.string().max(64).nullable().describe("Id of a member.") }),
    once: "transaction",
    answers: { 200: { description: "The case.", schema: whole } },
    examples: [
      {
        name: "Give it to Lena",
        params: { id: sample.case },
        body: { assignee: sample.analyst },
        status: 200,
        answer: {
          ...open,
          assignee: { id: sample.analyst, name: "Lena Brandt" },
          revision: 2,
          run: sample.reviewRun,
          application: sample.reviewApplication,
          reasons: [],
        },
      },
    ],
    work: async (ctx, { params, body }) => {
      await assignCase(ctx, { caseId: params.id, memberId: body.assignee });
      return { status: 200, body: full(await summariseCase(ctx, { caseId: params.id })) };
    },
  }),
];
