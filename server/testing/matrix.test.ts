import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "@/db/enums/enums";
import { answerApi } from "@/server/api/answer-api";
import { handleTrpc } from "@/server/api/http";
import { operations } from "@/server/api/operations";
import { appRouter } from "@/server/api/root";
import { jobs } from "@/server/platform/jobs";
import { apiScopes } from "@/server/workspaces/policy";
import { anonymousHeaders, applicantHeaders, keyHeaders, memberHeaders, ORIGIN, roles } from "./callers";
import { runInReview } from "./case-file";
import { type TestDatabase, testDatabase } from "./database";
import { settleProcess } from "./runs";

/* Written out on purpose, not derived from the policy: a change of who may do what has to be made in both places. */
const everyone: Role[] = ["admin", "risk_manager", "senior_analyst", "analyst", "auditor", "developer"];
const readers: Role[] = ["admin", "risk_manager", "senior_analyst", "analyst", "auditor"];
const caseworkers: Role[] = ["admin", "risk_manager", "senior_analyst", "analyst"];
const managers: Role[] = ["admin", "risk_manager"];
const admins: Role[] = ["admin"];
const builders: Role[] = ["admin", "risk_manager", "developer"];

type Rule = readonly Role[] | "applicant";

/** Who may call each procedure. One that is not here does not pass. */
const procedures: Record<string, Rule> = {
  "apiKeys.reference": everyone,
  "apiKeys.list": ["admin", "auditor", "developer"],
  "apiKeys.create": ["admin", "developer"],
  "apiKeys.revoke": ["admin", "developer"],
  "applications.list": readers,
  "applications.get": readers,
  "applications.create": [...caseworkers, "developer"],
  "applications.createLink": caseworkers,
  "applications.revokeLinks": caseworkers,
  "audit.list": ["admin", "risk_manager", "senior_analyst", "auditor"],
  "audit.verify": ["admin", "risk_manager", "senior_analyst", "auditor"],
  "backtests.list": readers,
  "backtests.get": readers,
  "backtests.records": readers,
  "backtests.record": readers,
  "backtests.count": managers,
  "backtests.start": managers,
  "backtests.cancel": managers,
  "batches.list": readers,
  "batches.get": readers,
  "batches.rows": readers,
  "batches.pause": [...managers, "developer"],
  "batches.resume": [...managers, "developer"],
  "batches.cancel": [...managers, "developer"],
  "cases.list": readers,
  "cases.counts": readers,
  "cases.get": readers,
  "cases.assignees": readers,
  "cases.assign": caseworkers,
  "cases.next": caseworkers,
  "cases.note": caseworkers,
  "cases.decide": caseworkers,
  "cases.undo": caseworkers,
  "collection.view": "applicant",
  "collection.saveAnswers": "applicant",
  "collection.submit": "applicant",
  "collection.answerRequirements": "applicant",
  "collection.removeDocument": "applicant",
  "connections.list": ["admin", "risk_manager", "auditor", "developer"],
  "connections.get": ["admin", "risk_manager", "auditor", "developer"],
  "connections.create": ["admin", "developer"],
  "connections.test": ["admin", "developer"],
  "connections.uses": ["admin", "risk_manager", "auditor", "developer"],
  "connections.try": ["admin", "developer"],
  "connections.change": ["admin", "developer"],
  "connections.switch": ["admin", "developer"],
  "connections.delete": ["admin", "developer"],
  "decisions.overview": readers,
  "decisions.list": readers,
  "decisions.rerun": readers,
  "decisions.rerunsOf": readers,
  "decisions.why": readers,
  "decisions.reruns": ["admin", "risk_manager", "senior_analyst", "auditor"],
  "lists.named": everyone,
  "lists.list": readers,
  "lists.get": readers,
  "lists.entries": readers,
  "lists.entryHistory": readers,
  "lists.changes": readers,
  "lists.changedEntries": readers,
  "lists.uses": readers,
  "lists.check": readers,
  "lists.create": managers,
  "lists.change": managers,
  "lists.archive": managers,
  "lists.addEntry": caseworkers,
  "lists.changeEntry": caseworkers,
  "lists.withdrawEntry": caseworkers,
  "lists.decide": ["admin", "risk_manager", "senior_analyst"],
  "labels.list": readers,
  "labels.import": managers,
  "labels.remove": managers,
  "members.me": everyone,
  "members.list": ["admin", "risk_manager", "auditor"],
  "members.add": admins,
  "members.changeRole": admins,
  "members.remove": admins,
  "members.changePassword": everyone,
  "members.guidesDone": everyone,
  "members.finishGuide": everyone,
  "messages.list": readers,
  "parties.list": readers,
  "parties.get": readers,
  "parties.erase": managers,
  "runs.list": readers,
  "runs.get": readers,
  "runs.record": readers,
  "runs.journal": readers,
  "runs.retry": ["admin", "risk_manager", "senior_analyst"],
  "runs.resolve": ["admin", "risk_manager", "senior_analyst"],
  "runs.cancel": managers,
  "runs.signal": managers,
  "sessions.mine": everyone,
  "sessions.endMine": everyone,
  "sessions.list": ["admin", "auditor"],
  "sessions.end": admins,
  "webhooks.list": ["admin", "auditor", "developer"],
  "webhooks.paused": ["admin", "auditor", "developer"],
  "webhooks.get": ["admin", "auditor", "developer"],
  "webhooks.deliveries": ["admin", "auditor", "developer"],
  "webhooks.delivery": ["admin", "auditor", "developer"],
  "webhooks.countReplay": ["admin", "auditor", "developer"],
  "webhooks.callbacks": ["admin", "risk_manager", "auditor", "developer"],
  "webhooks.create": ["admin", "developer"],
  "webhooks.change": ["admin", "developer"],
  "webhooks.rotateSecret": ["admin", "developer"],
  "webhooks.test": ["admin", "developer"],
  "webhooks.pause": ["admin", "developer"],
  "webhooks.resume": ["admin", "developer"],
  "webhooks.delete": ["admin", "developer"],
  "webhooks.replay": ["admin", "developer"],
  "workflows.list": everyone,
  "workflows.version": everyone,
  "workflows.create": builders,
  "workflows.freeKey": builders,
  "workflows.templates": everyone,
  "workflows.readFile": builders,
  "workflows.nodeCounts": readers,
  "workflows.lifecycle": everyone,
  "workflows.rolloutChanges": everyone,
  "workflows.compare": everyone,
  "workflows.draft": everyone,
  "workflows.draftSteps": everyone,
  "workflows.checkDraft": builders,
  "workflows.testDraft": builders,
  "workflows.holdDraft": builders,
  "workflows.takeOverDraft": builders,
  "workflows.releaseDraft": builders,
  "workflows.beginDraft": builders,
  "workflows.saveDraft": builders,
  "workflows.editDraft": builders,
  "workflows.undoDraft": builders,
  "workflows.redoDraft": builders,
  "workflows.discardDraft": builders,
  "workflows.checkpoints": everyone,
  "workflows.createCheckpoint": builders,
  "workflows.renameCheckpoint": builders,
  "workflows.deleteCheckpoint": builders,
  "workflows.requestReview": builders,
  "workflows.withdrawReview": builders,
  "workflows.decideReview": managers,
  "workflows.publish": managers,
  "workflows.makeLive": managers,
  "workflows.planLive": managers,
  "workflows.cancelPlan": managers,
  "workflows.runShadow": managers,
  "workflows.runChallenger": managers,
  "workflows.endRollout": managers,
  "workflows.archive": managers,
  "workflows.unarchive": managers,
  "workflows.comparison": readers,
  "workflows.planMigration": managers,
  "workflows.startMigration": managers,
  "workflows.migration": managers,
  "workspaces.get": everyone,
  "workspaces.change": admins,
  "workspaces.queues": everyone,
  "workspaces.queueUses": everyone,
  "workspaces.changeQueue": managers,
  "workspaces.mine": everyone,
};

