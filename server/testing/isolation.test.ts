import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inWorkspace } from "@/db/client";
import { documentFiles, documents } from "@/db/schema";
import { outsideWorkspaces } from "@/db/secure";
import { answerApi } from "@/server/api/answer-api";
import { serveApplicantPage, serveStaffPage } from "@/server/api/documents";
import { handleTrpc } from "@/server/api/http";
import { operations } from "@/server/api/operations";
import { servePolicy } from "@/server/api/policy-paper";
import { appRouter } from "@/server/api/root";
import { APPLICATION_HEADER } from "@/server/auth/applicant";
import { startBacktestInput } from "@/server/backtests/schema";
import { startBacktest } from "@/server/backtests/start";
import { createBatch } from "@/server/batches/create";
import { noteCase } from "@/server/cases/note";
import { type Context, inTransaction } from "@/server/context";
import { decide } from "@/server/decisions/decide";
import { createDecisionInput } from "@/server/decisions/schema";
import { addEntry } from "@/server/lists/add-entry";
import { createList } from "@/server/lists/create";
import { addEntryInput, createListInput } from "@/server/lists/schema";
import { queueMessage } from "@/server/messages/queue";
import { openVault } from "@/server/parties/vault";
import { newId } from "@/server/platform/ids";
import { jobs } from "@/server/platform/jobs";
import { newStorageKey } from "@/server/platform/storage";
import { createEndpoint } from "@/server/webhooks/create-endpoint";
import { createEndpointInput } from "@/server/webhooks/schema";
import { createApiKey } from "@/server/workspaces/create-api-key";
import { apiScopes } from "@/server/workspaces/policy";
import { applicantHeaders, keyHeaders, memberHeaders, ORIGIN } from "./callers";
import { openWaitOf, runInReview } from "./case-file";
import { type TestDatabase, testDatabase } from "./database";
import { joinAs } from "./member";
import { smallDocument } from "./run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "./runs";

/** The first workspace, full; the second looks at it through every door. */
let database: TestDatabase;
let first: Context;
let second: Context;
let ids: Record<
  | "workflow"
  | "party"
  | "application"
  | "run"
  | "case"
  | "document"
  | "backtest"
  | "batch"
  | "connection"
  | "member"
  | "session"
  | "key"
  | "token"
  | "endpoint"
  | "delivery"
  | "entry"
  | "change"
  | "decision",
  string
>;
const CANARY = "Canaryworks Limited";

