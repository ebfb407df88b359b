import { afterAll, beforeAll, expect, it } from "vitest";
import type { Context } from "@/server/context";
import { inTransaction } from "@/server/context";
import { fold } from "@/server/engine/interpreter";
import type { EffectRequest } from "@/server/nodes/runner";
import { runners } from "@/server/nodes/runners";
import { jobs } from "@/server/platform/jobs";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { publishedWorkflow, runFor, settleProcess } from "@/server/testing/runs";
import { expectSound } from "@/server/testing/sound";
import type { LiveVersion } from "@/server/workflows/live-version";
import type { WorkflowDocumentInput } from "@/server/workflows/schema";
import { cancelRun } from "./cancel";
import { driveRun } from "./drive";
import { getRun } from "./get";
import { getRunJournal } from "./get-journal";
import { lockRun } from "./head";
import { MOST_BEHIND } from "./stored-state";

const LONG = MOST_BEHIND + 8;
const { notify } = runners;

let database: TestDatabase;
let ctx: Context;
let workflow: LiveVersion;

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  workflow = await publishedWorkflow(ctx, chain());
});
afterAll(async () => {
  Object.assign(runners, { notify });
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

/** One message after the other. */
function chain(): WorkflowDocumentInput {
  const names = Array.from({ length: LONG }, (_, i) => `note_${i + 1}`);
  const way = [...names, "end"];
  const at = (title: string) => ({ version: 1, title });
  return {
    format: "workflow/v1",
    key: "chain",
    title: "Chain",
    outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
    nodes: {
      start: { ...at("Start"), type: "decision_start", config: {} },
      ...Object.fromEntries(
        names.map((name) => [
          name,
          { ...at(name), type: "notify", config: { to: "applicant", subject: name, text: name } },
        ]),
      ),
      end: { ...at("End"), type: "end", config: { outcome: "approve" } },
    },
    edges: [
      { from: "start", outlet: "next", to: "note_1" },
      ...names.flatMap((from, i) => [
        { from, outlet: "sent", to: way[i + 1] ?? "end" },
        { from, outlet: "failed", to: "end" },
      ]),
    ],
    settings: { partyKind: "business", party: { name: "input.name", country: "input.country" } },
  };
}

const behindOf = async (runId: string) =>
  (await database.owner<{ behind: number }[]>`select behind from runs where id = ${runId}`)[0]?.behind;

/** Drives a run, and calls when each of its messages is about to be sent. */
async function driveAnd(runId: string, atEach: (request: EffectRequest) => Promise<void>): Promise<void> {
  Object.assign(runners, {
    notify: {
      ...notify,
      run: async (_: Context, request: EffectRequest) => {
        await atEach(request);
        return { output: { sent: true } };
      },
    },
  });
  await driveRun(ctx, { runId, now: () => ctx.at });
}

it("lags behind in a drive, never far, and whoever looks sees the run as it is", async () => {
  const { runId } = await runFor(ctx, workflow, {});
  const seen: number[] = [];
  await driveAnd(runId, async ({ node }) => {
    seen.push((await behindOf(runId)) ?? -1);
    const { incidents, standsAt, path } = await getRun(ctx, { runId });
    expect({ incidents, at: standsAt.map((one) => one.node) }).toEqual({ incidents: [], at: [node] });
    expect(path.at(-1)?.node).toBe(node);
    const { stored, events } = await getRunJournal(ctx, { runId, limit: 100 });
    const { state, compiled } = await inTransaction(ctx, (tx, ctx) => lockRun(tx, ctx, runId));
    expect(stored).toEqual(state);
    expect(
      fold(
        compiled.plan,
        events.map(({ event }) => event),
      ),
    ).toEqual(state);
    await expectSound(ctx, runId, { audit: false });
  });
  expect(seen).toHaveLength(LONG);
  expect(Math.max(...seen)).toBe(MOST_BEHIND - 1);
  expect(seen.filter((behind) => behind === 0).length).toBeGreaterThan(1);
  expect((await expectSound(ctx, runId)).row).toMatchObject({
    status: "completed",
    behind: 0,
    seq: LONG + 1,
  });
});

it("is brought up to date by whoever moves the run between two answers", async () => {
  const { runId } = await runFor(ctx, workflow, {});
  await driveAnd(runId, async ({ node }) => {
    if (node !== "note_5") return;
    expect(await behindOf(runId)).toBeGreaterThan(0);
    await cancelRun(ctx, { runId, reason: "for a test" });
    expect(await behindOf(runId)).toBe(0);
  });
  const { row, events } = await expectSound(ctx, runId);
  expect(row.status).toBe("cancelled");
  expect(events.at(-1)?.ignored).toBe("finished");
});

it("of a driver that died is replayed by the next, which asks only what was not answered", async () => {
  const { runId } = await runFor(ctx, workflow, {});
  const asked: string[] = [];
  const dies = new AbortController();
  Object.assign(runners, {
    notify: {
      ...notify,
      mayRepeat: async () => true,
      run: async (_: Context, { node }: EffectRequest) => {
        asked.push(node);
        if (node === "note_7" && !dies.signal.aborted) {
          dies.abort();
          throw dies.signal.reason;
        }
        return { output: { sent: true } };
      },
    },
  });
  await expect(driveRun(ctx, { runId, now: () => ctx.at, signal: dies.signal })).rejects.toThrow();
  expect(await behindOf(runId)).toBeGreaterThan(0);
  await expectSound(ctx, runId, { audit: false });
  await driveRun(ctx, { runId, now: () => ctx.at });
  const { row, decisions } = await expectSound(ctx, runId);
  expect(row.status).toBe("completed");
  expect(decisions).toHaveLength(1);
  expect(asked.filter((node) => node === "note_7")).toHaveLength(2);
  expect(asked).toHaveLength(LONG + 1);
});