type RouteRule =
  /** Anybody, with nothing to show. */
  | { who: "public"; answers: number }
  /** Members of the roles, and a key with the scope, where one is named. */
  | { who: "members"; roles: readonly Role[]; scope?: (typeof apiScopes)[number] }
  | { who: "applicant" }
  /** The procedures above, or the operations below, are its rules. */
  | { who: "procedures" | "operations" };

/** Who may call each method of each route file. One that is not here does not pass. */
const routes: Record<string, Record<string, RouteRule>> = {
  "app/(collection)/c/[token]/route.ts": {
    GET: { who: "public", answers: 303 },
    HEAD: { who: "public", answers: 200 },
  },
  "app/api/applicant/documents/route.ts": { POST: { who: "applicant" } },
  "app/api/applicant/documents/[documentId]/pages/[page]/route.ts": { GET: { who: "applicant" } },
  "app/api/auth/[...nextauth]/route.ts": { GET: { who: "procedures" }, POST: { who: "procedures" } },
  "app/api/batches/route.ts": { POST: { who: "members", roles: [...managers, "developer"] } },
  "app/api/batches/[batchId]/results/route.ts": { GET: { who: "members", roles: readers } },
  "app/api/backtests/[backtestId]/records/route.ts": { GET: { who: "members", roles: readers } },
  "app/api/documents/[documentId]/pages/[page]/route.ts": {
    GET: { who: "members", roles: readers, scope: "documents.view" },
  },
  "app/api/lists/[key]/entries/route.ts": {
    GET: { who: "members", roles: readers },
    POST: { who: "members", roles: caseworkers },
  },
  "app/api/trpc/[trpc]/route.ts": { GET: { who: "procedures" }, POST: { who: "procedures" } },
  "app/api/workflows/[workflowId]/policy/route.ts": { GET: { who: "members", roles: everyone } },
  "app/api/webhooks/[connectionKey]/route.ts": { POST: { who: "public", answers: 401 } },
  "app/api/v1/[...path]/route.ts": {
    GET: { who: "operations" },
    POST: { who: "operations" },
    PUT: { who: "operations" },
    PATCH: { who: "operations" },
    DELETE: { who: "operations" },
  },
  "app/api/v1/openapi.json/route.ts": { GET: { who: "public", answers: 200 } },
};

