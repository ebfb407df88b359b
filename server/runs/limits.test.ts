import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inWorkspace } from "@/db/client";
import { cases, runs } from "@/db/schema";
import { verifyAudit } from "@/server/audit/verify";
import type { Context } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { plugins } from "@/server/plugins/plugins";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { registryDocument, smallDocument, unwiredDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import type { LiveVersion } from "@/server/workflows/live-version";
import { advanceRun } from "./advance";
import { cancelRun } from "./cancel";
import { driveRun } from "./drive";
import { findStranded } from "./find-stranded";
import { fireTimer } from "./fire-timer";
import { resolveIncident } from "./resolve";
import { retryRun } from "./retry";
import { seeToChild } from "./see-to-child";
import { sendSignal } from "./send-signal";
import { startRuns } from "./start";

/** No door of a run lets in what it may not hold: 1 MiB at once as it is, the number of events lowered. */

let database: TestDatabase;
let ctx: Context;

const MIB = 1024 * 1024;
const long = "x".repeat(MIB);
const start = { type: "decision_start" };
const approved = { type: "end", config: { outcome: "approve" } };
const hold = (name = "go") => ({ type: "wait", config: { for: "signal", name } });
const field = (path: string) => ({ field: path });
const sub = (workflow: string, input = {}) => ({ type: "sub_workflow", config: { workflow, input } });

let round: LiveVersion;
let registry: LiveVersion;
let unwired: LiveVersion;
let parent: LiveVersion;
let growing: LiveVersion;
let heavy: LiveVersion;

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]')`;
  const publish = (document: Parameters<typeof publishedWorkflow>[1]) => publishedWorkflow(ctx, document);
  round = await publish(
    smallDocument("round", { start, hold: hold() }, { "start.next": "hold", "hold.received": "hold" }),
  );
  registry = await publish(registryDocument());
  unwired = await publish(unwiredDocument({ attempts: 5 }));
  const twice = { a: field("nodes.hold.payload.text"), b: field("nodes.hold.payload.text") };
  await publish(
    smallDocument(
      "telling",
      {
        start: { type: "sub_workflow_start" },
        hold: hold(),
        end: { type: "end", config: { outcome: "approve", outputs: twice } },
      },
      { "start.next": "hold", "hold.received": "end" },
    ),
  );
  const parentOf = (key: string, input = {}) =>
    smallDocument(
      key,
      { start, first: hold("first"), other: sub("telling", input), after: hold("after"), approved },
      {
        "start.next": "first",
        "first.received": "other",
        "other.completed": "after",
        "after.received": "approved",
      },
    );
  parent = await publish(parentOf("parent"));
  const both = { a: field("nodes.first.payload.text"), b: field("nodes.first.payload.text") };
  heavy = await publish(parentOf("heavy", both));
  growing = await publish(
    smallDocument(
      "growing",
      {
        start,
        each: { type: "for_each", config: { list: "input.list[]", concurrency: 2 } },
        hold: hold(),
        over: { type: "item_end" },
        approved,
      },
      { "start.next": "each", "each.each": "hold", "hold.received": "over", "each.done": "approved" },
    ),
  );
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

const drive = (ctx: Context, runId: string) => driveRun(ctx, { runId, now: () => ctx.at });
const childOf = async (runId: string) => {
  const [child] = await inWorkspace(ctx.db, ctx.workspaceId, (tx) =>
    tx.select().from(runs).where(eq(runs.parentRunId, runId)),
  );
  if (!child) throw new Error("the run began no other");
  return { id: child.id, key: child.parentKey ?? "" };
};
const atMost = (events: number): Context => ({ ...ctx, limits: { bytes: MIB, events } });
const typesOf = async (runId: string) =>
  (await expectSound(ctx, runId)).events.map(({ event, ignored }) => ignored ?? event.type);

