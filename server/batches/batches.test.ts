import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyAudit } from "@/server/audit/verify";
import { type Context, inTransaction } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { registryDocument, smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, sandboxConnections, settleProcess } from "@/server/testing/runs";
import { expectSound } from "@/server/testing/sound";
import { cancelBatch } from "./cancel";
import { createBatch } from "./create";
import { findStrandedBatches } from "./find-stranded";
import { getBatch } from "./get";
import { listBatches } from "./list";
import { listBatchRows } from "./list-rows";
import { pauseBatch, resumeBatch } from "./pause";
import { performBatch } from "./perform";
import { batchResults } from "./results";
import { listBatchesInput, listBatchRowsInput } from "./schema";

let database: TestDatabase;
let ctx: Context;

const orders = () =>
  smallDocument(
    "orders",
    {
      start: {
        type: "decision_start",
        config: {
          fields: [
            { path: "input.amount", title: "Amount", type: "number", required: true },
            { path: "input.limit", title: "Limit", type: "money" },
            { path: "input.note", title: "Note", type: "text" },
          ],
        },
      },
      small: {
        type: "branch",
        config: {
          by: "conditions",
          branches: [
            {
              key: "small",
              title: "Small",
              when: { id: "a", op: "<", left: { field: "input.amount" }, right: { value: 500 } },
            },
          ],
        },
      },
      approved: {
        type: "end",
        config: {
          outcome: "approve",
          outputs: { limit: { field: "input.limit" }, note: { field: "input.note" } },
        },
      },
      declined: { type: "end", config: { outcome: "decline", reasonCodes: ["NO_ANSWER"] } },
    },
    { "start.next": "small", "small.small": "approved", "small.otherwise": "declined" },
  );

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = { ...(await joinAs({ ...(await database.workspace()), at: new Date() }, "risk_manager")) };
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]')`;
  await publishedWorkflow(ctx, orders());
  await publishedWorkflow(ctx, registryDocument());
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

