import { afterAll, beforeAll, expect, it } from "vitest";
import type { Context } from "@/server/context";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { smallDocument } from "@/server/testing/run-documents";
import { settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { expectSound } from "@/server/testing/sound";
import { endRollout } from "@/server/workflows/end-rollout";
import { publishWorkflow } from "@/server/workflows/publish";
import { runChallenger } from "@/server/workflows/run-challenger";
import { runShadow } from "@/server/workflows/run-shadow";
import { isChallenged } from "@/server/workflows/sticky";
import { createBatch } from "./create";
import { performBatch } from "./perform";
import { batchResults } from "./results";

/** Versions beside the live one: a batch meets them as decisions do that are asked one by one. */

let database: TestDatabase;
let ctx: Context;
let ada: Context;
let workflowId: string;

const document = (outcome: string) =>
  smallDocument(
    "orders",
    {
      start: {
        type: "decision_start",
        config: {
          fields: [{ path: "input.limit", title: "Limit", type: "money", required: true }],
        },
      },
      done: { type: "end", config: { outcome, outputs: { [`of_${outcome}`]: { field: "input.limit" } } } },
    },
    { "start.next": "done" },
  );

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  ada = await joinAs(ctx, "risk_manager", "Ada");
  ({ workflowId } = await publishWorkflow(ctx, { document: document("approve"), note: "Live" }));
  await publishWorkflow(ctx, { document: document("decline"), note: "2", live: "no" });
  await publishWorkflow(ctx, { document: document("review"), note: "3", live: "no" });
  await runChallenger(ada, { workflowId, version: 2, percent: 40, reason: "Let us see." });
  await runShadow(ada, { workflowId, version: 3, reason: "Let us see." });
});
afterAll(() => database.close());
stopJobsAfterAll();

const upload = async (text: string, key: string) =>
  (
    await createBatch(ada, {
      ...{ workflow: "orders", format: "csv", name: "", uploadKey: key },
      columns: [
        { column: "ref", path: "reference", type: "text" },
        { column: "limit", path: "input.limit", type: "money", currencyColumn: "cur" },
        { column: "note", path: "input.note", type: "text" },
        { column: "fee", path: "input.fee", type: "money", currencyColumn: "cur" },
      ],
      bytes: (async function* () {
        yield Buffer.from(text);
      })(),
    })
  ).batchId;

const performAll = async (batchId: string) => {
  while ((await performBatch({ ...ada, at: new Date() }, { batchId })).isLeft);
};
const linesOf = async (batchId: string, format: "csv" | "jsonl") => {
  let whole = "";
  for await (const piece of (await batchResults(ada, { batchId, format })).text) whole += piece;
  return whole.trimEnd().split(/\r?\n/);
};

it("a challenger takes its share of a batch's parties, and silent versions run beside each row", async () => {
  const rows = Array.from({ length: 80 }, (_, i) => `r-${i},12.50,EUR,x,1.25`);
  const batchId = await upload(`ref,limit,cur,note,fee\n${rows.join("\n")}\n`, "first");
  await performAll(batchId);
  const stored = await database.owner<
    { row: number; state: string; run_id: string; version: number; mode: string; party_id: string }[]
  >`select b."row", b.state, b.run_id, r.version, r.mode, r.party_id from decision_batch_rows b
    left join runs r on r.id = b.run_id where b.batch_id = ${batchId} order by b."row"`;
  const begun = stored.filter(({ run_id }) => run_id);
  const share = begun.filter(({ mode }) => mode === "challenger");
  expect(share.length).toBeGreaterThan(5);
  expect(begun.length - share.length).toBeGreaterThan(20);
  for (const { version, mode, party_id } of begun)
    expect([version, mode]).toEqual(isChallenged(workflowId, party_id, 40) ? [2, "challenger"] : [1, "live"]);
  const lines = (await linesOf(batchId, "jsonl")).map((line) => JSON.parse(line));
  expect(lines.every(({ status }) => status === "decided")).toBe(true);
  // Amounts are read once, by whichever version decides.
  const money = { amount: "12.50", currency: "EUR" };
  for (const { version, outputs } of lines)
    expect(outputs).toEqual(version === 1 ? { of_approve: money } : { of_decline: money });
  const [heading] = await linesOf(batchId, "csv");
  expect(heading).toContain("outputs.of_approve,outputs.of_decline,errors,version,run,decision");
  const silent = await database.owner<{ run: string; version: string }[]>`
    select data->>'runId' as run, data->>'version' as version from pgboss.job where name = 'shadow'`;
  const live = begun.filter(({ mode }) => mode === "live").map(({ run_id }) => run_id);
  expect(silent.map(({ run }) => run).sort()).toEqual([...live].sort());
  expect(new Set(silent.map(({ version }) => version))).toEqual(new Set(["3"]));
  await expectSound(ctx, share[0]?.run_id ?? "");
});

it("a challenger that is ended in the middle decides no further row", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `s-${i},1,EUR,x,`);
  const batchId = await upload(`ref,limit,cur,note,fee\n${rows.join("\n")}\n`, "second");
  await performBatch(ada, { batchId, most: 30 });
  await endRollout(ada, { workflowId, version: 2, reason: "Worse." });
  await performAll(batchId);
  const versions = await database.owner<{ row: number; version: number }[]>`
    select b."row", r.version from decision_batch_rows b join runs r on r.id = b.run_id where b.batch_id = ${batchId}`;
  expect(versions).toHaveLength(60);
  expect(versions.filter(({ row, version }) => row > 31 && version !== 1)).toEqual([]);
  expect(versions.some(({ row, version }) => row <= 31 && version === 2)).toBe(true);
});