/** The scope each operation of the public API needs; members and applicants are strangers there. */
const scopes: Record<string, (typeof apiScopes)[number]> = {
  "POST /api/v1/applications": "applications.create",
  "GET /api/v1/applications": "applications.view",
  "GET /api/v1/applications/{id}": "applications.view",
  "POST /api/v1/applications/{id}/links": "applications.invite",
  "DELETE /api/v1/applications/{id}/links": "applications.invite",
  "POST /api/v1/applications/{id}/answers": "applications.answer",
  "POST /api/v1/applications/{id}/cancel": "applications.cancel",
  "GET /api/v1/applications/{id}/documents": "documents.view",
  "POST /api/v1/applications/{id}/documents": "applications.answer",
  "GET /api/v1/documents/{id}": "documents.view",
  "GET /api/v1/documents/{id}/pages/{page}": "documents.view",
  "POST /api/v1/decisions": "decisions.create",
  "GET /api/v1/decisions": "decisions.view",
  "GET /api/v1/decisions/{id}": "decisions.view",
  "GET /api/v1/decisions/{id}/why": "decisions.view",
  "POST /api/v1/decisions/batches": "decisions.create",
  "GET /api/v1/decisions/batches": "decisions.view",
  "GET /api/v1/decisions/batches/{id}": "decisions.view",
  "GET /api/v1/decisions/batches/{id}/rows": "decisions.view",
  "GET /api/v1/decisions/batches/{id}/results": "decisions.view",
  "POST /api/v1/decisions/batches/{id}/pause": "decisions.create",
  "POST /api/v1/decisions/batches/{id}/resume": "decisions.create",
  "POST /api/v1/decisions/batches/{id}/cancel": "decisions.create",
  "GET /api/v1/runs": "runs.view",
  "GET /api/v1/runs/{id}": "runs.view",
  "GET /api/v1/runs/{id}/events": "runs.view",
  "POST /api/v1/runs/{id}/signals": "runs.signal",
  "POST /api/v1/runs/{id}/resolve": "runs.resolve",
  "POST /api/v1/runs/{id}/cancel": "runs.cancel",
  "POST /api/v1/parties": "parties.change",
  "GET /api/v1/parties": "parties.view",
  "GET /api/v1/parties/{id}": "parties.view",
  "PATCH /api/v1/parties/{id}": "parties.change",
  "GET /api/v1/cases": "cases.view",
  "GET /api/v1/cases/{id}": "cases.view",
  "POST /api/v1/cases/{id}/notes": "cases.note",
  "PATCH /api/v1/cases/{id}": "cases.assign",
  "GET /api/v1/workflows": "workflows.view",
  "GET /api/v1/workflows/{key}": "workflows.view",
  "GET /api/v1/workflows/{key}/versions/{version}": "workflows.view",
  "POST /api/v1/workflows/validate": "workflows.view",
  "POST /api/v1/rules/evaluate": "workflows.view",
  "POST /api/v1/rules/export": "workflows.view",
  "POST /api/v1/rules/import": "workflows.view",
  "GET /api/v1/schemas/rule-v1": "workflows.view",
  "GET /api/v1/lists": "lists.view",
  "GET /api/v1/lists/{key}": "lists.view",
  "GET /api/v1/lists/{key}/entries": "lists.view",
  "POST /api/v1/lists/{key}/entries": "lists.change",
  "POST /api/v1/lists/{key}/entries/{id}/withdraw": "lists.change",
  "POST /api/v1/lists/{key}/check": "lists.view",
  "GET /api/v1/webhooks": "webhooks.view",
  "POST /api/v1/webhooks": "webhooks.change",
  "DELETE /api/v1/webhooks/{id}": "webhooks.change",
  "GET /api/v1/webhooks/{id}/deliveries": "webhooks.view",
  "POST /api/v1/webhooks/{id}/replay": "webhooks.replay",
  "POST /api/v1/labels": "labels.change",
  "GET /api/v1/labels": "labels.view",
};

