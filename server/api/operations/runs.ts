import { z } from "zod";
import { runStatuses } from "@/db/enums/enums";
import { cancelRun } from "@/server/runs/cancel";
import { getRun } from "@/server/runs/get";
import { listRuns } from "@/server/runs/list";
import { listRunEvents } from "@/server/runs/list-events";
import { resolveIncident } from "@/server/runs/resolve";
import {
  cancelRunInput,
  journalLine,
  type RunRow,
  resolveIncidentInput,
  sendSignalInput,
} from "@/server/runs/schema";
import { sendSignal } from "@/server/runs/send-signal";
import { byId, none, operation, pageOf, paging } from "../operation";
import { created, sample } from "./sample";

const time = z.iso.datetime();

const row = z.strictObject({
  id: z.string(),
  status: z.enum(runStatuses),
  workflow: z.strictObject({ key: z.string(), version: z.int() }),
  party: z.strictObject({ id: z.string(), name: z.string() }),
  /** Why it cannot go on by itself, when it cannot. */
  attention: z.string().nullable(),
  outcome: z.string().nullable(),
  startedAt: time,
  finishedAt: time.nullable(),
});

const whole = row.extend({
  /** The steps in order; the last of them are where it stands. */
  path: z.array(
    z.strictObject({
      node: z.string(),
      visit: z.int(),
      state: z.enum(["left", "performing", "waiting", "incident"]),
      /** The way out it took; null while it stands here. */
      outlet: z.string().nullable(),
      sentence: z.string().nullable(),
      enteredAt: time,
      leftAt: time.nullable(),
      /** What the node said at its latest visit. */
      output: z.unknown(),
    }),
  ),
  incidents: z.array(
    z.strictObject({
      token: z.string(),
      node: z.string(),
      visit: z.int(),
      reason: z.string(),
      outlets: z.array(z.strictObject({ key: z.string(), title: z.string() })),
    }),
  ),
  application: z.string().nullable(),
  case: z.string().nullable(),
  decision: z.string().nullable(),
});

const moved = z.strictObject({ id: z.string(), status: z.enum(runStatuses) });

const plain = ({ id, status, workflow, party, attention, outcome, startedAt, finishedAt }: RunRow) => ({
  id,
  status,
  workflow: { key: workflow.key, version: workflow.version },
  party: { id: party.id, name: party.name },
  outcome: outcome?.key ?? null,
  ...{ attention, startedAt, finishedAt },
});

const decidedRun = {
  id: sample.decidedRun,
  status: "completed",
  workflow: { key: "order_check", version: 1 },
  party: { id: sample.buyer, name: "Unnamed person" },
  attention: null,
  outcome: "approve",
  startedAt: created,
  finishedAt: created,
};

const step = (node: string, outlet: string | null, output: unknown) => ({
  ...{ node, visit: 1, state: "left", outlet, sentence: null, enteredAt: created, leftAt: created, output },
});

const silence = "“registry” ended in “No answer” (refused), which leads nowhere.";

