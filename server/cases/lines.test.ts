import { afterAll, beforeAll, expect, test } from "vitest";
import { type Context, inTransaction } from "@/server/context";
import { lintWorkflow } from "@/server/engine/lint";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { driveRun } from "@/server/runs/drive";
import { fireTimer } from "@/server/runs/fire-timer";
import { resolveIncident } from "@/server/runs/resolve";
import { sendSignal } from "@/server/runs/send-signal";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs, type MemberActor } from "@/server/testing/member";
import { smallDocument, unwiredDocument } from "@/server/testing/run-documents";
import {
  publishedWorkflow,
  runFor,
  sandboxConnections,
  settleProcess,
  stopJobsAfterAll,
} from "@/server/testing/runs";
import { expectSound } from "@/server/testing/sound";
import { workflowDocument } from "@/server/workflows/schema";
import { applyVerdict } from "./apply-verdict";
import { assignCase } from "./assign";
import { decideCase } from "./decide";
import { findCase } from "./find";
import { getCase } from "./get";
import { listCases } from "./list";
import { decideCaseInput, listCasesInput } from "./schema";
import { caseSource } from "./source";

let database: TestDatabase;
let ctx: Context;
let lena: Context & { actor: MemberActor };
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  lena = await joinAs(ctx, "admin", "Lena Brandt");
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]')`;
});
afterAll(() => database.close());
stopJobsAfterAll();

const openCases = async () =>
  (await listCases(lena, listCasesInput.parse({ status: "open" }))).data.map(({ id }) => id);

test("a review of each element shows that element and what its own line found, one after the other", async () => {
  const document = smallDocument(
    "owners",
    {
      start: { type: "decision_start" },
      owners: { type: "for_each", config: { list: "input.owners[]", concurrency: 10 } },
      share: { type: "compute", config: { formulas: ["half"] } },
      human: { type: "review", config: { queue: "edd" } },
      over: { type: "item_end", config: { output: { half: { field: "values.half" } } } },
      ...{ approved: { type: "end", config: { outcome: "approve" } } },
    },
    {
      "start.next": "owners",
      "owners.each": "share",
      "share.next": "human",
      "human.approved": "over",
      "human.declined": "over",
      "human.sent_back": "over",
      "owners.done": "approved",
    },
  );
  const workflow = await publishedWorkflow(ctx, {
    ...document,
    formulas: { half: { title: "Half of the share", formula: "item.share / 2" } },
  });
  const { runId } = await runFor(ctx, workflow, {
    owners: [
      { name: "Jane Roe", share: 40 },
      { name: "Karl Pep", share: 60 },
    ],
  });

  const seen: unknown[] = [];
  for (let at = 0; at < 2; at++) {
    // One case per party and queue: the neighbour waits until this one is decided.
    const [caseId = "", ...more] = await openCases();
    expect(more).toEqual([]);
    const view = await getCase(lena, { caseId });
    const { data } = await inTransaction(lena, async (tx, ctx) =>
      caseSource(tx, ctx, await findCase(tx, ctx, caseId)),
    );
    seen.push([view.line, data?.item, data?.values["half"]]);
    const { revision } = await assignCase(lena, { caseId, memberId: lena.actor.id });
    const { verdictId } = await decideCase(
      lena,
      decideCaseInput.parse({
        caseId,
        revision,
        verdict: "approve",
        note: `Seen ${at}`,
      }),
    );
    await applyVerdict(later({ ...ctx, actor: { kind: "system", id: "engine" } }, 10_000), { verdictId });
  }
  expect(seen).toEqual([
    ["owners 1 · Jane Roe", { name: "Jane Roe", share: 40 }, 20],
    ["owners 2 · Karl Pep", { name: "Karl Pep", share: 60 }, 30],
  ]);
  const { row, decisions } = await expectSound(ctx, runId);
  expect([row.status, decisions[0]?.decidedBy]).toEqual(["completed", [lena.actor.id]]);
  // What was decided on can be read afterwards, though the line it stood on is gone.
  const { data: decided } = await listCases(lena, listCasesInput.parse({ status: "decided", runId }));
  const lines = await Promise.all(
    decided.map(({ id }) =>
      inTransaction(lena, async (tx, ctx) => caseSource(tx, ctx, await findCase(tx, ctx, id))),
    ),
  );
  expect(lines.map(({ line, data }) => [line, data?.values["half"]]).sort()).toEqual([
    ["owners 1 · Jane Roe", 20],
    ["owners 2 · Karl Pep", 30],
  ]);
});

test("a workflow may ask for a review of each element", () => {
  const document = workflowDocument.parse(perOwner());
  expect(lintWorkflow(document, nodeCatalogue).filter(({ severity }) => severity === "error")).toEqual([]);
});

const papers = { key: "papers", payload: {} };