async function fill(ctx: Context): Promise<typeof ids> {
  const admin = await joinAs(ctx, "admin", "Canary Admin");
  await sandboxConnections(ctx);
  const { endpointId } = await createEndpoint(
    admin,
    createEndpointInput.parse({ url: "https://hooks.canary.example/in", events: ["case.opened"] }),
  );
  const { runId, partyId, applicationId, caseId } = await runInReview(ctx, { name: CANARY });
  await noteCase(admin, { caseId: caseId ?? "", text: CANARY });
  const { apiKeyId } = await createApiKey(admin, { name: CANARY, scopes: ["applications.view"] });
  const canaryOrders = await publishedWorkflow(
    ctx,
    smallDocument(
      "canary_orders",
      { start: { type: "decision_start" }, yes: { type: "end", config: { outcome: "approve" } } },
      { "start.next": "yes" },
    ),
  );
  const decided = await decide(
    ctx,
    createDecisionInput.parse({ workflow: "canary_orders", input: { name: CANARY }, reference: CANARY }),
  );
  const { batchId } = await createBatch(admin, {
    ...{ workflow: "canary_orders", format: "jsonl", name: CANARY, uploadKey: "canary" },
    bytes: (async function* () {
      yield Buffer.from(`{"input":{"name":"${CANARY}"},"reference":"${CANARY}"}\n`);
    })(),
  });
  await runFor(ctx, canaryOrders, { name: CANARY });
  const { id: backtestId } = await startBacktest(
    admin,
    startBacktestInput.parse({
      ...{ workflowId: canaryOrders.workflowId, of: { kind: "version", version: 1 }, title: CANARY },
      filter: {},
    }),
  );
  const documentId = newId("document");
  await inTransaction(ctx, async (tx, ctx) => {
    const vault = await openVault(tx, ctx, partyId);
    const { workspaceId, at } = ctx;
    const fileId = newId("file");
    await tx.insert(documents).values({
      ...{ workspaceId, id: documentId, applicationId, partyId, type: "passport", subject: "party" },
      ...{ state: "ready", uploadedAt: at },
    });
    await tx.insert(documentFiles).values({
      ...{ workspaceId, id: fileId, documentId, role: "page", position: 1, mediaType: "image/png" },
      ...{ bytes: 3, sha256: "0".repeat(64), storageKey: newStorageKey(), createdAt: at },
      name: vault.seal(`document_files.name:${fileId}`, CANARY),
    });
    await queueMessage(ctx, {
      ...{ vault, applicationId, causeKey: "cause", template: "notify", to: "a@canary.example" },
      ...{ subject: CANARY, text: CANARY },
    });
  });
  await createList(
    admin,
    createListInput.parse({ key: "canary_list", title: CANARY, kind: "text", needsApproval: true }),
  );
  const onList = await addEntry(
    admin,
    addEntryInput.parse({ key: "canary_list", value: CANARY, reason: CANARY }),
  );
  const [workflow] = await database.owner`select id from workflows where workspace_id = ${ctx.workspaceId}`;
  const [connection] =
    await database.owner`select id from connections where workspace_id = ${ctx.workspaceId}`;
  const [delivery] =
    await database.owner`select id from webhook_deliveries where workspace_id = ${ctx.workspaceId}`;
  return {
    decision: decided.status === "decided" ? decided.id : "",
    ...{ entry: onList.entryId, change: onList.changeId },
    ...{ endpoint: endpointId, delivery: delivery?.["id"] as string },
    ...{ workflow: workflow?.["id"] as string, connection: connection?.["id"] as string },
    ...{
      party: partyId,
      application: applicationId,
      run: runId,
      case: caseId ?? "",
      document: documentId,
      batch: batchId,
      backtest: backtestId,
    },
    ...{ member: admin.actor.id, session: admin.actor.sessionId, key: apiKeyId },
    token: await openWaitOf(ctx, runId),
  };
}

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  const at = new Date();
  first = { ...(await database.workspace()), at };
  second = { ...(await database.workspace()), at };
  ids = await fill(first);
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

const tables = async () =>
  (
    await database.owner<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all(${outsideWorkspaces}) order by 1`
  ).map((row) => row.name);

/** One digest over every row of a workspace: whatever changes in it changes this. */
async function digest(workspaceId: string): Promise<string> {
  const parts: string[] = [];
  for (const table of await tables()) {
    const [row] = await database.owner.unsafe(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from "${table}" t where workspace_id = $1`,
      [workspaceId],
    );
    parts.push(`${table} ${row?.["sum"]}`);
  }
  return parts.join("\n");
}

