import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workflowVersions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { decide } from "@/server/decisions/decide";
import { createDecisionInput } from "@/server/decisions/schema";
import { fold } from "@/server/engine/interpreter";
import { compilePlan } from "@/server/engine/plan";
import { addEntry } from "@/server/lists/add-entry";
import { createList } from "@/server/lists/create";
import { addEntryInput, createListInput } from "@/server/lists/schema";
import { withdrawEntry } from "@/server/lists/withdraw-entry";
import { getRunJournal } from "@/server/runs/get-journal";
import { mirrorRun } from "@/server/runs/shadow/mirror";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { publishWorkflow } from "@/server/workflows/publish";
import { type WorkflowDocumentInput, workflowDocument } from "@/server/workflows/schema";
import { nodeCatalogue } from "./catalogue";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = { ...(await database.workspace()), at: new Date() };
});
afterAll(() => database.close());
stopJobsAfterAll();

/** Declines who is on the list, or whose owner is. */
const asking = (key: string, listKey = "blocked"): WorkflowDocumentInput => ({
  ...smallDocument(
    key,
    {
      start: {
        type: "decision_start",
        config: {
          fields: [
            { path: "input.email", title: "E-mail", type: "text" },
            { path: "input.owners", title: "Owners" },
          ],
        },
      },
      judge: { type: "rules", config: { ruleSet: "judge" } },
      way: { type: "branch", config: { by: "outcome" } },
      yes: { type: "end", config: { outcome: "approve" } },
      no: { type: "end", config: { outcome: "decline" } },
      human: { type: "end", config: { outcome: "review" } },
    },
    {
      ...{ "start.next": "judge", "judge.next": "way", "way.approve": "yes", "way.decline": "no" },
      ...{ "way.review": "human", "way.none": "human" },
    },
  ),
  rules: {
    judge: {
      title: "Judge",
      otherwise: "approve",
      rules: [
        {
          ...{ code: "R01", title: "Blocked", outcome: "decline", reasonCode: "NO_ANSWER" },
          when: { id: "a", op: "in_list", left: { field: "input.email" }, listKey },
        },
        {
          ...{ code: "R02", title: "An owner is blocked", outcome: "decline", reasonCode: "NO_ANSWER" },
          when: {
            ...{ id: "b", op: "some", list: "input.owners" },
            where: { id: "c", op: "in_list", left: { field: "item.email" }, listKey },
          },
        },
      ],
    },
  },
});

const decided = async (workflow: string, input: object, at = new Date()) => {
  const answer = await decide({ ...ctx, at }, createDecisionInput.parse({ workflow, input, explain: true }), {
    now: () => new Date(),
  });
  if (answer.status !== "decided") throw new Error(`it is ${answer.status}`);
  return answer;
};

