import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createCaller } from "@/server/api/root";
import type { Actor, Context } from "@/server/context";
import { runNotify } from "@/server/nodes/notify/run";
import { jobs } from "@/server/platform/jobs";
import { as, later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { registryDocument, smallDocument, unwiredDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import { answersTogether, watchRegistry } from "@/server/testing/vendor";
import type { LiveVersion } from "@/server/workflows/live-version";
import { advanceRun } from "./advance";
import { cancelRun } from "./cancel";
import { claimEffects } from "./claim";
import { driveRun } from "./drive";
import { findStranded } from "./find-stranded";
import { fireTimer } from "./fire-timer";
import { getRun } from "./get";
import { listRuns } from "./list";
import { resolveIncident } from "./resolve";
import { signalRun } from "./signal";

let database: TestDatabase;
let ctx: Context;
let registry: LiveVersion;
let unwired: LiveVersion;
let vendor: ReturnType<typeof watchRegistry>;
let clock: Date;
const now = () => clock;

const member = (role: Extract<Actor, { kind: "member" }>["role"]): Actor => ({
  kind: "member",
  id: `mem_${role}`,
  userId: "usr_1",
  sessionId: "ses_1",
  role,
  name: "Mia",
});

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]')`;
  registry = await publishedWorkflow(ctx, registryDocument());
  unwired = await publishedWorkflow(ctx, unwiredDocument());
});
beforeEach(() => {
  clock = ctx.at;
  vendor = watchRegistry();
});
afterEach(() => vendor.restore());
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

const drive = (runId: string) => driveRun(ctx, { runId, now });
const jobsOf = (runId: string) =>
  database.owner<{ name: string; state: string; start_after: Date }[]>`
    select name, state, start_after from pgboss.job where data->>'runId' = ${runId} order by start_after`;

/** Fires every timer the run has open, at its own time. */
async function fireTimers(runId: string): Promise<void> {
  for (const { key, fireAt, closedAt } of (await readRun(ctx, runId)).timers) {
    if (closedAt) continue;
    clock = fireAt;
    await fireTimer({ ...ctx, at: fireAt }, { runId, key });
  }
}

async function untilHuman(number: string, attempts = 3): Promise<string> {
  const { runId } = await runFor(ctx, registry, { number });
  for (let attempt = 1; attempt <= attempts; attempt++) {
    await drive(runId);
    if (attempt < attempts) await fireTimers(runId);
  }
  return runId;
}

const verdict = (word: "approve" | "decline", by = "mem_analyst") => ({
  verdict: word,
  reasonCodes: [],
  by: [by],
  items: [],
});