const reason = "because I can";
/** What the second workspace's admin tries on the first: every procedure with the first's ids in it. */
const tries = (): Record<string, unknown> => ({
  "apiKeys.reference": undefined,
  "apiKeys.list": undefined,
  "apiKeys.create": undefined,
  "apiKeys.revoke": { apiKeyId: ids.key },
  "applications.list": {},
  "applications.get": { applicationId: ids.application },
  "applications.create": { workflow: "seller_none", party: { id: ids.party } },
  "applications.createLink": { applicationId: ids.application },
  "applications.revokeLinks": { applicationId: ids.application },
  "audit.list": {},
  "audit.verify": undefined,
  "backtests.list": { workflowId: ids.workflow },
  "backtests.get": { backtestId: ids.backtest },
  "backtests.records": { backtestId: ids.backtest },
  "backtests.record": { backtestId: ids.backtest, runId: ids.run },
  "backtests.count": { workflowId: ids.workflow, filter: {} },
  "backtests.start": { workflowId: ids.workflow, of: { kind: "version", version: 1 }, filter: {} },
  "backtests.cancel": { backtestId: ids.backtest },
  "batches.list": {},
  "batches.get": { batchId: ids.batch },
  "batches.rows": { batchId: ids.batch },
  "batches.pause": { batchId: ids.batch },
  "batches.resume": { batchId: ids.batch },
  "batches.cancel": { batchId: ids.batch },
  "cases.list": { status: "active", search: CANARY },
  "cases.counts": undefined,
  "cases.get": { caseId: ids.case },
  "cases.assignees": undefined,
  "cases.assign": { caseId: ids.case },
  "cases.next": {},
  "cases.note": { caseId: ids.case, text: "mine now" },
  "cases.decide": { caseId: ids.case, revision: 1, verdict: "approve" },
  "cases.undo": { caseId: ids.case },
  "connections.list": undefined,
  "connections.get": { id: ids.connection },
  "connections.create": undefined,
  "connections.test": { id: ids.connection },
  "connections.uses": { id: ids.connection },
  "connections.try": undefined,
  "connections.change": { id: ids.connection, title: "Taken" },
  "connections.switch": { id: ids.connection, isOn: false },
  "connections.delete": { id: ids.connection, evenIfUsed: true },
  "decisions.overview": {},
  "decisions.list": { party: ids.party },
  "decisions.rerun": { decisionId: ids.decision },
  "decisions.rerunsOf": { decisionId: ids.decision },
  "decisions.why": { decisionId: ids.decision },
  "decisions.reruns": undefined,
  "lists.named": undefined,
  "lists.list": {},
  "lists.get": { key: "canary_list" },
  "lists.entries": { key: "canary_list" },
  "lists.entryHistory": { key: "canary_list", entryId: ids.entry },
  "lists.changes": { key: "canary_list" },
  "lists.changedEntries": { key: "canary_list", changeId: ids.change },
  "lists.uses": { key: "canary_list" },
  "lists.check": { questions: [{ list: "canary_list", value: "x" }] },
  "lists.create": undefined,
  "lists.change": { key: "canary_list", title: "Mine now" },
  "lists.archive": { key: "canary_list", archived: true },
  "lists.addEntry": { key: "canary_list", value: "mine now", reason },
  "lists.changeEntry": { key: "canary_list", entryId: ids.entry, reason },
  "lists.withdrawEntry": { key: "canary_list", entryId: ids.entry, reason },
  "lists.decide": { key: "canary_list", changeId: ids.change, says: "approve" },
  "labels.list": { partyId: ids.party },
  "labels.import": undefined,
  "labels.remove": { labelId: "lab_1" },
  "members.me": undefined,
  "members.list": undefined,
  "members.add": undefined,
  "members.changeRole": { memberId: ids.member, role: "auditor" },
  "members.remove": { memberId: ids.member },
  "members.changePassword": undefined,
  "members.guidesDone": undefined,
  "members.finishGuide": undefined,
  "messages.list": {},
  "parties.list": { search: CANARY },
  "parties.get": { partyId: ids.party },
  "parties.erase": { partyId: ids.party, confirmName: CANARY, reason },
  "runs.list": { partyId: ids.party },
  "runs.get": { runId: ids.run },
  "runs.record": { runId: ids.run },
  "runs.journal": { runId: ids.run },
  "runs.retry": { runId: ids.run, reason },
  "runs.resolve": { runId: ids.run, tokenId: ids.token, answer: { action: "retry" }, reason },
  "runs.cancel": { runId: ids.run, reason },
  "runs.signal": { runId: ids.run, name: "paid", key: "signal_1", payload: {} },
  "sessions.mine": undefined,
  "sessions.endMine": { sessionId: ids.session },
  "sessions.list": undefined,
  "sessions.end": { sessionId: ids.session },
  "webhooks.list": undefined,
  "webhooks.paused": undefined,
  "webhooks.get": { endpointId: ids.endpoint },
  "webhooks.deliveries": { endpointId: ids.endpoint },
  "webhooks.delivery": { deliveryId: ids.delivery },
  "webhooks.countReplay": { endpointId: ids.endpoint },
  "webhooks.callbacks": { connectionId: ids.connection },
  "webhooks.create": undefined,
  "webhooks.change": { endpointId: ids.endpoint, description: "mine now" },
  "webhooks.rotateSecret": { endpointId: ids.endpoint },
  "webhooks.test": { endpointId: ids.endpoint },
  "webhooks.pause": { endpointId: ids.endpoint },
  "webhooks.resume": { endpointId: ids.endpoint, held: "send" },
  "webhooks.delete": { endpointId: ids.endpoint },
  "webhooks.replay": { deliveryIds: [ids.delivery] },
  "workflows.list": undefined,
  "workflows.version": { workflowId: ids.workflow },
  "workflows.create": undefined,
  "workflows.freeKey": undefined,
  "workflows.templates": undefined,
  "workflows.readFile": undefined,
  "workflows.saveDraft": { workflowId: ids.workflow, revision: 0, document: {} },
  "workflows.publish": { workflowId: ids.workflow, revision: 1, note: "x" },
  "workflows.nodeCounts": { workflowId: ids.workflow, version: 1, period: "7d" },
  "workflows.lifecycle": { workflowId: ids.workflow },
  "workflows.rolloutChanges": { workflowId: ids.workflow },
  "workflows.compare": { workflowId: ids.workflow, from: 1, to: 1 },
  "workflows.draft": { workflowId: ids.workflow },
  "workflows.draftSteps": { workflowId: ids.workflow },
  "workflows.editDraft": {
    ...{ workflowId: ids.workflow, revision: 0, device: "d", key: "0123456789abcdef" },
    steps: [{ kind: "undo" }],
  },
  "workflows.checkDraft": { workflowId: ids.workflow, document: {} },
  "workflows.testDraft": { workflowId: ids.workflow },
  "workflows.holdDraft": { workflowId: ids.workflow, device: "d" },
  "workflows.takeOverDraft": { workflowId: ids.workflow, device: "d" },
  "workflows.releaseDraft": { workflowId: ids.workflow, device: "d" },
  "workflows.beginDraft": { workflowId: ids.workflow, version: 1 },
  "workflows.undoDraft": { workflowId: ids.workflow, revision: 1 },
  "workflows.redoDraft": { workflowId: ids.workflow, revision: 1 },
  "workflows.discardDraft": { workflowId: ids.workflow, revision: 1 },
  "workflows.checkpoints": { workflowId: ids.workflow },
  "workflows.createCheckpoint": { workflowId: ids.workflow, title: "Mine now" },
  "workflows.renameCheckpoint": { workflowId: ids.workflow, checkpointId: "chp_1", title: "Mine now" },
  "workflows.deleteCheckpoint": { workflowId: ids.workflow, checkpointId: "chp_1" },
  "workflows.requestReview": {
    workflowId: ids.workflow,
    change: { kind: "make_live", version: 1 },
    note: reason,
  },
  "workflows.withdrawReview": { workflowId: ids.workflow, reviewId: "rev_1" },
  "workflows.decideReview": { workflowId: ids.workflow, reviewId: "rev_1", says: "approve", note: reason },
  "workflows.makeLive": { workflowId: ids.workflow, version: 1, reason },
  "workflows.planLive": { workflowId: ids.workflow, version: 1, at: "2100-01-01T00:00:00Z", reason },
  "workflows.cancelPlan": { workflowId: ids.workflow, planId: "plan_1", reason },
  "workflows.runShadow": { workflowId: ids.workflow, version: 1, reason },
  "workflows.runChallenger": { workflowId: ids.workflow, version: 1, percent: 10, reason },
  "workflows.endRollout": { workflowId: ids.workflow, version: 1, reason },
  "workflows.archive": { workflowId: ids.workflow, reason },
  "workflows.unarchive": { workflowId: ids.workflow, reason },
  "workflows.comparison": { workflowId: ids.workflow, version: 1 },
  "workflows.planMigration": { workflowId: ids.workflow, toVersion: 1 },
  "workflows.startMigration": { workflowId: ids.workflow, toVersion: 1, reason },
  "workflows.migration": { workflowId: ids.workflow, migrationId: "mig_1" },
  "workspaces.get": undefined,
  "workspaces.change": undefined,
  "workspaces.queues": undefined,
  "workspaces.queueUses": { key: "edd" },
  "workspaces.changeQueue": { key: "edd", title: "Taken over" },
  "workspaces.mine": undefined,
});