let database: TestDatabase;
const callers = new Map<string, Headers>();
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  const ctx = await database.workspace();
  const { applicationId } = await runInReview({ ...ctx, at: new Date() });
  callers.set("anonymous", anonymousHeaders());
  callers.set("applicant", await applicantHeaders(ctx, applicationId));
  for (const role of roles) callers.set(role, await memberHeaders(ctx, role));
  for (const scope of apiScopes) callers.set(`key ${scope}`, await keyHeaders(ctx, [scope]));
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

/** How a caller fared at the gate: what lies behind may still find the request wanting. */
const gate = (status: number): "in" | "stranger" | "forbidden" =>
  status === 401 ? "stranger" : status === 403 ? "forbidden" : "in";

type Procedure = { _def: { type: "query" | "mutation" | "subscription"; meta?: { permission: string } } };
const all = appRouter._def.procedures as unknown as Record<string, Procedure>;

describe("procedures", () => {
  test("are all in the table, and the table knows no other", () => {
    expect(Object.keys(all).sort()).toEqual(Object.keys(procedures).sort());
    expect(Object.entries(all).filter(([, { _def }]) => !_def.meta)).toEqual([]);
  });

  test.each(Object.keys(procedures))("%s lets in whom the table names, and nobody else", async (path) => {
    const rule = procedures[path];
    const isQuery = all[path]?._def.type === "query";
    const found: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const [caller, headers] of callers) {
      const isRole = (roles as readonly string[]).includes(caller);
      const isNamed = rule === "applicant" ? caller === "applicant" : rule?.includes(caller as Role);
      expected[caller] = isNamed ? "in" : isRole && rule !== "applicant" ? "forbidden" : "stranger";
      const url = `${ORIGIN}/api/trpc/${path}`;
      const request = isQuery
        ? new Request(url, { headers })
        : new Request(url, {
            method: "POST",
            headers: new Headers([...headers, ["content-type", "application/json"]]),
            body: '{"json":{}}',
          });
      found[caller] = gate((await handleTrpc(request)).status);
    }
    expect(found).toEqual(expected);
  });
});

function routeFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return routeFiles(path);
    return /^route\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** What a request without a body, for something that is not there, is answered. */
