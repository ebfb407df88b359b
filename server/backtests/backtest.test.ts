import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { verifyAudit } from "@/server/audit/verify";
import type { Context } from "@/server/context";
import { eraseParty } from "@/server/parties/erase";
import { driveRun } from "@/server/runs/drive";
import { amountDocument } from "@/server/testing/amount-rules";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs, type MemberActor } from "@/server/testing/member";
import { registryDocument } from "@/server/testing/run-documents";
import { runFor, sandboxConnections, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { watchRegistry } from "@/server/testing/vendor";
import { beginDraft } from "@/server/workflows/begin-draft";
import { getDraft } from "@/server/workflows/get-draft";
import { liveVersion } from "@/server/workflows/live-version";
import { publishWorkflow } from "@/server/workflows/publish";
import { saveDraft } from "@/server/workflows/save-draft";
import type { WorkflowDocumentInput } from "@/server/workflows/schema";
import { cancelBacktest } from "./cancel";
import { compareRecord } from "./compare-record";
import { findStrandedBacktests } from "./find-stranded";
import { getBacktest } from "./get";
import { listBacktests } from "./list";
import { listBacktestRecords } from "./list-records";
import { performBacktest } from "./perform";
import { STANDS } from "./policy";
import { listRecordsInput, startBacktestInput } from "./schema";
import { startBacktest } from "./start";

let database: TestDatabase;
let ctx: Context;
let ada: Context & { actor: MemberActor };
let workflowId: string;
let vendor: ReturnType<typeof watchRegistry>;

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
});
beforeEach(async () => {
  vendor = watchRegistry();
  ctx = await database.workspace();
  ada = await joinAs(ctx, "risk_manager", "Ada");
});
afterEach(() => vendor.restore());
afterAll(() => database.close());
stopJobsAfterAll();

const publish = async (document: WorkflowDocumentInput, more: { live?: "no" } = {}) => {
  ({ workflowId } = await publishWorkflow(ctx, { document, note: "A version", ...more }));
};
const decideAmounts = async (amounts: readonly number[], country = "DE") => {
  const live = await liveVersion(ctx, { key: "amounts" });
  const found: string[] = [];
  for (const amount of amounts) found.push((await runFor(ctx, live, { amount, country })).runId);
  return found;
};
const start = async (filter: object = {}, version = 2) =>
  (
    await startBacktest(
      later(ada, 1000),
      startBacktestInput.parse({ workflowId, of: { kind: "version", version }, filter }),
    )
  ).id;
const perform = async (backtestId: string, most?: number) => {
  while (
    (await performBacktest(later(ctx, 2000), { backtestId, ...(most !== undefined && { most }) })).isLeft
  );
};
const records = async (backtestId: string, more: object = {}) =>
  (await listBacktestRecords(ada, listRecordsInput.parse({ backtestId, ...more }))).data;