export const runOperations = [
  operation({
    id: "listRuns",
    method: "get",
    path: "/api/v1/runs",
    scope: "runs.view",
    summary: "List runs",
    description: "The newest first.",
    params: none,
    query: z.strictObject({
      workflow: z.string().max(64).optional().describe("Key of the workflow."),
      status: z.enum(runStatuses).optional(),
      party: z.string().max(64).optional().describe("Id of the party."),
      reference: z.string().max(200).optional().describe("Your own reference, exactly."),
      ...paging,
    }),
    body: undefined,
    once: "none",
    answers: { 200: { description: "A page of runs.", schema: pageOf(row) } },
    examples: [
      {
        name: "The run of one order",
        query: { reference: "order-1001" },
        status: 200,
        answer: { data: [decidedRun], nextCursor: null },
      },
    ],
    work: async (ctx, { query: { party, ...query } }) => {
      const { data, nextCursor } = await listRuns(ctx, { ...query, partyId: party });
      return { status: 200, body: { data: data.map(plain), nextCursor } };
    },
  }),
  operation({
    id: "getRun",
    method: "get",
    path: "/api/v1/runs/{id}",
    scope: "runs.view",
    summary: "Read a run",
    description: "The path it took, what each node said, and what it waits for or suffers.",
    params: byId,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The run.", schema: whole } },
    examples: [
      {
        name: "A run that a vendor's silence stopped",
        params: { id: sample.stuckRun },
        status: 200,
        answer: {
          id: sample.stuckRun,
          status: "attention",
          workflow: { key: "registry_lookup", version: 1 },
          party: { id: sample.stuckParty, name: "Unnamed business" },
          attention: silence,
          outcome: null,
          startedAt: created,
          finishedAt: null,
          path: [
            step("start", "next", {}),
            {
              ...step("registry", null, {
                status: "no_answer",
                results: [
                  {
                    subject: "party",
                    subjectName: "Acme Ltd",
                    status: "no_answer",
                    label: "No answer",
                    sentence: "“registry” refused to answer.",
                    source: "registry",
                    details: { failure: "refused" },
                  },
                ],
              }),
              ...{ state: "incident", sentence: silence, leftAt: null },
            },
          ],
          incidents: [
            {
              token: "registry:1:1",
              node: "registry",
              visit: 1,
              reason: silence,
              outlets: [{ key: "answered", title: "Answered" }],
            },
          ],
          application: null,
          case: null,
          decision: null,
        },
      },
    ],
    work: async (ctx, { params }) => {
      const run = await getRun(ctx, { runId: params.id });
      return {
        status: 200,
        body: {
          ...plain(run),
          path: run.path.map(({ node, visit, state, outlet, sentence, enteredAt, leftAt, output }) => ({
            ...{ node, visit, state, outlet, sentence, enteredAt, leftAt, output },
          })),
          incidents: run.incidents.map(({ tokenId, node, visit, reason, outlets }) => ({
            token: tokenId,
            ...{ node, visit, reason },
            outlets: outlets.map(({ key, title }) => ({ key, title })),
          })),
          application: run.applicationId,
          case: run.caseId,
          decision: run.decisionId,
        },
      };
    },
  }),
  operation({
    id: "listRunEvents",
    method: "get",
    path: "/api/v1/runs/{id}/events",
    scope: "runs.view",
    summary: "Read a run's journal",
    description:
      "Every event the run heard, in order: its kind, its times, and the digest of what it said. What it said may be personal and is not told here.",
    params: byId,
    query: z.strictObject(paging),
    body: undefined,
    once: "none",
    answers: { 200: { description: "A page of the journal.", schema: pageOf(journalLine) } },
    examples: [
      {
        name: "The journal of a decision",
        params: { id: sample.decidedRun },
        status: 200,
        answer: {
          data: [
            {
              seq: 1,
              type: "started",
              ignored: null,
              at: created,
              recordedAt: created,
              digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            },
          ],
          nextCursor: null,
        },
      },
    ],
    work: async (ctx, { params, query }) => ({
      status: 200,
      body: await listRunEvents(ctx, { runId: params.id, ...query }),
    }),
  }),
  operation({
    id: "sendSignal",
    method: "post",
    path: "/api/v1/runs/{id}/signals",
    scope: "runs.signal",
    summary: "Send a signal",
    description:
      "Tells a run what one of its wait nodes waits for, by the signal's name. Of several waits with the name, the one that has waited longest hears it. The Idempotency-Key is the signal's own for as long as the run lives: a copy changes nothing. A signal that nobody waits for is refused (409), so send it again when somebody does.",
    params: byId,
    query: none,
    body: sendSignalInput.pick({ name: true, payload: true }),
    once: "transaction",
    answers: { 200: { description: "Where the run stands now.", schema: moved } },
    examples: [
      {
        name: "The deposit has arrived",
        params: { id: sample.waitingRun },
        body: { name: "deposit_paid", payload: { bankReference: "TX-7781" } },
        status: 200,
        answer: { id: sample.waitingRun, status: "completed" },
      },
    ],
    work: async (ctx, { params, body, key = "" }) => {
      const { runId, status } = await sendSignal(ctx, { runId: params.id, key, ...body });
      return { status: 200, body: { id: runId, status } };
    },
  }),
  operation({
    id: "resolveIncident",
    method: "post",
    path: "/api/v1/runs/{id}/resolve",
    scope: "runs.resolve",
    summary: "Resolve an incident",
    description:
      "Tries the step again, fills in what it would have answered, or sends the run out by one of its outlets. `tokenId` is the incident's `token`.",
    params: byId,
    query: none,
    body: resolveIncidentInput.omit({ runId: true }),
    once: "transaction",
    answers: { 200: { description: "Where the run stands now.", schema: moved } },
    examples: [
      {
        name: "The registry was asked by telephone",
        params: { id: sample.stuckRun },
        body: {
          tokenId: "registry:1:1",
          answer: { action: "skip", outlet: "answered" },
          reason: "Confirmed by telephone.",
        },
        status: 200,
        answer: { id: sample.stuckRun, status: "completed" },
      },
    ],
    work: async (ctx, { params, body }) => {
      const { runId, status } = await resolveIncident(ctx, { runId: params.id, ...body });
      return { status: 200, body: { id: runId, status } };
    },
  }),
  operation({
    id: "cancelRun",
    method: "post",
    path: "/api/v1/runs/{id}/cancel",
    scope: "runs.cancel",
    summary: "Cancel a run",
    description: "Ends it without a decision. A run that has ended already never moves again: 409.",
    params: byId,
    query: none,
    body: cancelRunInput.pick({ reason: true }),
    once: "transaction",
    answers: { 200: { description: "The run, cancelled.", schema: moved } },
    examples: [
      {
        name: "The order was withdrawn",
        params: { id: sample.reviewRun },
        body: { reason: "The order was withdrawn." },
        status: 200,
        answer: { id: sample.reviewRun, status: "cancelled" },
      },
    ],
    work: async (ctx, { params, body }) => {
      const { runId, status } = await cancelRun(ctx, { runId: params.id, ...body });
      return { status: 200, body: { id: runId, status } };
    },
  }),
];
