import { z } from "zod";
import { applicationCreated, applicationView, createApplicationInput } from "@/server/applications/schema";
import { createDecisionInput, decisionMade, decisionPending } from "@/server/decisions/schema";
import { noParams, operation } from "./operation";

export const createApplicationOperation = operation({
  id: "createApplication",
  method: "post",
  path: "/api/v1/applications",
  scope: "applications.create",
  summary: "Create an application",
  description:
    "Starts a run of the workflow's live version and answers with the link to send to the applicant. The link is shown once.",
  params: noParams,
  body: createApplicationInput,
  once: true,
  answers: { 201: { description: "The application was created.", schema: applicationCreated } },
  examples: [
    {
      name: "A seller from Germany",
      body: {
        workflow: "marketplace_seller",
        party: { name: "Nordlicht Handels GmbH", country: "DE" },
        reference: "seller-4711",
        locale: "en",
      },
      status: 201,
      answer: {
        id: "app_01kaxk3m9tfq4rjz2s6v8w0y1b",
        status: "collecting",
        link: "https://risk.example.com/c/3q2-7wAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBk",
        linkExpiresAt: "2026-12-01T10:00:00.000Z",
      },
    },
  ],
});

export const getApplicationOperation = operation({
  id: "getApplication",
  method: "get",
  path: "/api/v1/applications/{id}",
  scope: "applications.view",
  summary: "Read an application",
  description: "Its status, what the applicant still owes, and the decision once there is one.",
  params: z.strictObject({ id: z.string().min(1).max(64) }),
  body: undefined,
  once: false,
  answers: { 200: { description: "The application.", schema: applicationView } },
  examples: [
    {
      name: "An application the applicant is filling in",
      params: { id: "app_01kaxk3m9tfq4rjz2s6v8w0y1b" },
      status: 200,
      answer: {
        id: "app_01kaxk3m9tfq4rjz2s6v8w0y1b",
        status: "collecting",
        workflow: { key: "marketplace_seller", version: 1 },
        run: "run_01kaxk3m9tfq4rjz2s6v8w0y1c",
        party: { id: "pty_01kaxk3m9tfq4rjz2s6v8w0y1d", kind: "business", name: "Nordlicht Handels GmbH" },
        reference: "seller-4711",
        createdAt: "2026-11-24T10:00:00.000Z",
        submittedAt: null,
        requirements: [],
        decision: null,
      },
    },
  ],
});

export const createDecisionOperation = operation({
  id: "createDecision",
  method: "post",
  path: "/api/v1/decisions",
  scope: "decisions.create",
  summary: "Decide now",
  description:
    "Runs a workflow without forms and answers in the same request. When the time budget ends, or the run has to wait for a person, the answer is `pending`: the run goes on, and there is never a default outcome.",
  params: noParams,
  body: createDecisionInput,
  once: false,
  answers: {
    200: { description: "The run decided.", schema: decisionMade },
    202: { description: "The run goes on; it has not decided yet.", schema: decisionPending },
  },
  examples: [
    {
      name: "Is this order fine?",
      body: {
        workflow: "order_check",
        input: { amount: 120, country: "DE" },
        reference: "order-1001",
      },
      status: 200,
      answer: {
        id: "dec_01kaxk3m9tfq4rjz2s6v8w0y1e",
        run: "run_01kaxk3m9tfq4rjz2s6v8w0y1c",
        status: "decided",
        outcome: "approve",
        reasons: [],
        score: null,
        outputs: {},
        version: 1,
      },
    },
  ],
});

/** Every operation of the API. */
export const operations = [createApplicationOperation, getApplicationOperation, createDecisionOperation];
