import { z } from "zod";
import { getVersion } from "@/server/workflows/get-version";
import { workflowIdOf } from "@/server/workflows/id-of-key";
import { listWorkflows } from "@/server/workflows/list";
import { validateWorkflow } from "@/server/workflows/validate";
import { none, operation, pageOf } from "../operation";
import { created } from "./sample";

const time = z.iso.datetime();
const byKey = z.strictObject({ key: z.string().min(1).max(64) });

const row = z.strictObject({
  key: z.string(),
  title: z.string(),
  description: z.string(),
  liveVersion: z.int().nullable(),
  publishedAt: time.nullable(),
  /** Whether it begins with an application or with a decision request. */
  startsWith: z.enum(["application", "decision"]),
  openRuns: z.int(),
  attention: z.int(),
});

const version = z.strictObject({
  workflow: z.string(),
  version: z.int(),
  /** SHA-256 of the document's canonical JSON (RFC 8785). */
  hash: z.string(),
  note: z.string(),
  publishedBy: z.string(),
  publishedAt: time,
  document: z.record(z.string(), z.unknown()),
});

const orderCheck = {
  key: "order_check",
  title: "Order check",
  description: "Says at once whether an order can be sent: by amount and destination.",
  liveVersion: 1,
};

export const workflowOperations = [
  operation({
    id: "listWorkflows",
    method: "get",
    path: "/api/v1/workflows",
    scope: "workflows.view",
    summary: "List workflows",
    description: "All that are not archived, by title, on one page.",
    params: none,
    query: z.strictObject({
      startsWith: z
        .enum(["application", "decision"])
        .optional()
        .describe("Only those that begin with an application, or with a decision request."),
    }),
    body: undefined,
    once: "none",
    answers: { 200: { description: "The workflows.", schema: pageOf(row) } },
    examples: [
      {
        name: "What can be asked for a decision?",
        query: { startsWith: "decision" },
        status: 200,
        answer: {
          data: [
            {
              ...{ key: "deposit", title: "Deposit", description: "", liveVersion: 1 },
              ...{ publishedAt: created, startsWith: "decision", openRuns: 1, attention: 0 },
            },
            { ...orderCheck, publishedAt: created, startsWith: "decision", openRuns: 0, attention: 0 },
            {
              ...{ key: "registry_lookup", title: "Registry lookup", description: "", liveVersion: 1 },
              ...{ publishedAt: created, startsWith: "decision", openRuns: 1, attention: 1 },
            },
          ],
          nextCursor: null,
        },
      },
    ],
    work: async (ctx, { query }) => {
      const rows = (await listWorkflows(ctx)).map((one) => ({
        ...{ key: one.key, title: one.title, description: one.description },
        ...{ liveVersion: one.liveVersion, publishedAt: one.publishedAt },
        startsWith: one.takesApplications ? ("application" as const) : ("decision" as const),
        ...{ openRuns: one.openRuns, attention: one.attention },
      }));
      const data = rows.filter(({ startsWith }) => startsWith === (query.startsWith ?? startsWith));
      return { status: 200, body: { data, nextCursor: null } };
    },
  }),
  operation({
    id: "getWorkflow",
    method: "get",
    path: "/api/v1/workflows/{key}",
    scope: "workflows.view",
    summary: "Read a workflow",
    description: "Its live version and the list of all versions.",
    params: byKey,
    query: none,
    body: undefined,
    once: "none",
    answers: {
      200: {
        description: "The workflow.",
        schema: z.strictObject({
          key: z.string(),
          title: z.string(),
          liveVersion: z.int().nullable(),
          versions: z.array(
            z.strictObject({
              version: z.int(),
              note: z.string(),
              publishedBy: z.string(),
              publishedAt: time,
            }),
          ),
        }),
      },
    },
    examples: [
      {
        name: "The order check",
        params: { key: "order_check" },
        status: 200,
        answer: {
          key: "order_check",
          title: "Order check",
          liveVersion: 1,
          versions: [{ version: 1, note: "First", publishedBy: "Gatehouse", publishedAt: created }],
        },
      },
    ],
    work: async (ctx, { params }) => {
      const { workflow, versions } = await getVersion(ctx, { workflowId: await workflowIdOf(ctx, params) });
      return {
        status: 200,
        body: {
          ...{ key: workflow.key, title: workflow.title, liveVersion: workflow.liveVersion },
          versions: versions.map((one) => ({
            ...{ version: one.version, note: one.note },
            ...{ publishedBy: one.publishedBy, publishedAt: one.publishedAt },
          })),
        },
      };
    },
  }),
  operation({
    id: "getWorkflowVersion",
    method: "get",
    path: "/api/v1/workflows/{key}/versions/{version}",
    scope: "workflows.view",
    summary: "Read a version",
    description: "The document as it was frozen: nodes, edges, forms, rules, reasons.",
    params: byKey.extend({ version: z.coerce.number("Use the number of a version.").int().min(1) }),
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The version.", schema: version } },
    examples: [
      {
        name: "What the registry lookup does",
        params: { key: "registry_lookup", version: "1" },
        status: 200,
        answer: {
          workflow: "registry_lookup",
          version: 1,
          hash: "4f6c1d0e8b7a29335d2c1b0a9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c",
          note: "First",
          publishedBy: "Gatehouse",
          publishedAt: created,
          document: {
            format: "workflow/v1",
            key: "registry_lookup",
            title: "Registry lookup",
            description: "",
            outcomes: [
              { key: "approve", title: "Approve", kind: "positive" },
              { key: "review", title: "Review", kind: "review" },
              { key: "decline", title: "Decline", kind: "negative" },
            ],
            nodes: {
              start: { type: "decision_start", version: 1, title: "start", config: {} },
              registry: {
                type: "check",
                version: 1,
                title: "registry",
                config: {
                  connection: "registry",
                  capability: "company_lookup",
                  ask: {
                    country: { value: "GB" },
                    registrationNumber: "input.number",
                    name: { value: "Acme Ltd" },
                  },
                },
              },
              known: { type: "end", version: 1, title: "known", config: { outcome: "approve" } },
            },
            edges: [
              { from: "start", outlet: "next", to: "registry" },
              { from: "registry", outlet: "answered", to: "known" },
            ],
            rules: {},
            tables: {},
            scorecards: {},
            formulas: {},
            forms: {},
            reasonCodes: {
              NO_ANSWER: {
                applicant: "We need a little longer.",
                staff: "The registry gave no answer.",
                priority: 10,
              },
            },
            texts: {},
            settings: {
              partyKind: "business",
              timeZone: "Europe/Berlin",
              leapDayBirthday: "03-01",
              visitLimit: 25,
              party: { name: "input.name", country: "input.country" },
              queues: { edd: { title: "Enhanced due diligence", slaHours: 24, checklist: [] } },
              documentTypes: {},
              noticeReasons: 4,
            },
          },
        },
      },
    ],
    work: async (ctx, { params }) => {
      const workflowId = await workflowIdOf(ctx, params);
      const { workflow, ...found } = await getVersion(ctx, { workflowId, version: params.version });
      return {
        status: 200,
        body: {
          workflow: workflow.key,
          ...{ version: found.version, hash: found.hash, note: found.note },
          ...{ publishedBy: found.publishedBy, publishedAt: found.publishedAt, document: found.document },
        },
      };
    },
  }),
  operation({
    id: "validateWorkflow",
    method: "post",
    path: "/api/v1/workflows/validate",
    scope: "workflows.view",
    summary: "Check a document",
    description:
      "Says everything that keeps a workflow document from being published in this workspace. Changes nothing.",
    params: none,
    query: none,
    body: z.strictObject({ document: z.record(z.string(), z.unknown()) }),
    once: "none",
    answers: {
      200: {
        description: "Whether it could be published, and what stands in the way.",
        schema: z.strictObject({
          valid: z.boolean(),
          problems: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })),
        }),
      },
    },
    examples: [
      {
        name: "A document without a way to its end",
        body: {
          document: {
            format: "workflow/v1",
            key: "always_approve",
            title: "Always approve",
            outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
            nodes: {
              start: { type: "decision_start", version: 1, title: "Request", config: {} },
              yes: { type: "end", version: 1, title: "Approved", config: { outcome: "approve" } },
            },
            edges: [],
            settings: { partyKind: "person", party: { name: "input.name", country: "input.country" } },
          },
        },
        status: 200,
        answer: {
          valid: false,
          problems: [
            {
              path: "document.nodes.start",
              code: "unwired_outlet",
              message: "“Next” of “Request” leads nowhere. Connect it to the node that comes next.",
            },
            {
              path: "document.nodes.start",
              code: "dead_end",
              message:
                "No path from “Request” leads to an end. Connect one of its ways out to a node that goes on to an end.",
            },
          ],
        },
      },
    ],
    work: async (ctx, { body }) => {
      const problems = await validateWorkflow(ctx, body);
      return { status: 200, body: { valid: problems.length === 0, problems } };
    },
  }),
];
