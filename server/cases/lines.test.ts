import { afterAll, beforeAll, expect, test } from "vitest";
import { type Context, inTransaction } from "@/server/context";
import { driveRun } from "@/server/runs/drive";
import { resolveIncident } from "@/server/runs/resolve";
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
  expect((await expectSound(ctx, runId)).row.status).toBe("completed");
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