describe("a rule that names a list", () => {
  it("decides by what stands on it, in the same request, for the value and for elements", async () => {
    await createList(ctx, createListInput.parse({ key: "blocked", title: "Blocked", kind: "email" }));
    const { entryId } = await addEntry(
      ctx,
      addEntryInput.parse({ key: "blocked", value: "@spam.example", reason: "spam" }),
    );
    await publishedWorkflow(ctx, asking("asks_lists"));
    expect((await decided("asks_lists", { email: "jane@example.com", owners: [] })).outcome).toBe("approve");
    expect((await decided("asks_lists", { email: "x@mail.spam.example" })).outcome).toBe("decline");
    const owner = await decided("asks_lists", {
      email: "jane@example.com",
      owners: [{ email: "john@example.com" }, { email: "x@spam.example" }],
    });
    expect(owner.outcome).toBe("decline");

    // Its journal holds the answers: whatever becomes of the list, it replays to the same end.
    await withdrawEntry({ ...ctx, at: new Date() }, { key: "blocked", entryId, reason: "mistaken" });
    const { events, stored } = await getRunJournal(ctx, { runId: owner.run, limit: 100 });
    const plan = compilePlan(workflowDocument.parse(asking("asks_lists")), nodeCatalogue);
    const state = fold(
      plan,
      events.map(({ event }) => event),
    );
    expect(state).toEqual(stored);
    expect(state.decision?.outcome).toBe("decline");
    const trace = (state.data.nodes["judge"] as { trace?: { entries?: object } }).trace;
    expect(trace?.entries).toEqual({ 1: [entryId] });
    expect(state.data.lists).toBeUndefined();
    expect((await decided("asks_lists", { email: "x@spam.example" })).outcome).toBe("approve");
  });

  it("does not hold where there is no value, or one of another kind", async () => {
    const nobody = await decided("asks_lists", {});
    expect(nobody.outcome).toBe("approve");
    expect((await decided("asks_lists", { email: "no address" })).outcome).toBe("approve");
  });

  it("stops at a person where the list is missing, never deciding without it", async () => {
    await publishedWorkflow(ctx, asking("asks_missing", "nowhere"));
    const answer = await decide(
      { ...ctx, at: new Date() },
      createDecisionInput.parse({ workflow: "asks_missing", input: { email: "a@b.example" } }),
      { now: () => new Date() },
    );
    expect(answer.status).toBe("pending");
    const [row] = await database.owner`select status from runs where id = ${answer.run}`;
    expect(row?.["status"]).toBe("attention");
  });

  it("is refused at publishing where the list is missing, or holds something else", async () => {
    await expect(
      publishWorkflow(ctx, { document: asking("asks_misspelt", "bloked"), note: "x" }),
    ).rejects.toMatchObject({
      issues: [
        { path: "document.rules.judge.rules.0.when.listKey", message: expect.stringContaining("“blocked”") },
        { path: "document.rules.judge.rules.1.when.where.listKey" },
      ],
    });
    await createList(ctx, createListInput.parse({ key: "codes", title: "Codes", kind: "number" }));
    await expect(
      publishWorkflow(ctx, { document: asking("asks_codes", "codes"), note: "x" }),
    ).rejects.toMatchObject({
      issues: [{ code: "list_kind", message: expect.stringContaining("“Codes” is asked about a number") }],
    });
  });
});

describe("a version that runs silently beside", () => {
  it("asks lists that the deciding one never did, as of the same time", async () => {
    await createList(ctx, createListInput.parse({ key: "watched", title: "Watched", kind: "email" }));
    const at = new Date();
    const { entryId } = await addEntry(
      { ...ctx, at },
      addEntryInput.parse({ key: "watched", value: "x@spam.example", reason: "spam" }),
    );
    const live = asking("beside", "watched");
    live.rules = { judge: { title: "Judge", otherwise: "approve", rules: [] } };
    const { workflowId } = await publishedWorkflow(ctx, live);
    const { run, outcome } = await decided("beside", { email: "x@spam.example" });
    expect(outcome).toBe("approve");
    await inTransaction(ctx, (tx) =>
      tx.insert(workflowVersions).values({
        ...{ workspaceId: ctx.workspaceId, workflowId, version: 2, editor: {}, hash: "other", note: "asks" },
        document: workflowDocument.parse(asking("beside", "watched")),
        ...{ publishedBy: "mem_test", publishedAt: at },
      }),
    );
    // Taken off since: what counts is how it stood when the run decided.
    const now = { ...ctx, at: new Date() };
    await withdrawEntry(now, { key: "watched", entryId, reason: "mistaken" });
    expect(await mirrorRun(now, { runId: run, version: 2 })).toBe("compared");
    const [row] =
      await database.owner`select outcome, live_outcome from shadow_results where live_run_id = ${run}`;
    expect(row).toEqual({ outcome: "decline", live_outcome: "approve" });
  });
});

describe("a plan", () => {
  it("keeps a step pure that names no list, and asks once for all values of one that does", () => {
    const kinds = (document: WorkflowDocumentInput) =>
      compilePlan(workflowDocument.parse(document), nodeCatalogue).nodes.get("judge")?.work.kind;
    expect(kinds(asking("a"))).toBe("effect");
    const without = asking("b");
    without.rules = { judge: { title: "Judge", otherwise: "approve", rules: [] } };
    expect(kinds(without)).toBe("pure");
  });
});
