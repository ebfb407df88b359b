import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Context, inTransaction } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { registryDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "@/server/testing/runs";
import { sealAudit } from "./seal";
import { verifyAudit } from "./verify";

let database: TestDatabase;
let ctx: Context;

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await sandboxConnections(ctx);
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

it("a record that is being written and sealed meanwhile verifies, again and again", async () => {
  const workflow = await publishedWorkflow(ctx, registryDocument());
  const file = join(await mkdtemp(join(tmpdir(), "seals-")), "seals.jsonl");
  const end = { reached: false };
  const writing = (async () => {
    for (let i = 0; !end.reached; i++) {
      await inTransaction(later(ctx, i), (_, ctx) => runFor(ctx, workflow, { number: "12345600" }));
      await sealAudit(later(ctx, i), file);
    }
  })();
  const findings = [];
  let entries = 0;
  // However fast the writer is beside it: often, and over a record that grows.
  for (let i = 0; i < 40 || entries <= 40; i++) {
    const verified = await verifyAudit(ctx, file);
    findings.push(...verified.findings);
    entries = verified.entries ?? 0;
  }
  end.reached = true;
  await writing;
  expect(findings).toEqual([]);
});
