import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inWorkspace } from "@/db/client";
import { decisions } from "@/db/schema";
import { newId } from "@/server/platform/ids";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
});
afterAll(() => database.close());
stopJobsAfterAll();

it("a second decision of a run is refused by the database itself, whatever the code does", async () => {
  const ctx = await database.workspace();
  const workflow = await publishedWorkflow(
    ctx,
    smallDocument(
      "at_once",
      { start: { type: "decision_start" }, approved: { type: "end", config: { outcome: "approve" } } },
      { "start.next": "approved" },
    ),
  );
  const { runId } = await runFor(ctx, workflow, {});
  const refusal = await inWorkspace(ctx.db, ctx.workspaceId, async (tx) => {
    const [made] = await tx.select().from(decisions).where(eq(decisions.runId, runId));
    if (!made) throw new Error("the run has not decided");
    await tx.insert(decisions).values({ ...made, id: newId("decision", ctx.at), outcome: "decline" });
  }).catch((error: { code?: string; cause?: { code?: string } }) => error.code ?? error.cause?.code);
  expect(refusal).toBe("23505");
});