async function* pieces(text: string, size = 1000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

let uploads = 0;
const upload = (text: string, more: Partial<Parameters<typeof createBatch>[1]> = {}) =>
  createBatch(ctx, {
    workflow: "orders",
    format: "csv",
    name: "orders.csv",
    uploadKey: `upload-${++uploads}`,
    bytes: pieces(text),
    ...more,
  });

async function performAll(batchId: string): Promise<void> {
  while ((await performBatch({ ...ctx, at: new Date() }, { batchId })).isLeft);
}
const download = async (batchId: string, format: "csv" | "jsonl") => {
  const { text } = await batchResults(ctx, { batchId, format });
  let whole = "";
  for await (const piece of text) whole += piece;
  return whole;
};
const runsOf = async (batchId: string) =>
  (
    await database.owner`select run_id from decision_batch_rows where batch_id = ${batchId} and run_id is not null`
  ).map((row) => row["run_id"] as string);

describe("a batch", () => {
  it("decides every row that can be decided, and says of the others what is wrong", async () => {
    const { batchId } = await upload(
      [
        "reference,amount,limit,limit.currency,note,party.name",
        'a-1,120,99.50,EUR,"=1+1, really",Ada',
        "a-2,900,,,,Bo",
        "a-3,much,,,,Cy",
        "a-1,5,,,,Ada",
        "a-4,7,1.005,EUR,,",
        "a-5,7,,,,",
      ].join("\r\n"),
    );
    expect((await getBatch(ctx, { batchId })).counts).toEqual({
      ...{ rows: 6, pending: 3, decided: 0, open: 0, failed: 3, cancelled: 0 },
    });
    await performAll(batchId);
    const view = await getBatch(ctx, { batchId });
    expect(view).toMatchObject({
      status: "completed",
      name: "orders.csv",
      workflow: { key: "orders", version: 1 },
      counts: { rows: 6, pending: 0, decided: 3, open: 0, failed: 3 },
      createdBy: "risk_manager",
    });
    const failed = await listBatchRows(ctx, listBatchRowsInput.parse({ batchId, state: "failed" }));
    expect(failed.data.map(({ row, errors }) => `${row} ${errors[0]?.path} ${errors[0]?.message}`)).toEqual([
      "4 input.amount Send a number.",
      "5 reference Row 2 has the same reference.",
      "6 input.limit EUR has 2 decimals. Round the amount.",
    ]);
    const lines = (await download(batchId, "csv")).split("\r\n");
    expect(lines[0]).toBe(
      "\uFEFFrow,reference,status,outcome,score,reasons,outputs.limit,outputs.note,errors,version,run,decision",
    );
    expect(lines[1]).toMatch(/^2,a-1,decided,approve,,,EUR 99\.50,"'=1\+1, really",,1,run_\w+,dec_\w+$/);
    expect(lines[2]).toMatch(/^3,a-2,decided,decline,,NO_ANSWER,,,,1,run_\w+,dec_\w+$/);
    expect(lines[3]).toBe("4,a-3,failed,,,,,,input.amount: Send a number.,,,");
    const [first] = (await download(batchId, "jsonl")).split("\n").map((line) => JSON.parse(line || "{}"));
    expect(first).toMatchObject({
      ...{ row: 2, reference: "a-1", status: "decided", outcome: "approve", errors: [] },
      outputs: { limit: { amount: "99.50", currency: "EUR" }, note: "=1+1, really" },
    });
    for (const run of await runsOf(batchId)) await expectSound(ctx, run);
    expect((await verifyAudit(ctx)).findings).toEqual([]);
  });

  it("keeps what was sent sealed, and forgets it once the run holds it", async () => {
    const { batchId } = await upload("amount,note\n1,Canary Street 7\nx,Canary Lane 8\n");
    const stored = await database.owner`select * from decision_batch_rows where batch_id = ${batchId}`;
    const [batch] = await database.owner`select * from decision_batches where id = ${batchId}`;
    expect(JSON.stringify([stored, batch])).not.toMatch(/Canary|orders\.csv/);
    expect(stored.map((row) => Boolean(row["body"]))).toEqual([true, false]);
    await performAll(batchId);
    const after = await database.owner`select body from decision_batch_rows where batch_id = ${batchId}`;
    expect(after.every((row) => row["body"] === null)).toBe(true);
  });

  it("decides no row twice, by many workers at once, one of which dies in its transaction", async () => {
    const rows = Array.from({ length: 130 }, (_, i) => `r-${i},${i % 2 ? 10 : 900}`);
    const { batchId } = await upload(`reference,amount\n${rows.join("\n")}\n`);
    await expect(
      inTransaction(ctx, async (_, ctx) => {
        await performBatch(ctx, { batchId });
        throw new Error("killed before the commit");
      }),
    ).rejects.toThrow("killed");
    expect(await runsOf(batchId)).toEqual([]);
    await Promise.all([performAll(batchId), performAll(batchId), performAll(batchId)]);
    const { counts, status } = await getBatch(ctx, { batchId });
    expect({ counts, status }).toMatchObject({ status: "completed", counts: { decided: 130, pending: 0 } });
    const runs = await database.owner`
      select reference, count(*)::int as n from runs where reference like 'r-%' group by 1 having count(*) > 1`;
    expect(runs).toEqual([]);
    expect(new Set(await runsOf(batchId)).size).toBe(130);
  });

  it("is taken up again when its worker is gone, and a broken-off upload is forgotten", async () => {
    const { batchId } = await upload("amount\n1\n2\n");
    const later = { ...ctx, at: new Date(Date.now() + 120_000) };
    await database.owner`delete from pgboss.job where name = 'batch'`;
    expect(await findStrandedBatches(later)).toBe(1);
    const [job] =
      await database.owner`select data from pgboss.job where name = 'batch' and state = 'created'`;
    expect(job?.["data"]).toEqual({ workspaceId: ctx.workspaceId, batchId });
    await database.owner`update decision_batches set status = 'receiving' where id = ${batchId}`;
    await findStrandedBatches({ ...ctx, at: new Date(Date.now() + 3_600_000) });
    expect(await database.owner`select 1 from decision_batches where id = ${batchId}`).toHaveLength(0);
  });

  it("stops when it is paused, goes on when it is resumed, and ends when it is cancelled", async () => {
    const { batchId } = await upload("amount\n1\n2\n3\n4\n5\n");
    await performBatch(ctx, { batchId, most: 2 });
    expect(await pauseBatch(ctx, { batchId })).toMatchObject({
      status: "paused",
      counts: { decided: 2, pending: 3 },
    });
    expect(await performBatch(ctx, { batchId })).toEqual({ isLeft: false });
    await expect(pauseBatch(ctx, { batchId })).rejects.toMatchObject({ code: "conflict" });
    expect((await resumeBatch(ctx, { batchId })).status).toBe("running");
    await performBatch(ctx, { batchId, most: 1 });
    const ended = await cancelBatch(ctx, { batchId });
    expect(ended).toMatchObject({ status: "cancelled", counts: { decided: 3, cancelled: 2, pending: 0 } });
    await expect(cancelBatch(ctx, { batchId })).rejects.toMatchObject({ code: "conflict" });
    await expect(resumeBatch(ctx, { batchId })).rejects.toMatchObject({ code: "conflict" });
    await performAll(batchId);
    expect(await runsOf(batchId)).toHaveLength(3);
    const bodies =
      await database.owner`select 1 from decision_batch_rows where batch_id = ${batchId} and body is not null`;
    expect(bodies).toHaveLength(0);
  });

  it("counts a row as open until its vendor has answered", async () => {
    const { batchId } = await upload('{"input":{"number":"12345600"},"reference":"v-1"}\n', {
      workflow: "registry_check",
      format: "jsonl",
    });
    await performAll(batchId);
    expect((await getBatch(ctx, { batchId })).counts).toMatchObject({ open: 1, decided: 0 });
    const [run = ""] = await runsOf(batchId);
    const { driveRun } = await import("@/server/runs/drive");
    await driveRun({ ...ctx, at: new Date() }, { runId: run, now: () => new Date() });
    expect((await getBatch(ctx, { batchId })).counts).toMatchObject({ open: 0, decided: 1 });
    const decided = await listBatchRows(ctx, listBatchRowsInput.parse({ batchId, state: "decided" }));
    expect(decided.data).toMatchObject([{ row: 1, outcome: "approve", run }]);
  });

  it("fails a row by its party, and its neighbours not", async () => {
    const { batchId } = await upload("amount,party.id\n1,pty_none\n2,\n");
    await performAll(batchId);
    const { data } = await listBatchRows(ctx, listBatchRowsInput.parse({ batchId }));
    expect(data).toMatchObject([
      { row: 2, state: "failed", errors: [{ path: "party", code: "not_found" }] },
      { row: 3, state: "decided" },
    ]);
  });
});

describe("an upload", () => {
  const refused = (text: string, more = {}) =>
    upload(text, more).then(
      () => "taken",
      (error) => `${error.code} ${error.issues.map((issue: { code: string }) => issue.code).join(" ")}`,
    );

  it("is refused whole, with nothing kept, when it cannot be read", async () => {
    const before = await database.owner`select count(*)::int as n from decision_batches`;
    expect(await refused("")).toBe("invalid file");
    expect(await refused("amount\n")).toBe("invalid no_rows");
    expect(await refused("amount,colour\n1,red\n")).toBe("invalid unknown_column");
    expect(await refused("note\nx\n")).toBe("invalid required");
    expect(await refused('amount\n1\n"2\n')).toBe("invalid file");
    expect(await refused("", { bytes: badBytes() })).toBe("invalid file");
    expect(await refused("amount\n1\n", { workflow: "nothing" })).toBe("not_found not_found");
    expect(await database.owner`select count(*)::int as n from decision_batches`).toEqual(before);
    const orphans = await database.owner`
      select 1 from decision_batch_rows r left join decision_batches b on b.id = r.batch_id where b.id is null`;
    expect(orphans).toHaveLength(0);
  });

  async function* badBytes() {
    yield Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a]);
  }

  it("reads the columns that were chosen, and no others", async () => {
    const { batchId } = await upload("Sum;Colour;Who\n12;red;Ada\n", {
      columns: [
        { column: "Sum", path: "input.amount", type: "number" },
        { column: "Who", path: "party.name", type: "text" },
      ],
    });
    await performAll(batchId);
    const [run = ""] = await runsOf(batchId);
    const [party] = await database.owner`
      select name from parties p join runs r on r.party_id = p.id where r.id = ${run}`;
    expect(party?.["name"]).toBe("Ada");
    expect((await getBatch(ctx, { batchId })).counts.decided).toBe(1);
  });

  it("with a key that came before finds its batch, and another file is refused", async () => {
    const first = await upload("amount\n1\n", { uploadKey: "same" });
    expect(await upload("amount\n1\n", { uploadKey: "same" })).toEqual({ ...first, replayed: true });
    await expect(upload("amount\n2\n", { uploadKey: "same" })).rejects.toMatchObject({ code: "conflict" });
    const other = await joinAs(ctx, "risk_manager");
    const theirs = await createBatch(other, {
      ...{ workflow: "orders", format: "csv", name: "", uploadKey: "same", bytes: pieces("amount\n1\n") },
    });
    expect(theirs.batchId).not.toBe(first.batchId);
  });

  it("that is too large is given up while it comes, and nothing of it is kept", async () => {
    let sent = 0;
    const long = `${"x".repeat(60_000)}\n`;
    const piece = Buffer.from(`1,${long}`.repeat(17));
    async function* endless() {
      yield Buffer.from("amount,note\n");
      for (;;) {
        sent++;
        yield piece;
      }
    }
    expect(await refused("", { bytes: endless() })).toBe("invalid too_large");
    expect(sent).toBeLessThan(53);
    sent = 0;
    expect(await refused("", { format: "jsonl", bytes: endless() })).toBe("invalid too_large");
    expect(sent).toBeLessThan(53);
    const lineEnds = (async function* () {
      yield Buffer.from("amount\n1\n");
      for (;;) yield Buffer.alloc(1024 * 1024, "\n");
    })();
    expect(await refused("", { bytes: lineEnds })).toBe("invalid file");
    const kept = await database.owner`select 1 from decision_batches where status = 'receiving'`;
    expect(kept).toHaveLength(0);
  });

  it("of twenty thousand rows is never held whole", async () => {
    let sent = 0;
    async function* many() {
      yield Buffer.from("reference,amount\n");
      for (let i = 0; i < 200; i++) {
        sent++;
        yield Buffer.from(Array.from({ length: 100 }, (_, j) => `m-${i * 100 + j},7\n`).join(""));
        if (i === 100) {
          const [row] =
            await database.owner`select count(*)::int as n from decision_batch_rows where reference like 'm-%'`;
          expect(row?.["n"]).toBeGreaterThan(7_000);
        }
      }
    }
    const { batchId } = await upload("", { bytes: many() });
    expect(sent).toBe(200);
    expect((await getBatch(ctx, { batchId })).counts).toMatchObject({ rows: 20_000, pending: 20_000 });
    await cancelBatch(ctx, { batchId });
  });
});

describe("the list of batches", () => {
  it("is the newest first, page by page, and knows nothing of another workspace", async () => {
    const all = await listBatches(ctx, listBatchesInput.parse({}));
    const first = await listBatches(ctx, listBatchesInput.parse({ limit: 2 }));
    const second = await listBatches(
      ctx,
      listBatchesInput.parse({ limit: 2, cursor: first.nextCursor ?? "" }),
    );
    expect([...first.data, ...second.data]).toEqual(all.data.slice(0, 4));
    const other = await database.workspace();
    expect((await listBatches(other, listBatchesInput.parse({}))).data).toEqual([]);
    const batchId = all.data[0]?.id ?? "";
    await expect(getBatch(other, { batchId })).rejects.toMatchObject({ code: "not_found" });
    await expect(cancelBatch(other, { batchId })).rejects.toMatchObject({ code: "not_found" });
    await expect(batchResults(other, { batchId, format: "csv" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