/** Each owner is looked up and reviewed; what is sent back waits for papers, for a day. */
const perOwner = () => {
  const document = smallDocument(
    "per_owner",
    {
      start: { type: "decision_start" },
      owners: { type: "for_each", config: { list: "input.owners[]", concurrency: 10 } },
      registry: {
        type: "check",
        config: {
          connection: "registry",
          capability: "company_lookup",
          subjects: "item",
          ask: { country: { value: "GB" }, registrationNumber: "item.number", name: "item.name" },
        },
      },
      human: { type: "review", config: { queue: "edd" } },
      papers: {
        type: "wait",
        config: { for: "signal", name: "papers", deadline: { amount: 1, unit: "days" } },
      },
      over: { type: "item_end", config: { result: "seen" } },
      given_up: { type: "item_end", config: { result: "given_up" } },
      approved: { type: "end", config: { outcome: "approve" } },
    },
    {
      "start.next": "owners",
      "owners.each": "registry",
      "registry.answered": "human",
      "registry.no_answer": "human",
      "human.approved": "over",
      "human.declined": "over",
      "human.sent_back": "papers",
      "papers.received": "human",
      "papers.expired": "given_up",
      "owners.done": "approved",
    },
  );
  const documentTypes = {
    extract: { title: "Extract of the register", help: "Not older than three months." },
  };
  return { ...document, settings: { ...document.settings, documentTypes } };
};

test("a case that was sent back stays its own element's, and ends with it", async () => {
  const workflow = await publishedWorkflow(ctx, perOwner());
  const { runId } = await runFor(ctx, workflow, {
    owners: [
      { name: "Jane Roe Ltd", number: "12345600" },
      { name: "Karl Pep Ltd", number: "12345601" },
    ],
  });
  await driveRun(ctx, { runId, now: () => ctx.at });
  const names = ["owners 1 · Jane Roe Ltd", "owners 2 · Karl Pep Ltd"];
  const give = async (caseId: string, verdict: object) => {
    const { revision } = await assignCase(lena, { caseId, memberId: lena.actor.id });
    const { verdictId } = await decideCase(lena, decideCaseInput.parse({ caseId, revision, ...verdict }));
    await applyVerdict(later({ ...ctx, actor: { kind: "system", id: "engine" } }, 10_000), { verdictId });
  };
  const sendBack = {
    verdict: "send_back",
    items: [{ kind: "document", key: "extract", reasonCode: "NO_ANSWER" }],
  };
  const allCases = async () =>
    (await listCases(lena, listCasesInput.parse({ status: "active", runId }))).data.map(({ id }) => id);

  const [first = "", ...none] = await openCases();
  expect(none).toEqual([]);
  // Its own check only, not the one of the element beside it.
  const { checks, line } = await getCase(lena, { caseId: first });
  // Both are looked up at once: whichever answer comes first is reviewed first.
  const [mine, other] = line === names[0] ? [0, 1] : [1, 0];
  expect(line).toBe(names[mine]);
  expect(
    checks.map(({ subject, subjectName, current }) => [
      subject,
      `owners ${mine + 1} · ${subjectName}`,
      current,
    ]),
  ).toEqual([[`input.owners[${mine}]`, names[mine], true]]);

  await give(first, sendBack);
  expect([await openCases(), await allCases()]).toEqual([[], [first]]);
  await sendSignal(lena, { runId, name: "papers", ...papers });
  expect(await openCases()).toEqual([first]);
  expect((await getCase(lena, { caseId: first })).line).toBe(names[mine]);

  await give(first, sendBack);
  const day = { ...ctx, at: new Date(ctx.at.getTime() + 2 * 86_400_000) };
  for (const { key, closedAt } of (await expectSound(ctx, runId)).timers)
    if (!closedAt) await fireTimer(day, { runId, key });
  expect((await getCase(lena, { caseId: first })).status).toBe("cancelled");
  const [second = ""] = await openCases();
  expect((await getCase(lena, { caseId: second })).line).toBe(names[other]);
  await give(second, { verdict: "approve" });
  const { row, state } = await expectSound(ctx, runId);
  expect(row.status).toBe("completed");
  expect(state.data.nodes["owners"]).toMatchObject({
    items: [0, 1].map((index) => ({ index, result: index === mine ? "given_up" : "seen" })),
    by: [lena.actor.id],
  });
});

test("a check that a member answered by hand is what the case shows, with who said it", async () => {
  const human = { type: "review", version: 1, title: "Human", config: { queue: "edd" } };
  const bare = unwiredDocument();
  const workflow = await publishedWorkflow(ctx, {
    ...bare,
    nodes: { ...bare.nodes, human },
    edges: [
      ...bare.edges.map((edge) =>
        edge.from === "found" && edge.outlet === "clear" ? { ...edge, to: "human" } : edge,
      ),
      { from: "human", outlet: "approved", to: "approved" },
      { from: "human", outlet: "declined", to: "declined" },
      { from: "human", outlet: "sent_back", to: "human" },
    ],
  });
  const { runId } = await runFor(ctx, workflow, { number: "12345650" });
  await driveRun(ctx, { runId, now: () => ctx.at });
  const { state } = await expectSound(ctx, runId);
  const [stuck] = state.tokens;
  expect(stuck?.phase).toBe("incident");
  const details = { byHand: true, registryStatus: "active" };
  const said = {
    subject: "party",
    status: "clear",
    label: "Active",
    sentence: "Seen in the register.",
    details,
  };
  await resolveIncident(lena, {
    runId,
    tokenId: stuck?.id ?? "",
    answer: { action: "answer", outlet: "answered", output: { status: "clear", results: [said] } },
    reason: "Looked it up.",
  });
  const [caseId = ""] = await openCases();
  const { checks } = await getCase(lena, { caseId });
  expect(checks).toMatchObject([
    { status: "no_answer", current: false, by: null },
    { status: "clear", label: "Active", current: true, by: "Lena Brandt", source: "By hand", details },
  ]);
  await expectSound(ctx, runId);
});