describe("a run with a vendor", () => {
  it("plans the question with its job in one transaction, asks, and decides once", async () => {
    const run = await runFor(ctx, registry, { number: "12345600" });
    expect(run.status).toBe("running");
    expect(await jobsOf(run.runId)).toMatchObject([{ name: "drive", state: "created" }]);
    await drive(run.runId);
    const { decisions, checks, row } = await expectSound(ctx, run.runId);
    expect(decisions).toMatchObject([
      { outcome: "approve", outcomeKind: "positive", decidedBy: ["system"], reasonCodes: [] },
    ]);
    expect(checks).toMatchObject([
      { status: "clear", subject: "party", capability: "company_lookup", node: "registry", visit: 1 },
    ]);
    expect(row.finishedAt).toEqual(clock);
    expect(vendor.of(run.runId)).toEqual([{ key: `${run.runId}:registry:party:1`, attempt: 1 }]);
  });

  it("keeps nothing of the party in the clear", async () => {
    const { runId } = await runFor(ctx, registry, { number: "98765401" });
    await drive(runId);
    for (const table of ["runs", "run_events", "effects", "checks", "decisions", "audit_entries", "waits"]) {
      const rows = await database.owner.unsafe(`select t::text as text from ${table} t`);
      const told = rows.filter((row) => /98765401|Acme/.test(row["text"] as string));
      expect(told, table).toEqual([]);
    }
    const bytes = Buffer.from("98765401").toString("hex");
    const [sealed] = await database.owner`select encode(state, 'hex') as hex from runs where id = ${runId}`;
    expect(sealed?.["hex"]).not.toContain(bytes);
  });

  it("asks again after the back-off when the vendor was away, and its history shows both", async () => {
    const { runId } = await runFor(ctx, registry, { number: "12345631" });
    await drive(runId);
    const before = await expectSound(ctx, runId);
    expect(before.checks).toEqual([]);
    expect(before.timers).toMatchObject([{ closedAt: null }]);
    expect(await jobsOf(runId)).toContainEqual(expect.objectContaining({ name: "timer" }));
    await fireTimers(runId);
    await drive(runId);
    const { decisions, effects, checks, timers } = await expectSound(ctx, runId);
    expect(decisions).toMatchObject([{ outcome: "approve" }]);
    expect(effects.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, "failed"],
      [2, "succeeded"],
    ]);
    expect(checks).toHaveLength(1);
    expect(timers.every((timer) => timer.closedAt)).toBe(true);
    expect(new Set(vendor.of(runId).map(({ key }) => key)).size).toBe(1);
  });

  it.each(["12345630", "12345640", "12345650"])(
    "ends at a person, never at an approval, when the vendor fails (%s)",
    async (number) => {
      const runId = await untilHuman(number);
      const { decisions, waits, checks, row } = await expectSound(ctx, runId);
      expect(decisions).toEqual([]);
      expect(row.status).toBe("waiting");
      expect(waits).toMatchObject([{ node: "human", signal: "case_decided", closedAt: null }]);
      expect(checks).toMatchObject([{ status: "no_answer" }]);
    },
  );

  it("says what is missing instead of asking half a question", async () => {
    const { runId } = await runFor(ctx, registry, {});
    await drive(runId);
    const { checks, decisions } = await expectSound(ctx, runId);
    expect(checks).toMatchObject([{ status: "input_missing" }]);
    expect(decisions).toEqual([]);
    expect(vendor.of(runId)).toEqual([]);
  });

  it("ends at a person when the connection's credentials do not open, instead of trying for ever", async () => {
    const own = await database.workspace();
    await sandboxConnections(own);
    await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
      values (${own.workspaceId}, 'edd', 'EDD', 24, '[]')`;
    await database.owner`update connections set credentials = '\\x00' where workspace_id = ${own.workspaceId}`;
    const workflow = await publishedWorkflow(own, registryDocument());
    const { runId } = await runFor(own, workflow, { number: "12345600" });
    await driveRun(own, { runId, now });
    const { checks, decisions, row } = await expectSound(own, runId);
    expect([row.status, decisions, checks[0]?.status]).toEqual(["waiting", [], "no_answer"]);
    expect(vendor.of(runId)).toEqual([]);
  });

  it("ends at a person when the connection is gone", async () => {
    const bare = await database.workspace();
    await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
      values (${bare.workspaceId}, 'edd', 'EDD', 24, '[]')`;
    const workflow = await publishedWorkflow(bare, registryDocument());
    const { runId } = await runFor(bare, workflow, { number: "12345600" });
    await driveRun(bare, { runId, now });
    const { checks, decisions, row } = await expectSound(bare, runId);
    expect([row.status, decisions, checks[0]?.status]).toEqual(["waiting", [], "no_answer"]);
  });
});

describe("a check of several people", () => {
  const owners = (names: string[]) => ({
    ...smallDocument(
      `owners_${names.join("_").toLowerCase()}`,
      {
        start: { type: "decision_start" },
        screening: {
          type: "check",
          config: {
            connection: "screening",
            capability: "watchlist_screening",
            subjects: "input.owners[]",
            ask: { kind: { value: "person" }, name: "item.name" },
          },
        },
        human: { type: "review", config: { queue: "edd" } },
        ok: { type: "end", config: { outcome: "approve" } },
        no: { type: "end", config: { outcome: "decline" } },
      },
      {
        "start.next": "screening",
        "screening.answered": "ok",
        "screening.no_answer": "human",
        "human.approved": "ok",
        "human.declined": "no",
        "human.sent_back": "human",
      },
    ),
  });
  const screen = async (...names: string[]) => {
    const workflow = await publishedWorkflow(ctx, owners(names));
    return runFor(ctx, workflow, { owners: names.map((name) => ({ name: `Ada ${name}` })) });
  };

  it("asks about all at once, and keeps one answer each with its name", async () => {
    const { runId } = await screen("Falk", "Holm", "Pep");
    const vendor = answersTogether("sandbox-screening", 3);
    await drive(runId).finally(vendor.restore);
    const { checks, vault, decisions } = await expectSound(ctx, runId);
    const told = checks.map((check) => ({
      subject: check.subject,
      status: check.status,
      name: vault.open<{ subjectName: string }>(`checks.body:${check.id}`, check.body).subjectName,
    }));
    expect(told.sort((a, b) => (a.subject < b.subject ? -1 : 1))).toEqual([
      { subject: "input.owners[0]", status: "clear", name: "Ada Falk" },
      { subject: "input.owners[1]", status: "clear", name: "Ada Holm" },
      { subject: "input.owners[2]", status: "hit", name: "Ada Pep" },
    ]);
    expect(decisions).toHaveLength(1);
  });

  it("keeps the answers of those who were answered when one never is", async () => {
    const { runId } = await screen("Clear", "Refused");
    await drive(runId);
    const { checks, decisions, row } = await expectSound(ctx, runId);
    expect(checks.map((check) => check.status).sort()).toEqual(["clear", "no_answer"]);
    expect([row.status, decisions]).toEqual(["waiting", []]);
  });
});

