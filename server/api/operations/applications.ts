import { z } from "zod";
import { cancelApplication } from "@/server/applications/cancel";
import { createApplication } from "@/server/applications/create";
import { getApplication } from "@/server/applications/get";
import { createLink } from "@/server/applications/link";
import { listApplications } from "@/server/applications/list";
import { applicationStatuses } from "@/server/applications/policy";
import { revokeLinks } from "@/server/applications/revoke-links";
import {
  applicationCreated,
  applicationView,
  cancelApplicationInput,
  createApplicationInput,
  listApplicationsInput,
} from "@/server/applications/schema";
import { siteOf } from "@/server/auth/site";
import { answerRequirements } from "@/server/collection/answer-requirements";
import { answerRequirementsInput } from "@/server/collection/schema";
import { byId, none, operation, pageOf, paging } from "../operation";
import { created, sample } from "./sample";

const time = z.iso.datetime();

const row = z.strictObject({
  id: z.string(),
  status: z.enum(applicationStatuses),
  workflow: z.strictObject({ key: z.string(), version: z.int() }),
  run: z.string(),
  party: z.strictObject({ id: z.string(), kind: z.enum(["business", "person"]), name: z.string() }),
  reference: z.string().nullable(),
  /** Why its run cannot go on by itself, when it cannot. */
  attention: z.string().nullable(),
  createdAt: time,
  submittedAt: time.nullable(),
  decision: z.strictObject({ outcome: z.string(), kind: z.string(), decidedAt: time }).nullable(),
});

const filling = {
  id: sample.application,
  status: "collecting",
  workflow: { key: "marketplace_seller", version: 1 },
  run: sample.run,
  party: { id: sample.party, kind: "business", name: "Nordlicht Handels GmbH" },
  reference: "seller-4711",
  createdAt: created,
  submittedAt: null,
  decision: null,
};

