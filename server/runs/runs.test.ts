import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyAudit } from "@/server/audit/verify";
import type { Context } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { registryDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "@/server/testing/runs";
import type { LiveVersion } from "@/server/workflows/live-version";
import { driveRun } from "./drive";

let database: TestDatabase;
let ctx: Context;
let registry: LiveVersion;
const now = () => new Date();

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await sandboxConnections(ctx);
  registry = await publishedWorkflow(ctx, registryDocument());
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

describe("a run", () => {
  it("asks the vendor and decides", async () => {
    const run = await runFor(ctx, registry, { number: "12345600" });
    expect(run.status).toBe("running");
    await driveRun(ctx, { runId: run.runId, now });
    const [decision] = await database.owner`select * from decisions where run_id = ${run.runId}`;
    expect(decision).toMatchObject({ outcome: "approve", outcome_kind: "positive", decided_by: ["system"] });
    expect((await verifyAudit(ctx)).findings).toEqual([]);
  });
});