describe("mail to the applicant", () => {
  const document = () => ({
    ...smallDocument(
      "mailing",
      {
        start: { type: "application_start" },
        form: { type: "collect", config: { form: "contact" } },
        tell: { type: "notify", config: { subject: "Hello {{forms.contact.name}}", text: "We begin." } },
        ok: { type: "end", config: { outcome: "approve" } },
        no: { type: "end", config: { outcome: "decline" } },
      },
      { "start.next": "form", "form.submitted": "tell", "tell.sent": "ok", "tell.failed": "no" },
    ),
    forms: {
      contact: {
        key: "contact",
        title: "Contact",
        pages: [
          {
            key: "contact",
            title: "Contact",
            schema: {
              type: "object",
              properties: { name: { type: "string" }, mail: { type: "string", "x-format": "email" } },
            },
          },
        ],
      },
    },
  });

  it("is one row with its job, sealed, however often it is performed", async () => {
    const workflow = await publishedWorkflow(ctx, document());
    const { runId } = await runFor(ctx, workflow, {});
    const waitKey = (await readRun(ctx, runId)).waits[0]?.key ?? "";
    const answers = { name: "Ada", mail: "ada@example.com" };
    await signalRun(ctx, { runId, waitKey, key: "sub_1", payload: { answers, submissionId: "sub_1" } });
    const [effect] = (await readRun(ctx, runId)).effects;
    // The mail was written and its worker died: whoever comes next finds it done.
    const { claimed } = await claimEffects(ctx, runId);
    const first = claimed[0];
    if (!first) throw new Error("nothing to perform");
    await runNotify.run(ctx, first.request, new AbortController().signal);
    await database.owner`update effects set lease_until = now() - interval '1 second' where run_id = ${runId}`;
    await drive(runId);
    const { decisions, vault } = await expectSound(ctx, runId);
    expect(decisions).toMatchObject([{ outcome: "approve" }]);
    const rows = await database.owner`select * from messages where cause_key = ${effect?.key ?? ""}`;
    expect(rows).toMatchObject([{ status: "queued", template: "notify" }]);
    expect(vault.open(`messages.body:${rows[0]?.["id"]}`, rows[0]?.["body"])).toEqual({
      to: "ada@example.com",
      subject: "Hello Ada",
      text: "We begin.",
    });
    const sends =
      await database.owner`select 1 from pgboss.job where data->>'messageId' = ${rows[0]?.["id"]}`;
    expect(sends).toHaveLength(1);
  });
});