async function knock(handler: Handler, method: string, headers: Headers): Promise<number> {
  const body = method === "GET" || method === "HEAD" ? {} : { body: "{}" };
  const sent = new Headers([...headers, ["idempotency-key", crypto.randomUUID()]]);
  if (method !== "GET") sent.set("content-type", "application/json");
  const params = {
    id: "app_none",
    token: "none",
    documentId: "doc_none",
    page: "1",
    path: "none",
    batchId: "bat_none",
    key: "none",
    backtestId: "btst_none",
    workflowId: "wf_none",
  };
  const request = new Request(`${ORIGIN}/api/none`, { method, headers: sent, ...body });
  return (await handler(request, { params: Promise.resolve(params) })).status;
}

function expectedAt(rule: RouteRule, caller: string): string | number {
  switch (rule.who) {
    case "public":
      return rule.answers;
    case "members":
      if (rule.roles.includes(caller as Role) || caller === `key ${rule.scope}`) return "in";
      // Without a scope, keys are strangers there.
      if (caller.startsWith("key ")) return rule.scope ? "forbidden" : "stranger";
      return (roles as readonly string[]).includes(caller) ? "forbidden" : "stranger";
    case "applicant":
      return caller === "applicant" ? "in" : "stranger";
    case "procedures":
    case "operations":
      return "";
  }
}

async function expectGate(rule: RouteRule, method: string, handler: Handler): Promise<void> {
  const found: Record<string, string | number> = {};
  const expected: Record<string, string | number> = {};
  for (const [caller, headers] of callers) {
    const wanted = expectedAt(rule, caller);
    const status = await knock(handler, method, headers);
    expected[caller] = wanted;
    found[caller] = typeof wanted === "number" ? status : gate(status);
  }
  expect(found).toEqual(expected);
}

describe("routes", () => {
  test("are all in the table, and the table knows no other", () => {
    expect(routeFiles("app").sort()).toEqual(Object.keys(routes).sort());
  });

  test.each(Object.keys(routes))("%s lets in whom the table names, and nobody else", async (file) => {
    const rules = routes[file] ?? {};
    const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, Handler>;
    const methods = Object.keys(module).filter((name) => /^[A-Z]+$/.test(name));
    expect(methods.sort()).toEqual(Object.keys(rules).sort());
    for (const [method, rule] of Object.entries(rules))
      if (rule.who !== "procedures" && rule.who !== "operations")
        await expectGate(rule, method, module[method] as Handler);
  });
});

describe("operations of the public API", () => {
  test("are all in the table, and the table knows no other", () => {
    const all = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(all.sort()).toEqual(Object.keys(scopes).sort());
    expect([...new Set(Object.values(scopes))].sort()).toEqual([...apiScopes].sort());
  });

  test.each(Object.keys(scopes))("%s lets in keys with its scope, and nobody else", async (operation) => {
    const [method = "", path = ""] = operation.split(" ");
    const address = `${ORIGIN}${path.replaceAll(/\{\w+\}/g, "1")}`;
    const found: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const [caller, headers] of callers) {
      const isKey = caller.startsWith("key ");
      expected[caller] = !isKey ? "stranger" : caller === `key ${scopes[operation]}` ? "in" : "forbidden";
      const sent = new Headers([...headers, ["idempotency-key", crypto.randomUUID()]]);
      if (method !== "GET") sent.set("content-type", "application/json");
      const body = method === "GET" ? {} : { body: "{}" };
      found[caller] = gate(
        (await answerApi(new Request(address, { method, headers: sent, ...body }))).status,
      );
    }
    expect(found).toEqual(expected);
  });

  test("are nothing else, and take no other method", async () => {
    const knock = async (method: string, path: string) => {
      const answer = await answerApi(new Request(`${ORIGIN}/api/v1/${path}`, { method }));
      return `${answer.status} ${answer.headers.get("allow") ?? ""}`.trim();
    };
    expect(await knock("GET", "nothing")).toBe("404");
    expect(await knock("GET", "applications/x/nothing")).toBe("404");
    expect(await knock("PUT", "applications")).toBe("405 POST, GET");
    expect(await knock("DELETE", "decisions/x")).toBe("405 GET");
  });
});
