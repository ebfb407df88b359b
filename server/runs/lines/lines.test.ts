import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/server/context";
import type { JsonObject } from "@/server/engine/state";
import { jobs } from "@/server/platform/jobs";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, settleProcess } from "@/server/testing/runs";
import { readRun } from "@/server/testing/sound";
import type { LiveVersion } from "@/server/workflows/live-version";
import { getRun } from "../get";
import { seeToChild } from "../see-to-child";
import { sendSignal } from "../send-signal";
import { elementNoun } from "./policy";

let database: TestDatabase;
let ctx: Context;
let parent: LiveVersion;

const wait = (name: string) => ({ type: "wait", config: { for: "signal", name } });
const field = (path: string) => ({ field: path });

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await publishedWorkflow(
    ctx,
    smallDocument(
      "look",
      {
        start: { type: "sub_workflow_start" },
        hold: wait("looked"),
        approved: { type: "end", config: { outcome: "approve" } },
      },
      { "start.next": "hold", "hold.received": "approved" },
    ),
  );
  parent = await publishedWorkflow(
    ctx,
    smallDocument(
      "parent",
      {
        start: { type: "decision_start" },
        owners: { type: "for_each", config: { list: "input.owners[]", concurrency: 2 } },
        ways: {
          type: "split",
          config: {
            branches: [
              { key: "papers", title: "Papers" },
              { key: "talk", title: "Talk" },
            ],
          },
        },
        papers: { type: "sub_workflow", config: { workflow: "look", version: "live" } },
        talk: wait("talked"),
        met: { type: "join", config: { split: "ways", mode: "first" } },
        over: { type: "item_end", config: { result: "seen", output: { name: field("item.name") } } },
        approved: { type: "end", config: { outcome: "approve" } },
      },
      {
        "start.next": "owners",
        "owners.each": "ways",
        "ways.papers": "papers",
        "ways.talk": "talk",
        "papers.completed": "met",
        "talk.received": "met",
        "met.joined": "over",
        "owners.done": "approved",
      },
    ),
  );
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

const begin = async (input: JsonObject) => (await runFor(ctx, parent, input)).runId;
/** Ends a child's wait, and lets its parent hear of its end as the worker does. */
const look = async (childId: string) => {
  await sendSignal(ctx, { runId: childId, name: "looked", key: childId, payload: {} });
  const { parentRunId, parentKey } = (await readRun(ctx, childId)).row;
  await seeToChild(ctx, { runId: parentRunId ?? "", key: parentKey ?? "" });
};
const linesOf = async (runId: string) => {
  const { lines } = await getRun(ctx, { runId });
  return lines.map(({ title, state, result }) => `${title}: ${result ?? state}`);
};

describe("the lines of a run", () => {
  it("names branches and elements, while they are under way and when they are over", async () => {
    const runId = await begin({
      owners: [{ name: "Jane Roe" }, { firstName: "Karl", lastName: "Pep" }, { share: 3 }],
    });
    // Two at once: the third has not begun.
    expect(await linesOf(runId)).toEqual([
      "Owner 1 · Jane Roe: under_way",
      "Papers: under_way",
      "Talk: under_way",
      "Owner 2 · Karl Pep: under_way",
      "Papers: under_way",
      "Talk: under_way",
    ]);
    const before = await getRun(ctx, { runId });
    expect(before.path.find(({ node }) => node === "owners")?.items).toEqual({
      total: 3,
      done: 0,
      failed: 0,
    });

    for (const { id } of before.children) await look(id);
    const after = await getRun(ctx, { runId });
    const [third] = after.children.filter(({ status }) => status !== "completed");
    expect(
      after.lines.filter(({ kind }) => kind === "element").map(({ title, state }) => [title, state]),
    ).toEqual([
      ["Owner 1 · Jane Roe", "done"],
      ["Owner 2 · Karl Pep", "done"],
      // One without a name is still told from the others.
      ["Owner 3", "under_way"],
    ]);
    // The join took the first that came: the other branch was not waited for.
    expect(
      after.lines.filter(({ parent }) => parent?.endsWith(".0")).map(({ title, state }) => [title, state]),
    ).toEqual([
      ["Papers", "done"],
      ["Talk", "ended"],
    ]);
    await look(third?.id ?? "");
    const { path, status, lines } = await getRun(ctx, { runId });
    expect(status).toBe("completed");
    expect(path.find(({ node }) => node === "owners")?.items).toEqual({ total: 3, done: 3, failed: 0 });
    expect(lines.filter(({ kind }) => kind === "element").map(({ result }) => result)).toEqual([
      "seen",
      "seen",
      "seen",
    ]);
    expect(lines[0]?.title).toBe("Owner 1 · Jane Roe");
  });

  it("leads from a run to those it began and back, with what came of each", async () => {
    const runId = await begin({ owners: [{ name: "Ann" }] });
    const [child] = (await getRun(ctx, { runId })).children;
    expect(child).toMatchObject({
      ...{ title: "look", version: 1, status: "waiting", outcome: null },
      ...{ node: "papers", visit: 1, frame: "owners.1.1.0/ways.1.1.papers" },
    });
    const seen = await getRun(ctx, { runId: child?.id ?? "" });
    expect(seen.ancestors).toEqual([
      { id: runId, title: "parent", version: 1, status: expect.any(String), outcome: null },
    ]);
    await look(seen.id);
    const after = await getRun(ctx, { runId });
    expect(after.children).toMatchObject([{ status: "completed", outcome: { title: "Approve" } }]);
    expect((await getRun(ctx, { runId: seen.id })).ancestors).toMatchObject([
      { status: "completed", outcome: { title: "Approve" } },
    ]);
    expect((await readRun(ctx, runId)).row.status).toBe("completed");
  });

  it("shows nobody another workspace's family", async () => {
    const runId = await begin({ owners: [{ name: "Ann" }] });
    const other = await database.workspace();
    await expect(getRun(other, { runId })).rejects.toThrow("does not exist");
  });

  it.each([
    ["forms.owners.owners[]", "owner"],
    ["input.beneficialOwners[]", "beneficial owner"],
    ["input.companies[]", "company"],
    ["item.bank_addresses[]", "bank address"],
    ["input.staff[]", "staff"],
  ])("calls one of %s %s", (list, noun) => expect(elementNoun(list)).toBe(noun));
});