export const applicationOperations = [
  operation({
    id: "createApplication",
    method: "post",
    path: "/api/v1/applications",
    scope: "applications.create",
    summary: "Create an application",
    description:
      "Starts a run of the workflow's live version and answers with the link to send to the applicant. The link is shown once.",
    params: none,
    query: none,
    body: createApplicationInput,
    once: "transaction",
    answers: { 201: { description: "The application was created.", schema: applicationCreated } },
    examples: [
      {
        name: "A seller from Germany",
        body: {
          workflow: "marketplace_seller",
          party: { name: "Nordlicht Handels GmbH", country: "DE" },
          reference: "seller-4712",
          locale: "en",
        },
        status: 201,
        answer: {
          id: "app_01kaxk3m9tfq4rjz2s6v8w0y2a",
          status: "collecting",
          link: "https://risk.example.com/c/3q2-7wAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBk",
          linkExpiresAt: "2026-12-01T10:00:00.000Z",
        },
      },
    ],
    work: async (ctx, { body, request }) => ({
      status: 201,
      body: await createApplication(ctx, { ...body, origin: siteOf(request.headers).origin }),
    }),
  }),
  operation({
    id: "listApplications",
    method: "get",
    path: "/api/v1/applications",
    scope: "applications.view",
    summary: "List applications",
    description: "The newest first.",
    params: none,
    query: z.strictObject({
      workflow: z.string().max(64).optional().describe("Key of the workflow."),
      reference: z.string().max(200).optional().describe("Your own reference, exactly."),
      party: z.string().max(64).optional().describe("Id of the party."),
      result: z
        .enum(["open", "positive", "negative", "other"])
        .optional()
        .describe("What became of it, by the kind of its outcome; `open` is not decided yet."),
      attention: z.literal("true").optional().describe("Only those whose run cannot go on by itself."),
      ...paging,
    }),
    body: undefined,
    once: "none",
    answers: { 200: { description: "A page of applications.", schema: pageOf(row) } },
    examples: [
      {
        name: "Find one by your own reference",
        query: { reference: "seller-4711" },
        status: 200,
        answer: { data: [{ ...filling, attention: null }], nextCursor: null },
      },
    ],
    work: async (ctx, { query: { party, attention, ...query } }) => {
      const { limit, ...filters } = query;
      const { data, nextCursor } = await listApplications(ctx, {
        ...listApplicationsInput.parse({ ...filters, partyId: party, attention: attention && true }),
        limit,
      });
      return {
        status: 200,
        body: {
          data: data.map(({ workflow, runId, party, decision, ...one }) => ({
            ...{ id: one.id, status: one.status, workflow: { key: workflow.key, version: workflow.version } },
            ...{ run: runId, party: { id: party.id, kind: party.kind, name: party.name } },
            ...{ reference: one.reference, attention: one.attention },
            ...{ createdAt: one.createdAt, submittedAt: one.submittedAt },
            decision: decision && {
              outcome: decision.outcome,
              kind: decision.kind,
              decidedAt: decision.at,
            },
          })),
          nextCursor,
        },
      };
    },
  }),
  operation({
    id: "getApplication",
    method: "get",
    path: "/api/v1/applications/{id}",
    scope: "applications.view",
    summary: "Read an application",
    description: "Its status, what the applicant still owes, and the decision once there is one.",
    params: byId,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The application.", schema: applicationView } },
    examples: [
      {
        name: "An application that waits for a reviewer",
        params: { id: sample.reviewApplication },
        status: 200,
        answer: {
          id: sample.reviewApplication,
          status: "in_review",
          workflow: { key: "company_review", version: 1 },
          run: sample.reviewRun,
          party: { id: sample.reviewParty, kind: "business", name: "Brandt Möbel GmbH" },
          reference: null,
          createdAt: created,
          submittedAt: null,
          requirements: [],
          decision: null,
        },
      },
    ],
    work: async (ctx, { params }) => ({ status: 200, body: await getApplication(ctx, params) }),
  }),
  operation({
    id: "createApplicationLink",
    method: "post",
    path: "/api/v1/applications/{id}/links",
    scope: "applications.invite",
    summary: "Make a new link",
    description: "A further link to the same application; those made before keep working until they expire.",
    params: byId,
    query: none,
    body: undefined,
    once: "transaction",
    answers: {
      201: {
        description: "The link. Shown once: only its hash is kept.",
        schema: z.strictObject({ id: z.string(), link: z.string(), linkExpiresAt: time }),
      },
    },
    examples: [
      {
        name: "The applicant lost the mail",
        params: { id: sample.application },
        status: 201,
        answer: {
          id: "lnk_01kaxk3m9tfq4rjz2s6v8w0y2b",
          link: "https://risk.example.com/c/3q2-7wAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBk",
          linkExpiresAt: "2026-12-01T10:00:00.000Z",
        },
      },
    ],
    work: async (ctx, { params, request }) => {
      const { origin } = siteOf(request.headers);
      const { id, link, expiresAt } = await createLink(ctx, { applicationId: params.id, origin });
      return { status: 201, body: { id, link, linkExpiresAt: expiresAt.toISOString() } };
    },
  }),
  operation({
    id: "revokeApplicationLinks",
    method: "delete",
    path: "/api/v1/applications/{id}/links",
    scope: "applications.invite",
    summary: "Close all links",
    description: "Every open link stops working at once, in every browser that came by it.",
    params: byId,
    query: none,
    body: undefined,
    once: "transaction",
    answers: {
      200: { description: "How many were open.", schema: z.strictObject({ revoked: z.int() }) },
    },
    examples: [
      {
        name: "The link went to the wrong address",
        params: { id: sample.application },
        status: 200,
        answer: { revoked: 2 },
      },
    ],
    work: async (ctx, { params }) => ({
      status: 200,
      body: { revoked: await revokeLinks(ctx, { applicationId: params.id }) },
    }),
  }),
  operation({
    id: "answerRequirements",
    method: "post",
    path: "/api/v1/applications/{id}/answers",
    scope: "applications.answer",
    summary: "Answer requirements",
    description:
      "Hands in, in the applicant's place, what was asked for: the new value of a field, or the id of an uploaded document. Each is checked as on the applicant's page; with the last one the run goes on. What an open form still asks for is handed in on the applicant's page only.",
    params: byId,
    query: none,
    body: answerRequirementsInput,
    once: "transaction",
    answers: {
      200: {
        description: "What was taken, and how many are still owed.",
        schema: z.strictObject({ answered: z.array(z.string()), open: z.int() }),
      },
    },
    examples: [
      {
        name: "A corrected registration number",
        params: { id: sample.askedApplication },
        body: { answers: [{ requirement: sample.requirement, value: "HRB 48211" }] },
        status: 200,
        answer: { answered: [sample.requirement], open: 1 },
      },
    ],
    work: async (ctx, { params, body }) => ({
      status: 200,
      body: await answerRequirements(ctx, { ...body, applicationId: params.id }),
    }),
  }),
  operation({
    id: "cancelApplication",
    method: "post",
    path: "/api/v1/applications/{id}/cancel",
    scope: "applications.cancel",
    summary: "Cancel an application",
    description: "Ends its run and closes its links. One that was decided stays decided: 409.",
    params: byId,
    query: none,
    body: cancelApplicationInput.pick({ reason: true }),
    once: "transaction",
    answers: { 200: { description: "The application, cancelled.", schema: applicationView } },
    examples: [
      {
        name: "The seller closed the account",
        params: { id: sample.application },
        body: { reason: "The seller closed the account." },
        status: 200,
        answer: { ...filling, status: "cancelled", requirements: [] },
      },
    ],
    work: async (ctx, { params, body }) => ({
      status: 200,
      body: await cancelApplication(ctx, { applicationId: params.id, ...body }),
    }),
  }),
];