describe("two workers at one run", () => {
  it("ask the vendor once and decide once", async () => {
    const { runId } = await runFor(ctx, registry, { number: "12345620" });
    await Promise.all([drive(runId), drive(runId), drive(runId)]);
    expect(vendor.of(runId)).toHaveLength(1);
    expect((await expectSound(ctx, runId)).decisions).toHaveLength(1);
  });

  it("leave a question alone while another's lease runs, and look again when it ends", async () => {
    const { runId } = await runFor(ctx, registry, { number: "12345600" });
    await database.owner`update effects set status = 'started', started_at = now(), lease_until = now() + interval '1 hour'
      where run_id = ${runId}`;
    await database.owner`update pgboss.job set state = 'active' where data->>'runId' = ${runId}`;
    await drive(runId);
    expect(vendor.of(runId)).toEqual([]);
    const [again] = (await jobsOf(runId)).filter((job) => job.state === "created");
    expect(again?.start_after.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  });

  it("repeat a lost question under the same key when the vendor knows it again", async () => {
    const { runId } = await runFor(ctx, registry, { number: "12345600" });
    await database.owner`update effects set status = 'started', lease_until = now() - interval '1 second' where run_id = ${runId}`;
    await drive(runId);
    expect(vendor.of(runId)).toEqual([{ key: `${runId}:registry:party:1`, attempt: 1 }]);
    expect((await expectSound(ctx, runId)).decisions).toMatchObject([{ outcome: "approve" }]);
  });

  it("never repeat it to a vendor that would charge twice: a person decides, and the late answer changes nothing", async () => {
    vendor.forgetKeys();
    const { runId } = await runFor(ctx, unwired, { number: "12345600" });
    await database.owner`update effects set status = 'started', lease_until = now() - interval '1 second' where run_id = ${runId}`;
    await drive(runId);
    const { row, effects, state } = await expectSound(ctx, runId);
    expect(vendor.of(runId)).toEqual([]);
    expect(row.status).toBe("attention");
    expect(row.attention).toBeTruthy();
    expect(effects).toMatchObject([{ status: "unknown" }]);
    const key = effects[0]?.key ?? "";
    const answer = { type: "effect_succeeded" as const, at: ctx.at.toISOString(), key, output: {} };
    const late = await advanceRun(ctx, { runId, event: answer });
    expect(late.ignored).toBeTruthy();
    const after = await expectSound(ctx, runId);
    expect(after.state).toEqual(state);
    expect(after.events.at(-1)?.ignored).toBe(late.ignored);
  });
});

describe("signals", () => {
  it("are heard once, however often they come and even at the same time", async () => {
    const runId = await untilHuman("12345630");
    const waitKey = (await readRun(ctx, runId)).waits[0]?.key ?? "";
    const send = () => signalRun(ctx, { runId, waitKey, key: "ver_1", payload: verdict("approve") });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.filter((answer) => answer.ignored === "repeated")).toHaveLength(2);
    const { decisions, waits, events } = await expectSound(ctx, runId);
    expect(decisions).toMatchObject([{ outcome: "approve", decidedBy: ["mem_analyst"] }]);
    expect(waits[0]?.closedAt).toEqual(ctx.at);
    expect(events.filter(({ event }) => event.type === "signal_received")).toHaveLength(1);
  });

  it("let one of two opposite verdicts decide and refuse the other", async () => {
    const runId = await untilHuman("12345630");
    const waitKey = (await readRun(ctx, runId)).waits[0]?.key ?? "";
    const results = await Promise.allSettled([
      signalRun(ctx, { runId, waitKey, key: "ver_a", payload: verdict("approve") }),
      signalRun(ctx, { runId, waitKey, key: "ver_b", payload: verdict("decline") }),
    ]);
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refused).toMatchObject([{ name: "DomainError", code: "conflict" }]);
    expect((await expectSound(ctx, runId)).decisions).toHaveLength(1);
  });

  it("are refused with the reason when the run cannot use them, and the wait stays open", async () => {
    const runId = await untilHuman("12345630");
    const waitKey = (await readRun(ctx, runId)).waits[0]?.key ?? "";
    await expect(
      signalRun(ctx, { runId, waitKey, key: "ver_1", payload: { verdict: "perhaps" } }),
    ).rejects.toMatchObject({ code: "invalid" });
    const { waits, row } = await expectSound(ctx, runId);
    expect([row.status, waits[0]?.closedAt]).toEqual(["waiting", null]);
    await signalRun(ctx, { runId, waitKey, key: "ver_1", payload: verdict("decline") });
    expect((await expectSound(ctx, runId)).decisions).toMatchObject([{ outcome: "decline" }]);
  });
});

describe("time", () => {
  it("ends a check at its deadline; the answer that comes later is kept as late", async () => {
    const workflow = await publishedWorkflow(ctx, {
      ...registryDocument({ deadlineMinutes: 5 }),
      key: "deadline",
    });
    const { runId } = await runFor(ctx, workflow, { number: "12345600" });
    await fireTimers(runId);
    const overdue = await expectSound(ctx, runId);
    expect(overdue.row.status).toBe("attention");
    expect(overdue.checks).toMatchObject([{ status: "no_answer" }]);
    expect(overdue.effects).toMatchObject([{ status: "late" }]);
    await drive(runId);
    expect(vendor.of(runId)).toEqual([]);
  });

  it("fires a timer once, and not after it was cancelled", async () => {
    const { runId } = await runFor(ctx, registry, { number: "12345631" });
    await drive(runId);
    const key = (await readRun(ctx, runId)).timers[0]?.key ?? "";
    expect(await fireTimer(later(ctx, 60_000), { runId, key })).toBeDefined();
    expect(await fireTimer(later(ctx, 61_000), { runId, key })).toBeUndefined();
    expect(await fireTimer(ctx, { runId, key: "never" })).toBeUndefined();
    await expectSound(ctx, runId);
  });
});

