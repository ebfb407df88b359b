import { afterAll, beforeAll, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { queueUses } from "./queue-uses";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace("sandbox");
});
afterAll(() => database.close());
stopJobsAfterAll();

const sending = (key: string, queue: string) =>
  smallDocument(
    key,
    {
      start: { type: "decision_start" },
      human: { type: "review", config: { queue } },
      done: { type: "end", config: { outcome: "approve" } },
    },
    {
      "start.next": "human",
      "human.approved": "done",
      "human.declined": "done",
      "human.sent_back": "human",
    },
  );

test("names what is live and drafts, by the places that name the queue, and nobody else's", async () => {
  const { workflowId } = await publishedWorkflow(ctx, sending("sends", "edd"));
  await publishedWorkflow(ctx, sending("sends_elsewhere", "other"));
  const draft = sending("sends", "edd");
  await database.owner`insert into workflow_drafts (workspace_id, workflow_id, document, editor, revision, saved_at)
    values (${ctx.workspaceId}, ${workflowId}, ${database.owner.json(draft as never)}, '{}', 1, now())`;
  const use = { workflowId, title: "sends", places: [expect.stringMatching(/^“.+”: Queue$/)] };
  expect(await queueUses(ctx, { key: "edd" })).toEqual([
    { ...use, version: 1 },
    { ...use, version: null },
  ]);
  expect(await queueUses(ctx, { key: "nobody" })).toEqual([]);
  expect(await queueUses(await database.workspace(), { key: "edd" })).toEqual([]);
  await database.owner`update workflows set live_version = null where id = ${workflowId}`;
  expect(await queueUses(ctx, { key: "edd" })).toEqual([{ ...use, version: null }]);
  await database.owner`update workflows set archived_at = now() where id = ${workflowId}`;
  expect(await queueUses(ctx, { key: "edd" })).toEqual([]);
});
