import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyAudit } from "@/server/audit/verify";
import type { Context } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { driveRun } from "@/server/runs/drive";
import { fireTimer } from "@/server/runs/fire-timer";
import { getRun } from "@/server/runs/get";
import { handOutput } from "@/server/runs/policy";
import { resolveIncident } from "@/server/runs/resolve";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs, type MemberActor } from "@/server/testing/member";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import type { LiveVersion } from "@/server/workflows/live-version";
import { getCase } from "./get";
import { listCases } from "./list";
import { listCasesInput } from "./schema";

let database: TestDatabase;
let ctx: Context;
let risk: Context & { actor: MemberActor };
let workflow: LiveVersion;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]')`;
  risk = await joinAs(ctx, "risk_manager", "Rita Sommer");
  workflow = await publishedWorkflow(ctx, askedBeforeReview);
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

/** The registry's silence stops the run; whatever it answers goes to a reviewer. */
const askedBeforeReview = smallDocument(
  "asked_before_review",
  {
    start: { type: "decision_start" },
    registry: {
      type: "check",
      config: {
        connection: "registry",
        capability: "company_lookup",
        attempts: 1,
        ask: { country: { value: "GB" }, registrationNumber: "input.number", name: "party.name" },
      },
    },
    human: { type: "review", config: { queue: "edd" } },
    approved: { type: "end", config: { outcome: "approve" } },
    declined: { type: "end", config: { outcome: "decline" } },
  },
  {
    "start.next": "registry",
    "registry.answered": "human",
    "human.approved": "approved",
    "human.declined": "declined",
    "human.sent_back": "human",
  },
);

async function untilSilence() {
  const { runId } = await runFor(ctx, workflow, { number: "12345650" });
  await driveRun(ctx, { runId, now: () => ctx.at });
  return { runId, ...(await stopped(runId)) };
}

async function stopped(runId: string) {
  const [incident] = (await getRun(risk, { runId })).incidents;
  if (!incident?.subjects) throw new Error("the run did not stop at its check");
  return { tokenId: incident.tokenId, subjects: incident.subjects };
}

const answerBy = (runId: string, tokenId: string, output: ReturnType<typeof handOutput>) =>
  resolveIncident(risk, {
    runId,
    tokenId,
    answer: { action: "answer", outlet: "answered", output },
    reason: "Called the register, spoke to Jane Roe.",
  });

async function checksOf(runId: string) {
  const { data } = await listCases(risk, listCasesInput.parse({ runId }));
  return (await getCase(risk, { caseId: data[0]?.id ?? "" })).checks;
}

describe("a check answered by hand", () => {
  test("stands in the case as the member's word, in place of the vendor's silence", async () => {
    const { runId, tokenId, subjects } = await untilSilence();
    const party = {
      status: "clear",
      fact: "active",
      label: "Active",
      sentence: "The register says it is active.",
    } as const;
    await answerBy(runId, tokenId, handOutput(subjects, { party }));
    expect(await checksOf(runId)).toMatchObject([
      { status: "no_answer", current: false, since: "answered_by_hand", by: null, note: null },
      {
        status: "clear",
        label: "Active",
        sentence: "The register says it is active.",
        subject: "party",
        subjectName: "Acme Ltd",
        capability: "company_lookup",
        source: "By hand",
        details: { byHand: true, registryStatus: "active" },
        current: true,
        since: null,
        by: "Rita Sommer",
        note: "Called the register, spoke to Jane Roe.",
      },
    ]);
    const told = await database.owner`select facts from audit_entries
      where subject_id = ${runId} and action = 'check.completed' order by seq`;
    expect(told.map((entry) => JSON.parse(entry["facts"]))).toMatchObject([
      { status: "no_answer" },
      { status: "clear", byHand: true },
    ]);
    const rows = await database.owner`select body from checks where run_id = ${runId}`;
    expect(rows.some((row) => row["body"].includes("Jane Roe"))).toBe(false);
    await expectSound(ctx, runId);
    expect((await verifyAudit(ctx)).findings).toEqual([]);
  });

  test("counts for the whole step where it names no subject, and is unclear where it names another", async () => {
    const whole = await untilSilence();
    await answerBy(whole.runId, whole.tokenId, { status: "hit" });
    expect((await checksOf(whole.runId)).filter(({ current }) => current)).toMatchObject([
      { status: "hit", label: "Answered by hand", by: "Rita Sommer" },
    ]);
    const other = await untilSilence();
    await answerBy(other.runId, other.tokenId, {
      status: "clear",
      results: [{ subject: "forms.owners.owners[0]", status: "clear", label: "Fine", sentence: "Fine." }],
    });
    expect((await checksOf(other.runId)).filter(({ current }) => current)).toMatchObject([
      { status: "unknown", subject: "party" },
    ]);
  });

  test("leaves nothing but silence when the run is sent on without an answer", async () => {
    const { runId, tokenId } = await untilSilence();
    await resolveIncident(risk, {
      runId,
      tokenId,
      answer: { action: "skip", outlet: "answered" },
      reason: "Not needed here.",
    });
    expect(await checksOf(runId)).toMatchObject([{ status: "no_answer", current: true, since: null }]);
  });

  test("an attempt a member asked for takes the place of the one before", async () => {
    const { runId, tokenId } = await untilSilence();
    await resolveIncident(risk, { runId, tokenId, answer: { action: "retry" }, reason: "It is back." });
    await driveRun(ctx, { runId, now: () => ctx.at });
    for (const { key, closedAt } of (await readRun(ctx, runId)).timers)
      if (!closedAt) await fireTimer(ctx, { runId, key });
    const again = await stopped(runId);
    await answerBy(runId, again.tokenId, handOutput(again.subjects, {}));
    expect(await checksOf(runId)).toMatchObject([
      { status: "no_answer", since: "answered_by_hand" },
      { status: "no_answer", since: "answered_by_hand" },
      { status: "unknown", current: true },
    ]);
  });
});
