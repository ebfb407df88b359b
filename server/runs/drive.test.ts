import { describe, expect, it } from "vitest";
import { runNotify } from "@/server/nodes/notify/run";
import {
  drive,
  fireTimers,
  jobsOf,
  registryWorld,
  untilHuman,
  withQueue,
} from "@/server/testing/registry-world";
import { registryDocument, smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import { answersTogether } from "@/server/testing/vendor";
import { claimEffects } from "./claim";
import { signalRun } from "./signal";

const world = registryWorld();

describe("a run with a vendor", () => {
  it("plans the question with its job in one transaction, asks, and decides once", async () => {
    const run = await runFor(world.ctx, world.registry, { number: "12345600" });
    expect(run.status).toBe("running");
    expect(await jobsOf(world, run.runId)).toMatchObject([{ name: "drive", state: "created" }]);
    await drive(world, run.runId);
    const { decisions, checks, row } = await expectSound(world.ctx, run.runId);
    expect(decisions).toMatchObject([
      { outcome: "approve", outcomeKind: "positive", decidedBy: ["system"], reasonCodes: [] },
    ]);
    expect(checks).toMatchObject([
      { status: "clear", subject: "party", capability: "company_lookup", node: "registry", visit: 1 },
    ]);
    expect(row.finishedAt).toEqual(world.clock);
    expect(world.vendor.of(run.runId)).toEqual([{ key: `${run.runId}:registry:party:1`, attempt: 1 }]);
  });

  it("keeps nothing of the party in the clear", async () => {
    const { runId } = await runFor(world.ctx, world.registry, { number: "98765401" });
    await drive(world, runId);
    for (const table of ["runs", "run_events", "effects", "checks", "decisions", "audit_entries", "waits"]) {
      const rows = await world.database.owner.unsafe(`select t::text as text from ${table} t`);
      const told = rows.filter((row) => /98765401|Acme/.test(row["text"] as string));
      expect(told, table).toEqual([]);
    }
    const bytes = Buffer.from("98765401").toString("hex");
    const [sealed] = await world.database
      .owner`select encode(state, 'hex') as hex from runs where id = ${runId}`;
    expect(sealed?.["hex"]).not.toContain(bytes);
  });

  it("asks again after the back-off when the vendor was away, and its history shows both", async () => {
    const { runId } = await runFor(world.ctx, world.registry, { number: "12345631" });
    await drive(world, runId);
    const before = await expectSound(world.ctx, runId);
    expect(before.checks).toEqual([]);
    expect(before.timers).toMatchObject([{ closedAt: null }]);
    expect(await jobsOf(world, runId)).toContainEqual(expect.objectContaining({ name: "timer" }));
    await fireTimers(world, runId);
    await drive(world, runId);
    const { decisions, effects, checks, timers } = await expectSound(world.ctx, runId);
    expect(decisions).toMatchObject([{ outcome: "approve" }]);
    expect(effects.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, "failed"],
      [2, "succeeded"],
    ]);
    expect(checks).toHaveLength(1);
    expect(timers.every((timer) => timer.closedAt)).toBe(true);
    expect(new Set(world.vendor.of(runId).map(({ key }) => key)).size).toBe(1);
  });

  it.each(["12345630", "12345640", "12345650"])(
    "ends at a person, never at an approval, when the vendor fails (%s)",
    async (number) => {
      const runId = await untilHuman(world, number);
      const { decisions, waits, checks, row } = await expectSound(world.ctx, runId);
      expect(decisions).toEqual([]);
      expect(row.status).toBe("waiting");
      expect(waits).toMatchObject([{ node: "human", signal: "case_decided", closedAt: null }]);
      expect(checks).toMatchObject([{ status: "no_answer" }]);
    },
  );

  it("says what is missing instead of asking half a question", async () => {
    const { runId } = await runFor(world.ctx, world.registry, {});
    await drive(world, runId);
    const { checks, decisions } = await expectSound(world.ctx, runId);
    expect(checks).toMatchObject([{ status: "input_missing" }]);
    expect(decisions).toEqual([]);
    expect(world.vendor.of(runId)).toEqual([]);
  });

  it("ends at a person when the connection's credentials do not open, instead of trying for ever", async () => {
    const own = await world.database.workspace();
    await sandboxConnections(own);
    await withQueue(world, own);
    await world.database
      .owner`update connections set credentials = '\\x00' where workspace_id = ${own.workspaceId}`;
    const workflow = await publishedWorkflow(own, registryDocument());
    const { runId } = await runFor(own, workflow, { number: "12345600" });
    await drive(world, runId, own);
    const { checks, decisions, row } = await expectSound(own, runId);
    expect([row.status, decisions, checks[0]?.status]).toEqual(["waiting", [], "no_answer"]);
    expect(world.vendor.of(runId)).toEqual([]);
  });

  it("ends at a person when the connection is gone", async () => {
    const bare = await world.database.workspace();
    await withQueue(world, bare);
    const workflow = await publishedWorkflow(bare, registryDocument());
    const { runId } = await runFor(bare, workflow, { number: "12345600" });
    await drive(world, runId, bare);
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
    const workflow = await publishedWorkflow(world.ctx, owners(names));
    return runFor(world.ctx, workflow, { owners: names.map((name) => ({ name: `Ada ${name}` })) });
  };

  it("asks about all at once, and keeps one answer each with its name", async () => {
    const { runId } = await screen("Falk", "Holm", "Pep");
    const vendor = answersTogether("sandbox-screening", 3);
    await drive(world, runId).finally(vendor.restore);
    const { checks, vault, decisions } = await expectSound(world.ctx, runId);
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
    await drive(world, runId);
    const { checks, decisions, row } = await expectSound(world.ctx, runId);
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
    const workflow = await publishedWorkflow(world.ctx, document());
    const { runId } = await runFor(world.ctx, workflow, {});
    const waitKey = (await readRun(world.ctx, runId)).waits[0]?.key ?? "";
    const answers = { name: "Ada", mail: "ada@example.com" };
    await signalRun(world.ctx, { runId, waitKey, key: "sub_1", payload: { answers, submissionId: "sub_1" } });
    const [effect] = (await readRun(world.ctx, runId)).effects;
    // The mail was written and its worker died: whoever comes next finds it done.
    const { claimed } = await claimEffects(world.ctx, runId);
    const first = claimed[0];
    if (!first) throw new Error("nothing to perform");
    await runNotify.run(world.ctx, first.request, new AbortController().signal);
    await world.database
      .owner`update effects set lease_until = now() - interval '1 second' where run_id = ${runId}`;
    await drive(world, runId);
    const { decisions, vault } = await expectSound(world.ctx, runId);
    expect(decisions).toMatchObject([{ outcome: "approve" }]);
    const rows = await world.database.owner`select * from messages where cause_key = ${effect?.key ?? ""}`;
    expect(rows).toMatchObject([{ status: "queued", template: "notify" }]);
    expect(vault.open(`messages.body:${rows[0]?.["id"]}`, rows[0]?.["body"])).toEqual({
      to: "ada@example.com",
      subject: "Hello Ada",
      text: "We begin.",
    });
    const sends = await world.database
      .owner`select 1 from pgboss.job where data->>'messageId' = ${rows[0]?.["id"]}`;
    expect(sends).toHaveLength(1);
  });
});