interface ApiTry {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Answers an empty page, for it names nothing. */
  isList?: boolean;
}

/** The same through the public API. */
const apiTries = (): Record<string, ApiTry> => ({
  createApplication: { body: { workflow: "seller_none", party: { id: ids.party } } },
  listApplications: { query: { party: ids.party }, isList: true },
  getApplication: { params: { id: ids.application } },
  createApplicationLink: { params: { id: ids.application } },
  revokeApplicationLinks: { params: { id: ids.application } },
  answerRequirements: {
    params: { id: ids.application },
    body: { answers: [{ requirement: "req_x", value: "mine now" }] },
  },
  cancelApplication: { params: { id: ids.application }, body: { reason } },
  listDocuments: { params: { id: ids.application } },
  uploadDocument: { params: { id: ids.application }, query: { type: "passport" }, body: "%PDF-1.4" },
  getDocument: { params: { id: ids.document } },
  getDocumentPage: { params: { id: ids.document, page: "1" } },
  createDecision: { body: { workflow: "seller_none", input: {}, party: { id: ids.party } } },
  listDecisions: { query: { run: ids.run }, isList: true },
  explainDecision: { params: { id: ids.decision } },
  getDecision: { params: { id: ids.run.replace("run_", "dec_") } },
  createBatch: { query: { workflow: "seller_none" }, body: "amount\n1\n" },
  listBatches: { isList: true },
  getBatch: { params: { id: ids.batch } },
  listBatchRows: { params: { id: ids.batch } },
  getBatchResults: { params: { id: ids.batch } },
  pauseBatch: { params: { id: ids.batch } },
  resumeBatch: { params: { id: ids.batch } },
  cancelBatch: { params: { id: ids.batch } },
  listRuns: { query: { party: ids.party }, isList: true },
  getRun: { params: { id: ids.run } },
  sendSignal: { params: { id: ids.run }, body: { name: "anything" } },
  listRunEvents: { params: { id: ids.run } },
  resolveIncident: {
    params: { id: ids.run },
    body: { tokenId: ids.token, answer: { action: "retry" }, reason },
  },
  cancelRun: { params: { id: ids.run }, body: { reason } },
  createParty: { body: { kind: "business", name: "Own Ltd" }, isList: true },
  listParties: { query: { search: CANARY }, isList: true },
  getParty: { params: { id: ids.party } },
  changeParty: { params: { id: ids.party }, body: { name: "Mine now" } },
  listCases: { query: { party: ids.party }, isList: true },
  getCase: { params: { id: ids.case } },
  noteCase: { params: { id: ids.case }, body: { text: "mine now" } },
  assignCase: { params: { id: ids.case }, body: { assignee: null } },
  listWorkflows: { isList: true },
  getWorkflow: { params: { key: "seller_none" } },
  getWorkflowVersion: { params: { key: "seller_none", version: "1" } },
  validateWorkflow: { body: { document: {} }, isList: true },
  evaluateRules: { body: { workflow: "seller_none", use: { kind: "ruleSet", key: "main" }, data: {} } },
  exportRules: { body: { workflow: "seller_none", key: "main" } },
  importRules: { body: { rules: [{ code: "A", when: { var: "a" } }] }, isList: true },
  getRuleSchema: { isList: true },
  listLists: { isList: true },
  getList: { params: { key: "canary_list" } },
  listListEntries: { params: { key: "canary_list" } },
  addListEntry: { params: { key: "canary_list" }, body: { value: "mine now", reason } },
  withdrawListEntry: { params: { key: "canary_list", id: ids.entry }, body: { reason } },
  checkList: { params: { key: "canary_list" }, body: { values: ["x"] } },
  addLabels: {
    body: { labels: [{ run: ids.run, label: "chargeback", date: "2026-01-20" }] },
    isList: true,
  },
  listLabels: { query: { party: ids.party }, isList: true },
  listWebhooks: { isList: true },
  createWebhook: { body: { url: "https://own.example/in", events: ["case.opened"] }, isList: true },
  listWebhookDeliveries: { params: { id: ids.endpoint } },
  replayWebhookDeliveries: { params: { id: ids.endpoint }, body: {} },
  deleteWebhook: { params: { id: ids.endpoint } },
});

