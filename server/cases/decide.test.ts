import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { verifyAudit } from "@/server/audit/verify";
import type { Context } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { cancelRun } from "@/server/runs/cancel";
import { signalRun } from "@/server/runs/signal";
import { openWaitOf, runInReview } from "@/server/testing/case-file";
import { as, later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs, type MemberActor } from "@/server/testing/member";
import { settleProcess } from "@/server/testing/runs";
import { applyVerdict } from "./apply-verdict";
import { assignCase } from "./assign";
import { decideCase } from "./decide";
import { getCase } from "./get";
import { listCases } from "./list";
import { takeNextCase } from "./next";
import { noteCase } from "./note";
import { decideCaseInput, listCasesInput } from "./schema";
import { undoVerdict } from "./undo";

type Staff = Context & { actor: MemberActor };
let database: TestDatabase;
let ctx: Context;
let lena: Staff;
let omar: Staff;
let senior: Staff;
let second: Staff;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});
beforeEach(async () => {
  ctx = await database.workspace();
  await allowUndo(10);
  lena = await joinAs(ctx, "analyst", "Lena Brandt");
  omar = await joinAs(ctx, "analyst", "Omar Haddad");
  senior = await joinAs(ctx, "senior_analyst", "Sofia Rossi");
  second = await joinAs(ctx, "senior_analyst", "Tom Baker");
});

const SECOND = 1000;
const allowUndo = (seconds: number) => database.owner`
  update workspaces set settings = jsonb_set(settings, '{decisionDelaySeconds}', ${String(seconds)}::text::jsonb)
  where id = ${ctx.workspaceId}`;
const give = (who: Context, caseId: string, more: object = {}) =>
  decideCase(who, decideCaseInput.parse({ caseId, revision: 0, verdict: "approve", ...more }));
const decline = { verdict: "decline", reasonCodes: ["PEP_OWNER"] };
const sendBack = {
  verdict: "send_back",
  items: [{ kind: "document", key: "passport", subject: "party", reasonCode: "DOCUMENT_UNREADABLE" }],
};
const inReview = async (fourEyes: "none" | "approve" | "both" = "none") => {
  const run = await runInReview(ctx, { fourEyes });
  if (!run.caseId) throw new Error("no case was opened");
  return { ...run, caseId: run.caseId };
};
const apply = (who: Context, verdictId: string, afterMs = 10 * SECOND) =>
  applyVerdict(later({ ...who, actor: { kind: "system", id: "engine" } }, afterMs), { verdictId });
const decisionsOf = (runId: string) =>
  database.owner`select outcome, decided_by, reason_codes from decisions where run_id = ${runId}`;
const actions = async (id: string) =>
  (
    await database.owner<{ action: string }[]>`
    select action from audit_entries where subject_kind = 'case' and subject_id = ${id} order by seq`
  ).map((entry) => entry.action);