describe("a backtest", () => {
  test("says what would come out otherwise, by which rule, and shows both ways", async () => {
    await publish(amountDocument(1000));
    const [, , between] = await decideAmounts([100, 2000, 700]);
    await publish(amountDocument(500), { live: "no" });
    const id = await start();
    await perform(id, 2);
    expect(await getBacktest(ada, { backtestId: id })).toMatchObject({
      ...{
        state: "done",
        title: "Version 2",
        version: 2,
        sameVersions: [2],
        done: 3,
        chosen: 3,
        matching: 3,
      },
      startedBy: "Ada",
      tally: {
        ...{ same: 2, flipped: 1, changed: 0, notComparable: 0, calls: { before: 0, after: 0 } },
        matrix: { approve: { approve: 1, decline: 1 }, decline: { decline: 1 } },
        rules: { "limits/R1": { title: "R1: Above the limit", before: 1, after: 2, gained: 1, lost: 0 } },
      },
    });
    const [flipped, ...others] = await records(id);
    expect(others).toEqual([]);
    expect(flipped).toMatchObject({
      ...{ runId: between, finding: "flipped", decided: "approve", replayed: "decline", party: "Acme Ltd" },
      ...{ gained: ["limits/R1"], lost: [], decidedCodes: [], replayedCodes: ["TOO_MUCH"] },
    });
    const { decided, replayed } = await compareRecord(ada, { backtestId: id, runId: between ?? "" });
    expect(decided).toMatchObject({ version: 1, outcome: "approve", rules: [{ status: "not_fired" }, {}] });
    expect(replayed).toMatchObject({ version: 2, outcome: "decline", rules: [{ status: "fired" }, {}] });
    expect(replayed.rules[0]?.sentence).toContain("700; the limit is 500");
    expect(replayed.steps.map(({ node }) => node)).toEqual(["start", "limits", "route", "declined"]);
    expect((await verifyAudit(ctx, "/nonexistent/seals")).findings).toEqual([]);
  });

  test("of a draft is frozen: what is edited later changes nothing, and the version it becomes is known", async () => {
    await publish(amountDocument(1000));
    await decideAmounts([100, 700]);
    await beginDraft(ada, { workflowId, version: 1 });
    const { revision, editor } = await getDraft(ada, { workflowId });
    const edited = await saveDraft(ada, {
      ...{ workflowId, revision, editor: editor as never },
      document: amountDocument(500) as never,
    });
    const of = { kind: "draft", revision: edited.revision };
    const given = startBacktestInput.parse({ workflowId, of, title: "Lower limit", filter: {} });
    const { id } = await startBacktest(later(ada, 1000), given);
    const again = await saveDraft(ada, {
      ...{ workflowId, revision: edited.revision, editor: editor as never },
      document: amountDocument(10) as never,
    });
    await expect(startBacktest(later(ada, 1000), given)).rejects.toMatchObject({ code: "conflict" });
    await perform(id);
    const view = await getBacktest(ada, { backtestId: id });
    expect(view).toMatchObject({
      ...{ title: "Lower limit", version: null, revision: edited.revision, sameVersions: [] },
      tally: { flipped: 1 },
    });
    const back = await saveDraft(ada, {
      ...{ workflowId, revision: again.revision, editor: editor as never },
      document: amountDocument(500) as never,
    });
    await publishWorkflow(ada, { workflowId, revision: back.revision, note: "Lower" });
    expect((await getBacktest(ada, { backtestId: id })).sameVersions).toEqual([2]);
  });

  test("never guesses: people who were not asked stand, a vendor that was not asked keeps it from being compared", async () => {
    await sandboxConnections(ctx);
    await publish(registryDocument());
    const live = await liveVersion(ctx, { key: "registry_check" });
    const { runId } = await runFor(ctx, live, { number: "12345600" });
    await driveRun(ctx, { runId, now: () => ctx.at });
    const asked = vendor.of(runId).length;
    const careful = registryDocument();
    const toPeople = careful.edges.map((edge) => (edge.outlet === "clear" ? { ...edge, to: "human" } : edge));
    await publish({ ...careful, edges: toPeople }, { live: "no" });
    await publish(
      registryDocument({
        ask: { country: { value: "DE" }, registrationNumber: "input.number", name: "party.name" },
      }),
      { live: "no" },
    );
    const people = await start({}, 2);
    const elsewhere = await start({}, 3);
    for (const id of [people, elsewhere]) await perform(id);
    expect(await records(people)).toMatchObject([
      { finding: "flipped", decided: "approve", replayed: STANDS, node: { key: "human" }, reason: "people" },
    ]);
    expect((await getBacktest(ada, { backtestId: people })).tally).toMatchObject({
      ...{ calls: { before: 1, after: 1 }, people: { before: 0, after: 1 } },
    });
    expect(await records(elsewhere)).toMatchObject([
      { finding: "not_comparable", replayed: null, node: { key: "registry" }, reason: "asked_otherwise" },
    ]);
    expect((await getBacktest(ada, { backtestId: elsewhere })).tally).toMatchObject({
      ...{ notComparable: 1, same: 0, flipped: 0, matrix: {}, reasons: { "asked_otherwise registry": 1 } },
    });
    expect(vendor.of(runId)).toHaveLength(asked);
  });

  test("touches nothing but its own rows", async () => {
    await publish(amountDocument(1000));
    await decideAmounts([100, 700, 2000]);
    await publish(amountDocument(500, { far: true }), { live: "no" });
    const id = await start();
    const counts = async () => {
      const names = await database.owner<{ name: string }[]>`
        select table_schema || '."' || table_name || '"' as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema in ('public', 'pgboss')
          and table_name not in ('backtests', 'backtest_records', 'audit_entries') order by 1`;
      const found: Record<string, string> = {};
      for (const { name } of names) {
        const [row] = await database.owner.unsafe(
          `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} t`,
        );
        found[name] = row?.["sum"] as string;
      }
      return found;
    };
    const before = await counts();
    expect(Object.keys(before)).toEqual(
      expect.arrayContaining([
        'public."cases"',
        'public."webhook_events"',
        'public."effects"',
        'public."waits"',
      ]),
    );
    await perform(id, 1);
    expect(await counts()).toEqual(before);
    const written = await database.owner<{ action: string }[]>`
      select action from audit_entries where subject_id = ${id} order by seq`;
    expect(written.map(({ action }) => action)).toEqual(["backtest.started", "backtest.ended"]);
  });

  test("goes on where it stood, counts each decision once, and is found when its worker is gone", async () => {
    await publish(amountDocument(1000));
    await decideAmounts([1, 2, 700, 701, 5000]);
    await publish(amountDocument(500), { live: "no" });
    const id = await start();
    await performBacktest(later(ctx, 2000), { backtestId: id, most: 2 });
    expect(await getBacktest(ada, { backtestId: id })).toMatchObject({ state: "running", done: 2 });
    expect(await findStrandedBacktests(later(ctx, 2000))).toBe(0);
    expect(await findStrandedBacktests(later(ctx, 90_000))).toBe(1);
    await Promise.all([perform(id, 1), perform(id, 1)]);
    expect(await getBacktest(ada, { backtestId: id })).toMatchObject({
      ...{ state: "done", done: 5, tally: { same: 3, flipped: 2 } },
    });
  });

  test("is cancelled, keeps what it has, and never goes on", async () => {
    await publish(amountDocument(1000));
    await decideAmounts([700, 701, 702]);
    await publish(amountDocument(500), { live: "no" });
    const id = await start();
    await performBacktest(later(ctx, 2000), { backtestId: id, most: 2 });
    await cancelBacktest(later(ada, 3000), { backtestId: id });
    await perform(id);
    expect(await getBacktest(ada, { backtestId: id })).toMatchObject({
      ...{ state: "cancelled", done: 2, tally: { same: 0, flipped: 2 } },
    });
    await expect(cancelBacktest(ada, { backtestId: id })).rejects.toMatchObject({ code: "conflict" });
  });

  test("looks at what its filter says, and a sample is the same each time", async () => {
    await publish(amountDocument(1000));
    const runs = await decideAmounts([1, 2, 3, 2000, 2001, 2002, 700, 701]);
    await publish(amountDocument(500), { live: "no" });
    const declined = await start({ outcomes: ["decline"] });
    await perform(declined);
    expect((await getBacktest(ada, { backtestId: declined })).tally.matrix).toEqual({
      decline: { decline: 3 },
    });
    const samples: string[][] = [];
    for (let round = 0; round < 2; round++) {
      const id = await start({ sample: 4 });
      await perform(id, 3);
      const view = await getBacktest(ada, { backtestId: id });
      expect(view).toMatchObject({ chosen: 4, matching: 8, done: 4, state: "done" });
      samples.push((await records(id)).map(({ runId }) => runId));
    }
    expect(samples[0]).toEqual(samples[1]);
    expect(runs).toEqual(expect.arrayContaining(samples[0] ?? []));
    await expect(start({ from: "2020-01-01", to: "2020-02-01" })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("No decision"),
    });
    expect((await listBacktests(ada, { workflowId, limit: 2 })).data).toHaveLength(2);
  });

  test("leaves out whom it may not read any more, and says so", async () => {
    await publish(amountDocument(1000));
    const [runId] = await decideAmounts([700, 1]);
    await publish(amountDocument(500), { live: "no" });
    const [party] = await database.owner<{ id: string }[]>`
      select party_id as id from runs where id = ${runId ?? ""}`;
    const before = await start();
    await perform(before);
    await eraseParty(await joinAs(ctx, "admin"), {
      ...{ partyId: party?.id ?? "", confirmName: "Acme Ltd", reason: "They asked us to." },
    });
    const id = await start();
    await perform(id);
    expect((await getBacktest(ada, { backtestId: id })).tally).toMatchObject({
      ...{ same: 1, notComparable: 1, reasons: { erased: 1 } },
    });
    await expect(compareRecord(ada, { backtestId: before, runId: runId ?? "" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("is nobody else's", async () => {
    await publish(amountDocument(1000));
    await decideAmounts([700]);
    await publish(amountDocument(500), { live: "no" });
    const id = await start();
    const mallory = await joinAs(await database.workspace(), "admin", "Mallory");
    for (const attempt of [
      () => getBacktest(mallory, { backtestId: id }),
      () => cancelBacktest(mallory, { backtestId: id }),
      () => listBacktestRecords(mallory, listRecordsInput.parse({ backtestId: id })),
      () => performBacktest(mallory, { backtestId: id }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  });
});