describe("an incident", () => {
  async function incident(number = "12345650") {
    const { runId } = await runFor(ctx, unwired, { number });
    await drive(runId);
    const { state, row } = await expectSound(ctx, runId);
    expect(row.status).toBe("attention");
    return { runId, tokenId: state.tokens[0]?.id ?? "" };
  }
  const risk = () => as(ctx, member("risk_manager"));

  it("is tried again", async () => {
    const { runId, tokenId } = await incident();
    await resolveIncident(risk(), {
      runId,
      tokenId,
      answer: { action: "retry" },
      reason: "The vendor is back.",
    });
    const { row, effects } = await expectSound(ctx, runId);
    expect([row.status, row.attention]).toEqual(["running", null]);
    expect(effects.filter((effect) => effect.status === "planned")).toHaveLength(1);
    expect(new Set(effects.map((effect) => effect.key)).size).toBe(effects.length);
    await drive(runId);
    expect((await expectSound(ctx, runId)).row.status).toBe("attention");
  });

  it("is answered by hand, with a reason that only the party's key opens", async () => {
    const { runId, tokenId } = await incident();
    await resolveIncident(risk(), {
      runId,
      tokenId,
      answer: { action: "answer", outlet: "answered", output: { status: "clear", results: [] } },
      reason: "Looked Acme up by phone.",
    });
    expect((await expectSound(ctx, runId)).decisions).toMatchObject([{ outcome: "approve" }]);
    const [entry] = await database.owner`select * from audit_entries
      where subject_id = ${runId} and action = 'run.resolved'`;
    expect(entry).toMatchObject({ actor_kind: "member", actor_id: "mem_risk_manager" });
    expect(entry?.["facts"]).not.toContain("Acme");
    expect(entry?.["body"]).toBeInstanceOf(Buffer);
  });

  it("is skipped", async () => {
    const { runId, tokenId } = await incident();
    await resolveIncident(risk(), {
      runId,
      tokenId,
      answer: { action: "skip", outlet: "answered" },
      reason: "Not needed here.",
    });
    expect((await expectSound(ctx, runId)).decisions).toMatchObject([{ outcome: "decline" }]);
  });

  it("is resolved once, by an outlet it has", async () => {
    const { runId, tokenId } = await incident();
    const skip = (outlet: string) =>
      resolveIncident(risk(), { runId, tokenId, answer: { action: "skip", outlet }, reason: "Enough." });
    await expect(skip("approved")).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "answer.outlet" }],
    });
    await skip("answered");
    await expect(skip("answered")).rejects.toMatchObject({ code: "conflict" });
    expect((await expectSound(ctx, runId)).decisions).toHaveLength(1);
  });

  it("shows where it stands and where it may go", async () => {
    const { runId, tokenId } = await incident();
    const view = await getRun(ctx, { runId });
    expect(view).toMatchObject({
      status: "attention",
      incidents: [{ tokenId, node: "registry", visit: 1 }],
      path: [
        { node: "start", state: "left", outlet: "next" },
        { node: "registry", state: "incident", outlet: null },
      ],
    });
    expect(view.incidents[0]?.outlets.map((outlet) => outlet.key)).toContain("answered");
    expect(view.path[1]?.sentence).toBe(view.attention);
  });
});