type Procedure = { _def: { type: string; meta?: { permission: string } } };
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>;

async function call(
  path: string,
  input: unknown,
  headers: Headers,
): Promise<{ status: number; text: string }> {
  const json = JSON.stringify({ json: input ?? null });
  const isQuery = procedures[path]?._def.type === "query";
  const url = `${ORIGIN}/api/trpc/${path}`;
  const request = isQuery
    ? new Request(`${url}?input=${encodeURIComponent(json)}`, { headers })
    : new Request(url, {
        method: "POST",
        headers: new Headers([...headers, ["content-type", "application/json"]]),
        body: json,
      });
  const response = await handleTrpc(request);
  return { status: response.status, text: await response.text() };
}

const secrets = () => [CANARY, "canary.example", first.workspaceId, ...Object.values(ids)];

describe("a second workspace", () => {
  test("is tried against every procedure that members have", () => {
    const staff = Object.entries(procedures).filter(
      ([, { _def }]) => _def.meta?.permission !== "collection.fill",
    );
    expect(staff.map(([path]) => path).sort()).toEqual(Object.keys(tries()).sort());
  });

  test("finds nothing of the first through any procedure, by list or by guessed id, and changes nothing", async () => {
    const headers = await memberHeaders(second, "admin");
    const before = await digest(first.workspaceId);
    /** Answers other than “there is no such thing”: a request refused for its shape would have shown nothing. */
    const reached: Record<string, string> = {};
    for (const [path, input] of Object.entries(tries())) {
      const { status, text } = await call(path, input, headers);
      const guessed = typeof input === "object" && JSON.stringify(input).match(/_[0-9a-z]{26}/);
      if (guessed && !path.endsWith(".list") && status !== 404) reached[path] = text;
      for (const secret of secrets()) expect(text.includes(secret), `${path}: ${secret}`).toBe(false);
    }
    expect(reached).toEqual({});
    expect(await digest(first.workspaceId)).toBe(before);
  });

  test("cannot choose the first by its cookie", async () => {
    const headers = await memberHeaders(second, "admin");
    headers.set("cookie", `${headers.get("cookie")}; gh_workspace=${first.workspaceId}`);
    expect((await call("cases.get", { caseId: ids.case }, headers)).status).toBe(404);
    expect((await call("workspaces.get", undefined, headers)).text).toContain(second.workspaceId);
  });

  test("is tried against every operation of the public API", () => {
    expect(operations.map(({ id }) => id).sort()).toEqual(Object.keys(apiTries()).sort());
  });

  test("finds nothing through the public API with a key of its own, by list or by guessed id, and changes nothing", async () => {
    const headers = await keyHeaders(second, [...apiScopes]);
    const before = await digest(first.workspaceId);
    const reached: Record<string, string> = {};
    for (const operation of operations) {
      const tried = apiTries()[operation.id];
      const { params = {}, query = {}, body, isList = false } = tried ?? {};
      const path = Object.entries(params).reduce(
        (path, [name, value]) => path.replace(`{${name}}`, value),
        operation.path as string,
      );
      const response = await answerApi(
        new Request(`${ORIGIN}${path}?${new URLSearchParams(query)}`, {
          method: operation.method.toUpperCase(),
          headers: new Headers([
            ...headers,
            [
              "content-type",
              typeof body === "string" ? (operation.file?.mediaTypes[0] ?? "") : "application/json",
            ],
            ["idempotency-key", crypto.randomUUID()],
          ]),
          ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
        }),
      );
      const text = await response.text();
      if (isList ? !response.ok : response.status !== 404)
        reached[operation.id] = `${response.status} ${text}`;
      for (const secret of secrets()) expect(text.includes(secret), `${operation.id}: ${secret}`).toBe(false);
    }
    expect(reached).toEqual({});
    const page = await serveStaffPage(new Request(`${ORIGIN}/x`, { headers }), {
      params: Promise.resolve({ documentId: ids.document, page: "1" }),
    });
    expect(page.status).toBe(404);
    const paper = await servePolicy(
      new Request(`${ORIGIN}/x`, { headers: await memberHeaders(second, "admin") }),
      {
        params: Promise.resolve({ workflowId: ids.workflow }),
      },
    );
    expect(paper.status).toBe(404);
    expect(await digest(first.workspaceId)).toBe(before);
  });

  test("gains nothing from a token of its own applicant", async () => {
    const own = await runInReview(second);
    const headers = await applicantHeaders(second, own.applicationId);
    const before = await digest(first.workspaceId);
    const view = await call("collection.view", undefined, headers);
    expect(view.status).toBe(200);
    for (const secret of secrets()) expect(view.text.includes(secret)).toBe(false);
    const aimed = new Headers([...headers, [APPLICATION_HEADER, ids.application]]);
    expect((await call("collection.view", undefined, aimed)).status).toBe(401);
    const removed = await call("collection.removeDocument", { documentId: ids.document }, headers);
    expect(removed.status).toBe(404);
    const page = await serveApplicantPage(new Request(`${ORIGIN}/x`, { headers }), {
      params: Promise.resolve({ documentId: ids.document, page: "1" }),
    });
    expect(page.status).toBe(404);
    // Of the same workspace, another's application is as far away.
    const neighbour = await runInReview(second, { name: "Neighbour Ltd" });
    const beside = new Headers([...headers, [APPLICATION_HEADER, neighbour.applicationId]]);
    expect((await call("collection.view", undefined, beside)).status).toBe(401);
    expect(await digest(first.workspaceId)).toBe(before);
  });

  test("sees and touches no row of the first in SQL as the application's login", async () => {
    const before = await digest(first.workspaceId);
    const filled: string[] = [];
    for (const table of await tables()) {
      const [held] = await database.owner.unsafe(
        `select count(*)::int as n from "${table}" where workspace_id = $1`,
        [first.workspaceId],
      );
      if ((held?.["n"] as number) > 0) filled.push(table);
      const run = (statement: string) =>
        inWorkspace(database.db, second.workspaceId, (tx) => tx.execute(sql.raw(statement)));
      const seen = await run(
        `select count(*)::int as n from "${table}" where workspace_id = '${first.workspaceId}'`,
      );
      expect(seen[0]?.["n"], table).toBe(0);
      const attempts = [
        `update "${table}" set workspace_id = '${second.workspaceId}' where workspace_id = '${first.workspaceId}'`,
        `delete from "${table}" where workspace_id = '${first.workspaceId}'`,
      ];
      for (const attempt of attempts) await run(attempt).catch(() => undefined);
    }
    const personal = [
      "parties",
      "runs",
      "run_events",
      "applications",
      "cases",
      "case_notes",
      "documents",
      "messages",
      "webhook_events",
      "webhook_deliveries",
      "webhook_secrets",
    ];
    expect(filled).toEqual(
      expect.arrayContaining([...personal, "workflow_versions", "connections", "api_keys"]),
    );
    const found = await inWorkspace(database.db, second.workspaceId, (tx) =>
      tx.execute(sql`select app_search_parties(${CANARY}, 100)`),
    );
    expect(found).toHaveLength(0);
    expect(await digest(first.workspaceId)).toBe(before);
  });
});
