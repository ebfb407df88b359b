import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { verifyAudit } from "@/server/audit/verify";
import { getBacktest } from "@/server/backtests/get";
import { performBacktest } from "@/server/backtests/perform";
import { confusionOf, type Tally } from "@/server/backtests/policy";
import { startBacktestInput } from "@/server/backtests/schema";
import { startBacktest } from "@/server/backtests/start";
import type { Context } from "@/server/context";
import { amountDocument } from "@/server/testing/amount-rules";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs, type MemberActor } from "@/server/testing/member";
import { publishedWorkflow, runFor, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { addLabels, importLabels } from "./add";
import { listLabels } from "./list";
import { removeLabel } from "./remove";
import { listLabelsInput } from "./schema";

let database: TestDatabase;
let ctx: Context;
let ada: Context & { actor: MemberActor };
let workflowId: string;
let runs: { runId: string; decision: string; party: string }[];

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
});
beforeEach(async () => {
  ctx = await database.workspace();
  ada = await joinAs(ctx, "risk_manager", "Ada");
  const live = await publishedWorkflow(ctx, amountDocument(1000));
  workflowId = live.workflowId;
  for (const [i, amount] of [100, 700, 2000].entries())
    await runFor(ctx, live, { amount, country: "DE" }, { reference: `order-${i + 1}` });
  runs = await database.owner<typeof runs>`
    select r.id as "runId", d.id as decision, d.party_id as party
    from decisions d join runs r on r.workspace_id = d.workspace_id and r.id = d.run_id
    where d.workspace_id = ${ctx.workspaceId} order by r.reference`;
});
afterAll(() => database.close());
stopJobsAfterAll();

const list = async (more: object = {}) => (await listLabels(ada, listLabelsInput.parse(more))).data;
const csv = (lines: string[]) => `${lines.join("\n")}\n`;

describe("labels from a file", () => {
  test("name each bad row with its column, and keep the good ones", async () => {
    const text = csv([
      "reference;label;date;amount;currency;source reference",
      "order-1;Chargeback;2026-01-20;12.50;EUR;cb-1",
      "order-9;chargeback;2026-01-20;;;",
      "order-2;stolen;2026-01-20;;;",
      "order-2;confirmed fraud;20.01.2026;;;",
      "order-2;confirmed_fraud;2026-01-21;10.001;EUR;",
      "order-3;confirmed_good;2026-01-22;5;;",
    ]);
    const report = await importLabels(ada, { text, isPreview: true });
    expect(report).toMatchObject({ rows: 6, added: 1, known: 0, refused: 5 });
    expect(report.faults).toEqual([
      { row: 3, column: "reference", message: "There is no such reference in this workspace." },
      { row: 4, column: "label", message: "Use chargeback, confirmed_fraud or confirmed_good." },
      { row: 5, column: "date", message: "Use a date, like 2026-01-31." },
      { row: 6, column: "amount", message: "EUR has 2 decimals. Round the amount." },
      { row: 7, column: "currency", message: "An amount and its currency come together." },
    ]);
    expect(await list()).toEqual([]);
    expect(await importLabels(ada, { text, isPreview: false })).toEqual(report);
    expect(await list()).toMatchObject([
      {
        ...{ label: "chargeback", run: runs[0]?.runId, date: "2026-01-20", amount: "12.50", currency: "EUR" },
        ...{ sourceReference: "cb-1", createdBy: "Ada", party: { name: "Acme Ltd" } },
      },
    ]);
    expect(await importLabels(ada, { text, isPreview: true })).toMatchObject({ added: 0, known: 1 });
    expect(await importLabels(ada, { text, isPreview: false })).toMatchObject({ added: 0, known: 1 });
    expect(await list()).toHaveLength(1);
    expect((await verifyAudit(ctx, "/nonexistent/seals")).findings).toEqual([]);
  });

  test.each([
    ["", "empty"],
    ["label,date\nchargeback,2026-01-20\n", "lacks the column decision, run, party or reference"],
    ["run,label\nx,chargeback\n", "lacks the column date"],
    ["run,label,date,colour\nx,chargeback,2026-01-20,red\n", "No field is called “colour”"],
    ["run,label,date\n", "no rows"],
  ])("are refused as a whole when the file is none of labels: %j", async (text, message) => {
    await expect(importLabels(ada, { text, isPreview: false })).rejects.toMatchObject({
      ...{ code: "invalid", message: expect.stringContaining(message) },
    });
  });
});

describe("labels", () => {
  test("name their decision in four ways, and not in two at once", async () => {
    const [first, second, third] = runs as [(typeof runs)[0], (typeof runs)[0], (typeof runs)[0]];
    const fact = { label: "chargeback", date: "2026-01-20" };
    const report = await addLabels(ada, {
      labels: [
        { decision: first.decision, ...fact },
        { run: second.runId, ...fact },
        { party: third.party, ...fact },
        { reference: "order-3", ...fact },
        { run: first.runId, party: first.party, ...fact },
        fact,
        "nonsense",
      ],
    });
    expect(report).toMatchObject({ rows: 7, added: 4, refused: 3 });
    expect((await list()).map(({ run }) => run).sort()).toEqual(
      [null, first.runId, second.runId, third.runId].sort(),
    );
  });

  test("of another workspace are not found, neither to label nor to remove", async () => {
    await addLabels(ada, { labels: [{ run: runs[0]?.runId, label: "chargeback", date: "2026-01-20" }] });
    const mallory = await joinAs(await database.workspace(), "admin", "Mallory");
    const given = { labels: [{ run: runs[0]?.runId, label: "confirmed_good", date: "2026-01-20" }] };
    expect(await addLabels(mallory, given)).toMatchObject({ added: 0, refused: 1 });
    const [label] = await list();
    await expect(removeLabel(mallory, { labelId: label?.id ?? "" })).rejects.toMatchObject({
      code: "not_found",
    });
    await removeLabel(ada, { labelId: label?.id ?? "" });
    expect(await list()).toEqual([]);
    const audited = await database.owner<{ action: string }[]>`
      select action from audit_entries where workspace_id = ${ctx.workspaceId} and subject_kind = 'labels' order by seq`;
    expect(audited.map(({ action }) => action)).toEqual(["labels.imported", "label.removed"]);
  });

  test("measure a backtest: what was said of the run goes before what was said of its party", async () => {
    const [first, second, third] = runs as [(typeof runs)[0], (typeof runs)[0], (typeof runs)[0]];
    await addLabels(ada, {
      labels: [
        { party: first.party, label: "confirmed_fraud", date: "2026-01-20" },
        { run: first.runId, label: "confirmed_good", date: "2026-01-20" },
        { run: second.runId, label: "confirmed_good", date: "2026-01-20" },
        { run: second.runId, label: "chargeback", date: "2026-01-21" },
        { party: third.party, label: "confirmed_fraud", date: "2026-01-20" },
      ],
    });
    const { id } = await startBacktest(
      later(ada, 1000),
      startBacktestInput.parse({ workflowId, of: { kind: "version", version: 1 }, filter: {} }),
    );
    while ((await performBacktest(later(ctx, 2000), { backtestId: id })).isLeft);
    const { tally } = await getBacktest(ada, { backtestId: id });
    expect(confusionOf(tally as Tally, "facts", "before")).toMatchObject({
      ...{ labelled: 3, bad: 2, good: 1, precision: 1, recall: 0.5, passed: 1, badPassed: 1 },
    });
    expect(confusionOf(tally as Tally, "analyst", "before")).toMatchObject({ labelled: 0 });
  });
});
