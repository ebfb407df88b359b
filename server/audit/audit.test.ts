import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Context, inTransaction } from "@/server/context";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { recordAudit } from "./record";
import { sealAudit } from "./seal";
import { verifyAudit } from "./verify";

let database: TestDatabase;
let ctx: Context;
let file: string;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const write = (ctx: Context, subject: string, note: string) =>
  inTransaction(ctx, (tx, ctx) =>
    recordAudit(tx, ctx, { subject: { kind: "case", id: subject }, action: "case.noted", facts: { note } }),
  );

/** As an attacker with the owner's rights: triggers off, then the statement. */
const tamper = (statement: string) =>
  database.owner.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql.unsafe(statement.replaceAll("$ws", `'${ctx.workspaceId}'`));
  });

const kinds = async () => (await verifyAudit(ctx, file)).findings.map((finding) => finding.kind);

beforeEach(async () => {
  ctx = await database.workspace();
  file = join(await mkdtemp(join(tmpdir(), "seals-")), "seals.jsonl");
  for (let i = 0; i < 4; i++) await write(later(ctx, i), "case_a", `a${i}`);
  await sealAudit(ctx, file);
  for (let i = 0; i < 4; i++) await write(later(ctx, 10 + i), "case_b", `b${i}`);
  await sealAudit(later(ctx, 100), file);
});

describe("the audit chain", () => {
  it("verifies when nobody touched it", async () => {
    expect(await verifyAudit(ctx, file)).toEqual({ entries: 8, seals: 2, findings: [] });
  });

  it("finds an edited entry", async () => {
    await tamper(
      `update audit_entries set facts = '{"note":"nothing"}' where workspace_id = $ws and subject_id = 'case_a' and seq = 2`,
    );
    expect(await kinds()).toContain("edited");
  });

  it("finds an edited entry whose hash was made to fit", async () => {
    await tamper(
      `update audit_entries set hash = repeat('0', 64) where workspace_id = $ws and subject_id = 'case_b' and seq = 4`,
    );
    expect(await kinds()).toContain("edited");
  });

  it("finds a deleted entry", async () => {
    await tamper(`delete from audit_entries where workspace_id = $ws and subject_id = 'case_a' and seq = 2`);
    expect(await kinds()).toContain("missing");
  });

  it("finds an inserted entry", async () => {
    await tamper(`insert into audit_entries select workspace_id, 'aud_forged', subject_kind, subject_id, 5, action, actor_kind,
      actor_id, at, facts, body, party_id, hash, hash from audit_entries where workspace_id = $ws and subject_id = 'case_a' and seq = 4`);
    expect(await kinds()).toContain("edited");
  });

  it("finds two entries that changed places", async () => {
    const swap = (from: number, to: number) =>
      tamper(
        `update audit_entries set seq = ${to} where workspace_id = $ws and subject_id = 'case_a' and seq = ${from}`,
      );
    await swap(2, 99);
    await swap(3, 2);
    await swap(99, 3);
    expect(await kinds()).toEqual(expect.arrayContaining(["reordered", "edited"]));
  });

  it("finds a tail that was cut off, seal and all", async () => {
    await tamper(`delete from audit_entries where workspace_id = $ws and subject_id = 'case_b'`);
    await tamper(`delete from audit_sealed where workspace_id = $ws and seal = 2`);
    await tamper(`delete from audit_seals where workspace_id = $ws and number = 2`);
    expect(await kinds()).toEqual(["cut"]);
  });

  it("finds a tail that was cut off and written over by later work", async () => {
    await tamper(`delete from audit_entries where workspace_id = $ws and subject_id = 'case_b'`);
    await tamper(`delete from audit_sealed where workspace_id = $ws and seal = 2`);
    await tamper(`delete from audit_seals where workspace_id = $ws and number = 2`);
    for (let i = 0; i < 6; i++) await write(later(ctx, 200 + i), "case_c", `c${i}`);
    await sealAudit(later(ctx, 300), file);
    expect((await kinds()).length).toBeGreaterThan(0);
  });

  it("finds a cut of entries that leaves the seals alone", async () => {
    await tamper(`delete from audit_entries where workspace_id = $ws and subject_id = 'case_b' and seq = 4`);
    expect(await kinds()).toContain("cut");
  });

  it("finds a seal that another key signed", async () => {
    await tamper(`update audit_seals set signature = 'AAAA' where workspace_id = $ws and number = 1`);
    expect(await kinds()).toContain("signature");
  });

  it("accepts a crash between the seal's commit and its line, and writes the line at the next sealing", async () => {
    await write(later(ctx, 400), "case_d", "d");
    await sealAudit(later(ctx, 401), join(file, "..", "elsewhere.jsonl"));
    expect(await kinds()).toEqual([]);
    await sealAudit(later(ctx, 402), file);
    expect((await readFile(file, "utf8")).trim().split("\n")).toHaveLength(3);
  });

  it("keeps chains whole when many write to one subject at once", async () => {
    await Promise.all(Array.from({ length: 12 }, (_, i) => write(later(ctx, 500 + i), "case_busy", `${i}`)));
    expect(await kinds()).toEqual([]);
  });

  it("refuses change and deletion to the application itself", async () => {
    const asApp = (statement: string) =>
      database.db.transaction(async (tx) => {
        await tx.execute(`select set_config('app.workspace_id', '${ctx.workspaceId}', true)`);
        await tx.execute(statement);
      });
    for (const statement of [
      "update audit_entries set action = 'x'",
      "delete from audit_entries",
      "truncate audit_entries",
    ]) {
      await expect(asApp(statement)).rejects.toThrow();
    }
    await expect(database.owner.unsafe("delete from audit_entries")).rejects.toThrow(/never changed/);
  });
});