describe("what is larger than 1 MiB", () => {
  const tooLarge = (path: string) => ({ code: "invalid", issues: [{ path, code: "too_large" }] });

  it("begins no run, alone or among others, and leaves nothing", async () => {
    const { runId } = await runFor(ctx, round, {});
    const { row, vault } = await readRun(ctx, runId);
    const small = { workflow: round, partyId: row.partyId, vault, party: { id: row.partyId }, input: {} };
    const count = async () => (await database.owner`select count(*)::int as n from runs`)[0]?.["n"];
    const before = await count();
    const large = { ...small, input: { long } };
    await expect(async () => startRuns(ctx, [small, large])).rejects.toMatchObject(tooLarge("input"));
    await expect(runFor(ctx, round, { long })).rejects.toMatchObject(tooLarge("input"));
    expect(await count()).toBe(before);
  });

  it("is no signal; sent again without what is too much it is heard under its key", async () => {
    const { runId } = await runFor(ctx, round, {});
    const signal = { runId, name: "go", key: "1" };
    const sent = sendSignal(ctx, { ...signal, payload: { long } });
    await expect(sent).rejects.toMatchObject(tooLarge("payload"));
    await expect(sent).rejects.toThrow(/1 MiB at once\. Leave out/);
    expect(await typesOf(runId)).toEqual(["started"]);
    expect((await sendSignal(ctx, { ...signal, payload: { long: "short" } })).ignored).toBeUndefined();
  });

  it("is measured as it is stored: in bytes, with all that belongs to the event", async () => {
    const { runId } = await runFor(ctx, round, {});
    const send = (text: string) => sendSignal(ctx, { runId, name: "go", key: "1", payload: { text } });
    await expect(send("ü".repeat(MIB / 2))).rejects.toMatchObject(tooLarge("payload"));
    expect((await send("x".repeat(MIB - 400))).ignored).toBeUndefined();
    await expectSound(ctx, runId);
  });

  it("is no answer of a person to an incident", async () => {
    const { runId } = await runFor(ctx, unwired, { number: "12345650" });
    await drive(ctx, runId);
    const [token] = (await readRun(ctx, runId)).state.tokens;
    const answer = (output: { [key: string]: string }) =>
      resolveIncident(ctx, {
        runId,
        tokenId: token?.id ?? "",
        answer: { action: "answer", outlet: "answered", output },
        reason: "I called them",
      });
    await expect(answer({ status: "clear", long })).rejects.toMatchObject(tooLarge("answer.output"));
    expect((await answer({ status: "clear" })).status).toBe("completed");
  });

  it("is heard as a failure when a vendor says it, at once or by a callback", async () => {
    const { check } = plugins["sandbox-registry"];
    const said: typeof check = async (...question) => {
      const answer = await check(...question);
      return "later" in answer ? answer : { ...answer, details: { ...answer.details, address: long } };
    };
    Object.assign(plugins["sandbox-registry"], { check: said });
    const { runId } = await runFor(ctx, registry, { number: "12345600" });
    try {
      await drive(ctx, runId);
    } finally {
      Object.assign(plugins["sandbox-registry"], { check });
    }
    const { events, effects, row } = await expectSound(ctx, runId);
    expect(events[1]?.event).toMatchObject({
      type: "effect_failed",
      error: { kind: "garbage", message: "The answer was too long to be kept." },
    });
    expect(effects).toMatchObject([{ status: "failed" }]);
    expect(row.standsAt).toEqual(["human"]);

    const second = await runFor(ctx, registry, { number: "12345600" });
    const key = (await readRun(ctx, second.runId)).effects[0]?.key ?? "";
    const at = ctx.at.toISOString();
    const event = { type: "effect_failed", at, key, error: { kind: "refused", message: long } } as const;
    expect((await advanceRun(ctx, { runId: second.runId, event })).ignored).toBeUndefined();
    expect((await readRun(ctx, second.runId)).events[1]?.event).toMatchObject({ error: { kind: "refused" } });
  });

  it("is no end of a sub-workflow: its parent stops at a person, who may go on without", async () => {
    const { runId } = await runFor(ctx, parent, {});
    await sendSignal(ctx, { runId, name: "first", key: "1", payload: {} });
    const child = await childOf(runId);
    await sendSignal(ctx, {
      runId: child.id,
      name: "go",
      key: "1",
      payload: { text: "x".repeat((MIB * 2) / 3) },
    });
    await seeToChild(ctx, { runId, key: child.key });
    await seeToChild(ctx, { runId, key: child.key });
    const { row, state } = await expectSound(ctx, runId);
    expect(row.attention).toBe(
      "“other” has ended, and cannot be heard: what it came to is larger than 1 MiB.",
    );
    expect((await findStranded(later(ctx, 3_600_000))).children).toBe(0);
    await resolveIncident(ctx, {
      runId,
      tokenId: state.tokens[0]?.id ?? "",
      answer: { action: "skip", outlet: "completed" },
      reason: "seen in the other run",
    });
    expect((await expectSound(ctx, runId)).row.standsAt).toEqual(["after"]);
  });

  it("begins no sub-workflow: its parent stops at a person", async () => {
    const { runId } = await runFor(ctx, heavy, {});
    const payload = { text: "x".repeat((MIB * 2) / 3) };
    const { status } = await sendSignal(ctx, { runId, name: "first", key: "1", payload });
    expect(status).toBe("attention");
    const { row, waits } = await expectSound(ctx, runId);
    expect(row.attention).toMatch(/^“other” could not begin: What the run begins with, .* is too large/);
    expect(waits.every(({ closedAt }) => closedAt)).toBe(true);
  });
});