describe("a cancelled run", () => {
  it("closes what it waited for, hears nothing any more, and cannot be cancelled twice", async () => {
    const runId = await untilHuman("12345630");
    const waitKey = (await readRun(ctx, runId)).waits[0]?.key ?? "";
    const cancel = () => cancelRun(as(ctx, member("admin")), { runId, reason: "Sent by mistake." });
    expect((await cancel()).status).toBe("cancelled");
    const { waits, row, decisions } = await expectSound(ctx, runId);
    expect(row.finishedAt).toEqual(ctx.at);
    expect(waits[0]?.closedAt).toEqual(ctx.at);
    expect(decisions).toEqual([]);
    await expect(cancel()).rejects.toMatchObject({ code: "conflict" });
    await expect(
      signalRun(ctx, { runId, waitKey, key: "ver_1", payload: verdict("approve") }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expectSound(ctx, runId);
  });
});

describe("who may see and do what", () => {
  const caller = (context: Context) =>
    createCaller({
      door: {
        requestId: "rq_1",
        at: context.at,
        headers: new Headers(),
        staff: async () => context,
        applicant: async () => context,
      },
    });

  it("lists page by page, by status, workflow and party", async () => {
    const other = await database.workspace();
    await sandboxConnections(other);
    const workflow = await publishedWorkflow(other, registryDocument());
    const made: string[] = [];
    for (let i = 0; i < 5; i++)
      made.push((await runFor(later(other, i * 1000), workflow, { number: "12345600" })).runId);
    const first = await listRuns(other, { limit: 2 });
    const second = await listRuns(other, { limit: 2, cursor: first.nextCursor ?? "" });
    const third = await listRuns(other, { limit: 2, cursor: second.nextCursor ?? "" });
    const seen = [first, second, third].flatMap((page) => page.data.map((row) => row.id));
    expect(seen).toEqual(made.toReversed());
    expect(third.nextCursor).toBeNull();
    expect((await listRuns(other, { limit: 9, status: "completed" })).data).toEqual([]);
    expect((await listRuns(other, { limit: 9, workflow: "registry_check" })).data).toHaveLength(5);
    expect((await listRuns(other, { limit: 9, workflow: "nothing" })).data).toEqual([]);
    const partyId = first.data[0]?.party.id ?? "";
    expect((await listRuns(other, { limit: 9, partyId })).data).toHaveLength(1);
  });

  it("shows and moves nothing of another workspace, by any guessed id", async () => {
    const { runId } = await runFor(ctx, unwired, { number: "12345650" });
    await drive(runId);
    const { state } = await expectSound(ctx, runId);
    const stranger = as(await database.workspace(), member("admin"));
    const tokenId = state.tokens[0]?.id ?? "";
    const tries = [
      () => getRun(stranger, { runId }),
      () => cancelRun(stranger, { runId, reason: "Mine now." }),
      () => resolveIncident(stranger, { runId, tokenId, answer: { action: "retry" }, reason: "Mine now." }),
      () => signalRun(stranger, { runId, waitKey: "w", key: "k", payload: {} }),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    await driveRun(stranger, { runId, now });
    expect(await fireTimer(stranger, { runId, key: "k" })).toBeUndefined();
    expect((await listRuns(stranger, { limit: 50 })).data).toEqual([]);
    expect((await expectSound(ctx, runId)).state).toEqual(state);
  });

  it("refuses weaker roles", async () => {
    const { runId } = await runFor(ctx, unwired, { number: "12345650" });
    await drive(runId);
    const tokenId = (await readRun(ctx, runId)).state.tokens[0]?.id ?? "";
    const resolve = { runId, tokenId, answer: { action: "retry" as const }, reason: "The vendor is back." };
    const cancel = { runId, reason: "Sent by mistake." };
    for (const role of ["analyst", "auditor", "developer"] as const) {
      const { runs } = caller(as(ctx, member(role)));
      await expect(runs.resolve(resolve), role).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(runs.cancel(cancel), role).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    await expect(caller(as(ctx, member("developer"))).runs.get({ runId })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(caller(as(ctx, member("senior_analyst"))).runs.cancel(cancel)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await caller(as(ctx, member("senior_analyst"))).runs.resolve(resolve);
    expect(await caller(as(ctx, member("auditor"))).runs.get({ runId })).toMatchObject({ id: runId });
  });
});

describe("what a crash left behind", () => {
  it("is found: a due question without a job, a timer that was lost", async () => {
    const own = await database.workspace();
    await sandboxConnections(own);
    const workflow = await publishedWorkflow(own, registryDocument());
    const planned = await runFor(own, workflow, { number: "12345600" });
    const waiting = await runFor(own, workflow, { number: "12345631" });
    await driveRun(own, { runId: waiting.runId, now });
    await database.owner`delete from pgboss.job`;
    expect(await findStranded(own)).toEqual({ runs: 0, timers: 0, children: 0 });
    expect(await findStranded(later(own, 3_600_000))).toEqual({ runs: 1, timers: 1, children: 0 });
    expect(await jobsOf(planned.runId)).toMatchObject([{ name: "drive" }]);
    expect(await jobsOf(waiting.runId)).toMatchObject([{ name: "timer" }]);
    await findStranded(later(own, 3_600_000));
    expect(await jobsOf(planned.runId)).toHaveLength(1);
  });
});