describe("a verdict", () => {
  test("waits for its time to be undone, then decides the run, once", async () => {
    const { caseId, runId } = await inReview();
    const given = await give(lena, caseId, { note: "Looks fine" });
    expect(given).toMatchObject({ stands: "alone", status: "open" });
    expect(Date.parse(given.effectiveAt) - ctx.at.getTime()).toBe(10 * SECOND);
    expect(await decisionsOf(runId)).toHaveLength(0);
    const [job] = await database.owner`
      select data, start_after from pgboss.job where name = 'verdict' and data->>'verdictId' = ${given.verdictId}`;
    expect(job).toMatchObject({ data: { workspaceId: ctx.workspaceId, verdictId: given.verdictId } });
    expect(job?.["start_after"]).toEqual(new Date(given.effectiveAt));
    await expect(apply(lena, given.verdictId, 9 * SECOND)).rejects.toThrow(/before its time/);
    expect(await apply(lena, given.verdictId)).toEqual({ applied: true });
    expect(await apply(lena, given.verdictId)).toEqual({ applied: false });
    expect(await decisionsOf(runId)).toEqual([
      { outcome: "approve", decided_by: [lena.actor.id], reason_codes: [] },
    ]);
    const view = await getCase(lena, { caseId });
    expect(view).toMatchObject({
      status: "decided",
      verdicts: [{ verdict: "approve", note: "Looks fine", state: "applied", by: { name: "Lena Brandt" } }],
      decision: { outcome: "approve", decidedBy: ["Lena Brandt"] },
      may: { approve: { allowed: false, why: "C-1 is closed." }, undo: { allowed: false } },
    });
    expect(await actions(caseId)).toEqual(["case.opened", "case.verdict_given", "case.verdict_applied"]);
    expect((await verifyAudit(ctx)).findings).toEqual([]);
  });

  test("is applied once by two jobs at once", async () => {
    const { caseId, runId } = await inReview();
    const { verdictId } = await give(lena, caseId, decline);
    const both = await Promise.all([apply(lena, verdictId), apply(lena, verdictId)]);
    expect(both.map((result) => result.applied).sort()).toEqual([false, true]);
    expect(await decisionsOf(runId)).toMatchObject([{ outcome: "decline", reason_codes: ["PEP_OWNER"] }]);
  });

  test("takes effect at once where the workspace allows no time", async () => {
    await allowUndo(0);
    const { caseId, runId } = await inReview();
    expect(await give(lena, caseId)).toMatchObject({ status: "decided", revision: 2 });
    expect(await decisionsOf(runId)).toHaveLength(1);
  });

  test("is one of two given at once", async () => {
    const { caseId } = await inReview();
    const both = await Promise.allSettled([give(lena, caseId), give(omar, caseId, decline)]);
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = both.find((result) => result.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "conflict", message: /decided this case a moment ago/ });
  });

  test("from a second tab of the same member is refused", async () => {
    const { caseId } = await inReview();
    await give(lena, caseId);
    await expect(give(lena, caseId, decline)).rejects.toMatchObject({
      code: "conflict",
      message: "You decided this case a moment ago.",
    });
  });

  test("on what changed meanwhile is refused, naming the change", async () => {
    const { caseId } = await inReview();
    await noteCase(omar, { caseId, text: "Wait, the passport is someone else's" });
    await expect(give(lena, caseId)).rejects.toMatchObject({
      code: "conflict",
      message: "C-1 changed while you looked at it: Omar Haddad added a note. Look again, then decide.",
      issues: [{ path: "revision", code: "stale" }],
    });
    await give(lena, caseId, { revision: 1 });
  });

  test("on somebody else's case asks to take it over first", async () => {
    const { caseId } = await inReview();
    await assignCase(omar, { caseId });
    await expect(give(lena, caseId, { revision: 1 })).rejects.toMatchObject({
      code: "conflict",
      message: "Omar Haddad has this case. Take it over first.",
    });
  });

  test("can be undone by its giver while the time runs, not later and not by others", async () => {
    const { caseId, runId } = await inReview();
    const first = await give(lena, caseId);
    await expect(undoVerdict(later(omar, SECOND), { caseId })).rejects.toMatchObject({ code: "conflict" });
    await undoVerdict(later(lena, 9 * SECOND), { caseId });
    expect(await apply(lena, first.verdictId)).toEqual({ applied: false });
    expect(await decisionsOf(runId)).toHaveLength(0);
    const again = await give(later(lena, 20 * SECOND), caseId, { ...decline, revision: 2 });
    await expect(undoVerdict(later(lena, 30 * SECOND), { caseId })).rejects.toMatchObject({
      code: "conflict",
      message: "The time to undo is over.",
    });
    await apply(lena, again.verdictId, 30 * SECOND);
    expect(await decisionsOf(runId)).toMatchObject([{ outcome: "decline" }]);
    expect((await getCase(lena, { caseId })).verdicts.map((verdict) => verdict.state)).toEqual([
      "undone",
      "applied",
    ]);
    expect(await actions(caseId)).toContain("case.verdict_undone");
  });

  test("and its undoing at the same moment: one of the two", async () => {
    const { caseId, runId } = await inReview();
    const { verdictId } = await give(lena, caseId);
    const [undone, applied] = await Promise.allSettled([
      undoVerdict(later(lena, 9_999), { caseId }),
      apply(lena, verdictId),
    ]);
    const isApplied = applied.status === "fulfilled" && applied.value.applied;
    expect(isApplied).toBe(undone.status === "rejected");
    expect(await decisionsOf(runId)).toHaveLength(isApplied ? 1 : 0);
  });

  test("that comes after the run was cancelled changes nothing; the case is closed", async () => {
    const { caseId, runId } = await inReview();
    const { verdictId } = await give(lena, caseId);
    await cancelRun(as(ctx, senior.actor), { runId, reason: "Withdrawn" });
    expect(await apply(lena, verdictId)).toEqual({ applied: false });
    expect((await getCase(lena, { caseId })).status).toBe("cancelled");
    expect(await decisionsOf(runId)).toHaveLength(0);
    await expect(give(lena, caseId, { revision: 99 })).rejects.toMatchObject({
      code: "conflict",
      message: "C-1 is closed.",
    });
  });
});