describe("a run that has heard all it may", () => {
  const isFull = { code: "conflict", issues: [{ path: "runId", code: "run_is_full" }] };

  async function expectStopped(runId: string, events: number): Promise<void> {
    const { row, state, effects, timers, waits } = await expectSound(ctx, runId);
    expect(row.status).toBe("attention");
    expect(row.attention).toBe(
      `The run can go no further: it has heard ${events} events, the most a run may. Cancel it, and begin again if it is still needed.`,
    );
    expect(state.tokens.every(({ phase }) => phase === "incident" || phase === "items")).toBe(true);
    for (const open of [timers, waits]) expect(open.filter(({ closedAt }) => !closedAt)).toEqual([]);
    expect(effects.filter(({ status }) => /planned|started|awaiting/.test(status))).toEqual([]);
    const kinds = await database.owner`select action from audit_entries
      where subject_id = ${runId} and action = 'run.attention'`;
    expect(kinds.length).toBeGreaterThan(0);
    expect(row.seq).toBe(events + 1);
  }

  /** Nothing brings it any further but the cancel, which is its last event. */
  async function expectShut(limited: Context, runId: string): Promise<void> {
    const { row, state } = await readRun(ctx, runId);
    const token = state.tokens.find(({ incident }) => incident);
    const tokenId = token?.id ?? "";
    const outlet = token?.incident?.outlets[0] ?? "";
    for (const answer of [{ action: "retry" as const }, { action: "skip" as const, outlet }])
      await expect(
        resolveIncident(limited, { runId, tokenId, answer, reason: "once more" }),
      ).rejects.toMatchObject(isFull);
    await expect(retryRun(limited, { runId, reason: "once more" })).rejects.toMatchObject(isFull);
    expect((await readRun(ctx, runId)).row.seq).toBe(row.seq);
    await cancelRun(limited, { runId, reason: "it is full" });
    const after = await expectSound(ctx, runId);
    expect(after.row).toMatchObject({ status: "cancelled", attention: null, seq: row.seq + 1 });
  }

  it("by answers and back-offs of vendors stops at a person; late answers are not even kept", async () => {
    const limited = atMost(6);
    const { runId } = await runFor(limited, unwired, { number: "12345630" });
    const stranded = async () => findStranded(later(ctx, 3_600_000));
    for (let told = 0; told < 2; told++) {
      await drive(limited, runId);
      const open = (await readRun(ctx, runId)).timers.find(({ closedAt }) => !closedAt);
      if (open) await fireTimer({ ...limited, at: open.fireAt }, { runId, key: open.key });
    }
    expect(await typesOf(runId)).toEqual([
      "started",
      "effect_failed",
      "timer_fired",
      "effect_failed",
      "stopped",
    ]);
    await expectStopped(runId, 4);
    const { effects, timers } = await readRun(ctx, runId);
    await drive(limited, runId);
    for (const { key } of timers) expect(await fireTimer(limited, { runId, key })).toBeUndefined();
    const at = ctx.at.toISOString();
    for (const { key } of effects) {
      const event = { type: "effect_succeeded", at, key, output: {} } as const;
      expect((await advanceRun(limited, { runId, event })).ignored).toBe("late");
    }
    expect(await stranded()).toMatchObject({ runs: 0, timers: 0 });
    await expectStopped(runId, 4);
    await expectShut(limited, runId);
  });

  it("while a vendor is asked gives the question up, and its answer costs the neighbours nothing", async () => {
    const limited = atMost(4);
    const busy = await Promise.all([1, 2, 3].map(() => runFor(ctx, registry, { number: "12345600" })));
    // Begun with its question open, and full by a copy of an answer that nobody waits for.
    const { runId } = await runFor(limited, registry, { number: "12345600" });
    const event = {
      type: "effect_succeeded",
      at: ctx.at.toISOString(),
      key: `${runId}:no`,
      output: {},
    } as const;
    const { check } = plugins["sandbox-registry"];
    let told = false;
    Object.assign(plugins["sandbox-registry"], {
      check: async (...question: Parameters<typeof check>) => {
        if (!told && question[4].idempotencyKey.startsWith(runId)) {
          told = true;
          expect((await advanceRun(limited, { runId, event })).status).toBe("attention");
        }
        return check(...question);
      },
    });
    try {
      await Promise.all([runId, ...busy.map((one) => one.runId)].map((id) => drive(limited, id)));
    } finally {
      Object.assign(plugins["sandbox-registry"], { check });
    }
    await expectStopped(runId, 2);
    for (const one of busy) expect((await readRun(ctx, one.runId)).row.status).toBe("completed");
  });

  it("by signals ends its waits in the transaction of the last one, which is heard", async () => {
    const limited = atMost(5);
    const { runId } = await runFor(limited, round, {});
    const send = (key: string) => sendSignal(limited, { runId, name: "go", key, payload: {} });
    expect((await send("1")).status).toBe("waiting");
    expect((await send("2")).status).toBe("attention");
    await expectStopped(runId, 3);
    expect((await send("2")).ignored).toBe("repeated");
    await expect(send("3")).rejects.toMatchObject({ code: "conflict" });
    await expectShut(limited, runId);
  });

  it("takes its case back, and tells nobody else", async () => {
    const limited = atMost(4);
    const { runId } = await runFor(limited, registry, { number: "12345650" });
    await drive(limited, runId);
    await expectStopped(runId, 2);
    const opened = await inWorkspace(ctx.db, ctx.workspaceId, (tx) =>
      tx.select({ status: cases.status }).from(cases).where(eq(cases.runId, runId)),
    );
    expect(opened).toEqual([{ status: "cancelled" }]);
  });

  it("in every line stops in every line, and begins no further element", async () => {
    const limited = atMost(5);
    const { runId } = await runFor(limited, growing, { list: [1, 2, 3, 4, 5] });
    for (const key of ["1", "2"]) await sendSignal(limited, { runId, name: "go", key, payload: {} });
    await expectStopped(runId, 3);
    expect((await readRun(ctx, runId)).state.tokens.filter(({ incident }) => incident)).toHaveLength(2);
    await expectShut(limited, runId);
  });

  it("ends the sub-workflow it waits for; one that is full itself is waited for until it is cancelled", async () => {
    const limited = atMost(4);
    const { runId } = await runFor(limited, parent, {});
    await sendSignal(limited, { runId, name: "first", key: "1", payload: {} });
    await expectStopped(runId, 2);
    const none =
      await database.owner`select 1 from runs where parent_run_id = ${runId} and status <> 'cancelled'`;
    expect(none).toEqual([]);

    const other = await runFor(ctx, parent, {});
    await sendSignal(ctx, { runId: other.runId, name: "first", key: "1", payload: {} });
    const child = await childOf(other.runId);
    const full = await advanceRun(atMost(4), {
      runId: child.id,
      event: { type: "timer_fired", at: ctx.at.toISOString(), key: "none" },
    });
    expect(full.status).toBe("attention");
    await seeToChild(ctx, { runId: other.runId, key: child.key });
    expect((await expectSound(ctx, other.runId)).row.status).toBe("waiting");
    await cancelRun(atMost(4), { runId: child.id, reason: "it is full" });
    await seeToChild(ctx, { runId: other.runId, key: child.key });
    expect((await expectSound(ctx, other.runId)).row.attention).toMatch(/ended in “Cancelled”/);
  });

  it("by the end of a sub-workflow stops behind it", async () => {
    const limited = atMost(5);
    const { runId } = await runFor(limited, parent, {});
    await sendSignal(limited, { runId, name: "first", key: "1", payload: {} });
    const child = await childOf(runId);
    await sendSignal(ctx, { runId: child.id, name: "go", key: "1", payload: {} });
    await seeToChild(limited, { runId, key: child.key });
    expect(await typesOf(runId)).toEqual(["started", "signal_received", "child_ended", "stopped"]);
    await expectStopped(runId, 3);
  });

  it("and ended at that is over like any other; copies of answers no longer make its journal longer", async () => {
    const limited = atMost(5);
    const { runId } = await runFor(limited, registry, { number: "12345600" });
    await drive(limited, runId);
    const key = (await readRun(ctx, runId)).effects[0]?.key ?? "";
    const event = { type: "effect_succeeded", at: ctx.at.toISOString(), key, output: {} } as const;
    for (let i = 0; i < 4; i++) expect((await advanceRun(limited, { runId, event })).ignored).toBeDefined();
    const { row } = await expectSound(ctx, runId);
    expect(row).toMatchObject({ status: "completed", seq: 3 });
    await expect(cancelRun(limited, { runId, reason: "over" })).rejects.toThrow(/ended already/);
  });
});

it("the record of all of it verifies", async () => {
  expect((await verifyAudit(ctx)).findings).toEqual([]);
});