describe("bad input", () => {
  test("is named at its field, and nothing changes", async () => {
    const { caseId } = await inReview();
    const refuse = async (input: object, path: string) =>
      expect(give(lena, caseId, input), path).rejects.toMatchObject({
        code: "invalid",
        issues: expect.arrayContaining([expect.objectContaining({ path })]),
      });
    const item = (more: object) => ({
      verdict: "send_back",
      items: [{ kind: "field", key: "forms.company.legalName", reasonCode: "ADDRESS_DIFFERS", ...more }],
    });
    await refuse({ verdict: "decline", reasonCodes: ["NOT_KNOWN"] }, "reasonCodes.0");
    await refuse(item({ key: "forms.company.shoeSize" }), "items.0.key");
    await refuse(item({ key: "runs.secret" }), "items.0.key");
    await refuse(item({ reasonCode: "NOT_KNOWN" }), "items.0.reasonCode");
    await refuse(item({ kind: "document", key: "birth_certificate" }), "items.0.key");
    await refuse(item({ subject: "forms.company.owners[7]" }), "items.0.subject");
    await refuse(item({ key: "forms.company.owners[7].name" }), "items.0.subject");
    await refuse({ verdict: "send_back", items: [...sendBack.items, ...sendBack.items] }, "items.1");
    await refuse({ items: sendBack.items }, "items");
    expect(await actions(caseId)).toEqual(["case.opened"]);
    expect((await getCase(lena, { caseId })).revision).toBe(0);
    for (const bad of [{ verdict: "send_back" }, { verdict: "decline" }, { verdict: "maybe" }])
      expect(decideCaseInput.safeParse({ caseId, revision: 0, ...bad }).success).toBe(false);
  });

  test("by a role that only reads, by a key, and from another workspace is refused", async () => {
    const { caseId } = await inReview();
    const auditor = await joinAs(ctx, "auditor");
    const stranger = await joinAs(await database.workspace(), "admin");
    await expect(give(auditor, caseId)).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      give(as(ctx, { kind: "api_key", id: "key_1", scopes: ["decisions.create"] }), caseId),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(give(stranger, caseId)).rejects.toMatchObject({ code: "not_found" });
    await expect(undoVerdict(stranger, { caseId })).rejects.toMatchObject({ code: "not_found" });
    const { verdictId } = await give(lena, caseId);
    await expect(apply(stranger, verdictId)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("four eyes", () => {
  test("bring an approval to the run only when a second member agrees", async () => {
    const { caseId, runId } = await inReview("approve");
    const first = await give(lena, caseId, {
      note: "Owner is a PEP, wealth explained",
      reasonCodes: ["PEP_OWNER"],
    });
    expect(first).toMatchObject({ stands: "first", status: "waiting_for_second", revision: 1 });
    expect(await apply(lena, first.verdictId, 60 * SECOND)).toEqual({ applied: false });
    expect(await decisionsOf(runId)).toHaveLength(0);
    const seen = await getCase(senior, { caseId });
    expect(seen.verdicts[0]).toMatchObject({
      note: "Owner is a PEP, wealth explained",
      by: { name: "Lena Brandt" },
    });
    expect(seen.may.approve).toEqual({ allowed: true, why: null });
    const agreed = await give(later(senior, 60 * SECOND), caseId, { revision: 1 });
    expect(agreed.stands).toBe("agrees");
    await apply(senior, agreed.verdictId, 70 * SECOND);
    expect(await decisionsOf(runId)).toEqual([
      { outcome: "approve", decided_by: [lena.actor.id, senior.actor.id], reason_codes: ["PEP_OWNER"] },
    ]);
    expect((await getCase(senior, { caseId })).decision?.decidedBy).toEqual(["Lena Brandt", "Sofia Rossi"]);
  });

  test("are two different people, whatever role the first one has by then", async () => {
    const { caseId, runId } = await inReview("approve");
    await give(senior, caseId);
    const asAdmin: Staff = { ...senior, actor: { ...senior.actor, role: "admin" } };
    const otherSession: Staff = {
      ...senior,
      actor: { ...senior.actor, sessionId: "ses_other", name: "Else" },
    };
    for (const same of [senior, asAdmin, otherSession])
      await expect(give(same, caseId, { revision: 1 })).rejects.toMatchObject({
        code: "forbidden",
        message: /Somebody else has to give the second/,
      });
    await assignCase(senior, { caseId, memberId: senior.actor.id });
    await expect(give(senior, caseId, { revision: 2 })).rejects.toMatchObject({ code: "forbidden" });
    expect(await decisionsOf(runId)).toHaveLength(0);
    expect((await getCase(senior, { caseId })).may.approve.allowed).toBe(false);
  });

  test("are not an analyst's second", async () => {
    const { caseId } = await inReview("approve");
    await give(lena, caseId);
    await expect(give(omar, caseId, { revision: 1 })).rejects.toMatchObject({ code: "forbidden" });
    expect(await takeNextCase(omar, {})).toBeNull();
    expect(await takeNextCase(lena, {})).toBeNull();
    expect(await takeNextCase(senior, {})).toEqual({ caseId });
  });

  test("do not close over a stale view", async () => {
    const { caseId } = await inReview("approve");
    await give(lena, caseId);
    await expect(give(senior, caseId, { revision: 0 })).rejects.toMatchObject({
      code: "conflict",
      message: /Lena Brandt approved. A second member has to agree/,
    });
  });

  test("that differ open the case again, both kept, and the round can be repeated", async () => {
    const { caseId, runId } = await inReview("both");
    await give(lena, caseId, { note: "Fine" });
    const differs = await give(senior, caseId, { ...decline, note: "Not fine", revision: 1 });
    expect(differs).toMatchObject({ stands: "disagrees", status: "open" });
    expect(await apply(senior, differs.verdictId, 60 * SECOND)).toEqual({ applied: false });
    const view = await getCase(lena, { caseId });
    expect(view).toMatchObject({ status: "open", assignee: { name: "Lena Brandt" } });
    expect(view.verdicts.map((verdict) => [verdict.verdict, verdict.note])).toEqual([
      ["approve", "Fine"],
      ["decline", "Not fine"],
    ]);
    await give(later(lena, SECOND), caseId, { ...decline, revision: 2 });
    const agreed = await give(later(second, 2 * SECOND), caseId, { ...decline, revision: 3 });
    await apply(second, agreed.verdictId, 12 * SECOND);
    expect(await decisionsOf(runId)).toMatchObject([
      { outcome: "decline", decided_by: [lena.actor.id, second.actor.id] },
    ]);
  });

  test("let the first undo before the second has spoken, and the second while its time runs", async () => {
    const { caseId, runId } = await inReview("approve");
    await give(lena, caseId);
    await undoVerdict(later(lena, SECOND), { caseId });
    expect(await getCase(lena, { caseId })).toMatchObject({
      status: "open",
      assignee: { name: "Lena Brandt" },
    });
    await give(later(lena, 2 * SECOND), caseId, { revision: 2 });
    const agreed = await give(later(senior, 3 * SECOND), caseId, { revision: 3 });
    await expect(undoVerdict(later(lena, 4 * SECOND), { caseId })).rejects.toMatchObject({
      code: "conflict",
    });
    await undoVerdict(later(senior, 5 * SECOND), { caseId });
    expect(await apply(senior, agreed.verdictId, 60 * SECOND)).toEqual({ applied: false });
    expect((await getCase(senior, { caseId })).status).toBe("waiting_for_second");
    const again = await give(later(senior, 20 * SECOND), caseId, { revision: 5 });
    await apply(senior, again.verdictId, 30 * SECOND);
    expect(await decisionsOf(runId)).toHaveLength(1);
  });

  test("given at once by two seconds count one", async () => {
    const { caseId } = await inReview("approve");
    await give(lena, caseId);
    const both = await Promise.allSettled([
      give(senior, caseId, { revision: 1 }),
      give(second, caseId, { revision: 1 }),
    ]);
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("are not asked for a decline when only approvals need them", async () => {
    const { caseId, runId } = await inReview("approve");
    const { verdictId, stands } = await give(lena, caseId, decline);
    expect(stands).toBe("alone");
    await apply(lena, verdictId);
    expect(await decisionsOf(runId)).toMatchObject([{ decided_by: [lena.actor.id] }]);
  });
});

describe("sending back", () => {
  test("gives the case to the applicant with its clock stopped, and back to the same analyst when answered", async () => {
    const { caseId, runId, applicationId } = await inReview("approve");
    await assignCase(lena, { caseId });
    const before = await getCase(lena, { caseId });
    const { verdictId } = await give(lena, caseId, { ...sendBack, revision: 1 });
    await apply(lena, verdictId);
    const sent = await getCase(lena, { caseId });
    expect(sent).toMatchObject({
      status: "waiting_for_applicant",
      requirements: [{ key: "passport", reason: { code: "DOCUMENT_UNREADABLE" }, state: "currently_due" }],
      may: {
        approve: { allowed: false, why: "The applicant has this case. It comes back when they answer." },
      },
    });
    await expect(give(lena, caseId, { revision: sent.revision })).rejects.toMatchObject({ code: "conflict" });
    const overdue = later(lena, 100 * 3600 * SECOND);
    expect(
      (await listCases(overdue, listCasesInput.parse({ overdue: true }))).data.map((row) => row.id),
    ).toEqual([]);

    const threeHours = 3 * 3600 * SECOND;
    const back = later(ctx, 10 * SECOND + threeHours);
    await signalRun(back, {
      runId,
      waitKey: await openWaitOf(ctx, runId),
      key: "answer_1",
      payload: {
        answers: { forms: {} },
        requirements: [
          { id: sent.requirements[0]?.id ?? "", kind: "document", key: "passport", subject: "party" },
        ],
      },
    });
    const returned = await getCase(lena, { caseId });
    expect(returned).toMatchObject({ status: "open", assignee: { name: "Lena Brandt" }, applicationId });
    expect(Date.parse(returned.dueAt) - Date.parse(before.dueAt)).toBe(threeHours);
    expect(await actions(caseId)).toEqual([
      "case.opened",
      "case.assigned",
      "case.verdict_given",
      "case.verdict_applied",
      "case.reopened",
    ]);
    expect(returned.activity.map((item) => item.text)).toContain("Lena Brandt sent back 1 item.");
    expect((await listCases(lena, listCasesInput.parse({}))).data).toHaveLength(1);
  });

  test("by the second pair of eyes asks nobody's consent and comes back to the first", async () => {
    const { caseId, runId } = await inReview("approve");
    await give(lena, caseId);
    const { verdictId, stands } = await give(senior, caseId, { ...sendBack, revision: 1 });
    expect(stands).toBe("alone");
    await apply(senior, verdictId);
    const [req] = (await getCase(lena, { caseId })).requirements;
    await signalRun(later(ctx, 60 * SECOND), {
      runId,
      waitKey: await openWaitOf(ctx, runId),
      key: "answer_1",
      payload: {
        answers: { forms: {} },
        requirements: [{ id: req?.id ?? "", kind: "document", key: "passport", subject: "party" }],
      },
    });
    const view = await getCase(lena, { caseId });
    expect(view).toMatchObject({ status: "open", assignee: { name: "Lena Brandt" } });
    // The earlier approval was for what stood there before: both eyes look again.
    const fresh = await give(later(lena, 70 * SECOND), caseId, { revision: view.revision });
    expect(fresh.stands).toBe("first");
  });

  test("ends with the case closed when the applicant lets the time run out and the run is cancelled", async () => {
    const { caseId, runId } = await inReview();
    const { verdictId } = await give(lena, caseId, sendBack);
    await apply(lena, verdictId);
    await cancelRun(as(later(ctx, 3600 * SECOND), senior.actor), { runId, reason: "No answer" });
    expect((await getCase(lena, { caseId })).status).toBe("cancelled");
  });
});

test("a second run of the party waits for the queue's one case, and gets its own when that one closes", async () => {
  const first = await inReview();
  const next = await runInReview(later(ctx, SECOND), { partyId: first.partyId });
  expect(next.caseId).toBeNull();
  const { verdictId } = await give(lena, first.caseId, decline);
  await apply(lena, verdictId);
  const { data } = await listCases(lena, listCasesInput.parse({}));
  expect(data).toMatchObject([{ number: 2, status: "open" }]);
  expect((await getCase(lena, { caseId: data[0]?.id ?? "" })).runId).toBe(next.runId);
});
