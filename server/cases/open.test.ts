import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { caseFile, reviewAsked, waitingRun } from "@/server/testing/case-file";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs, type MemberActor } from "@/server/testing/member";
import { assignCase } from "./assign";
import { cancelCase } from "./cancel";
import { closeCasesOfRun } from "./close-of-run";
import { countCases } from "./counts";
import { getCase } from "./get";
import { listCases } from "./list";
import { takeNextCase } from "./next";
import { noteCase } from "./note";
import { openCase } from "./open";
import { listCasesInput } from "./schema";

let database: TestDatabase;
let ctx: Context;
let lena: Context & { actor: MemberActor };
let omar: Context & { actor: MemberActor };
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  ctx = await database.workspace();
  lena = await joinAs(ctx, "analyst", "Lena Brandt");
  omar = await joinAs(ctx, "analyst", "Omar Haddad");
});

const HOUR = 3_600_000;
const list = (who: Context, input: Partial<Parameters<typeof listCasesInput.parse>[0] & object> = {}) =>
  listCases(who, listCasesInput.parse(input));
const actions = async (id: string) =>
  (
    await database.owner<{ action: string }[]>`
    select action from audit_entries where subject_kind = 'case' and subject_id = ${id} order by seq`
  ).map((entry) => entry.action);

describe("a case", () => {
  test("opens with its queue's time, what the policy proposes, and a number of its own", async () => {
    const first = await caseFile(ctx);
    const second = await caseFile(ctx);
    const { data, total } = await list(lena);
    expect(total).toEqual({ count: 2, more: false });
    expect(data.map((row) => row.number).sort()).toEqual([1, 2]);
    expect(data.find((row) => row.id === first.caseId)).toMatchObject({
      status: "open",
      queue: { key: "edd", title: "Enhanced due diligence" },
      party: { name: "Nordlicht Handels GmbH", country: "DE" },
      proposed: { outcome: "review", title: "Review", kind: "review" },
      headline: "An owner is a politically exposed person.",
      score: 68,
      assignee: null,
      dueAt: new Date(ctx.at.getTime() + 24 * HOUR).toISOString(),
    });
    expect(await actions(second.caseId)).toEqual(["case.opened"]);
  });

  test("counts numbers without doubles when many open at once", async () => {
    const waiting = await Promise.all(Array.from({ length: 12 }, () => waitingRun(ctx)));
    await Promise.all(
      waiting.map(({ runId, waitKey }) =>
        openCase(ctx, { runId, waitKey, node: "review", request: reviewAsked() }),
      ),
    );
    const { data } = await list(lena);
    expect(data.map((row) => row.number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
  });

  test("is one per party and queue, also when a run opens it twice or another run wants it too", async () => {
    const { caseId, runId, waitKey, partyId } = await caseFile(ctx);
    const again = await openCase(ctx, { runId, waitKey, node: "review", request: reviewAsked() });
    expect(again).toEqual({ caseId, how: "present" });
    const other = await waitingRun(ctx);
    await database.owner`update runs set party_id = ${partyId} where id = ${other.runId}`;
    const queued = await openCase(ctx, { ...other, node: "review", request: reviewAsked() });
    expect(queued).toEqual({ caseId: null, how: "queued" });
    expect((await list(lena)).data).toHaveLength(1);
  });

  test("closes when its wait ends without a verdict, and when its run is over", async () => {
    const first = await caseFile(ctx);
    await cancelCase(ctx, { runId: first.runId, waitKey: "another wait" });
    expect((await list(lena)).data).toHaveLength(1);
    await cancelCase(ctx, first);
    await cancelCase(ctx, first);
    expect(await list(lena, { status: "cancelled" })).toMatchObject({ data: [{ id: first.caseId }] });
    expect(await actions(first.caseId)).toEqual(["case.opened", "case.closed"]);
    const second = await caseFile(ctx);
    await closeCasesOfRun(ctx, { runId: second.runId, status: "completed" });
    expect(await list(lena, { status: "decided" })).toMatchObject({ data: [{ id: second.caseId }] });
  });
});

describe("taking a case", () => {
  test("is won by one of two who claim it at once", async () => {
    const { caseId } = await caseFile(ctx);
    const both = await Promise.allSettled([assignCase(lena, { caseId }), assignCase(omar, { caseId })]);
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = both.find((result) => result.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "conflict", message: /took C-1 meanwhile/ });
    expect(await actions(caseId)).toEqual(["case.opened", "case.assigned"]);
  });

  test("twice by the same member changes nothing the second time", async () => {
    const { caseId } = await caseFile(ctx);
    expect(await assignCase(lena, { caseId })).toEqual({ assigneeId: lena.actor.id, revision: 1 });
    expect(await assignCase(lena, { caseId })).toEqual({ assigneeId: lena.actor.id, revision: 1 });
  });

  test("over from somebody is said by naming oneself; giving back empties it", async () => {
    const { caseId } = await caseFile(ctx);
    await assignCase(lena, { caseId });
    await assignCase(omar, { caseId, memberId: omar.actor.id });
    expect((await getCase(lena, { caseId })).assignee?.name).toBe("Omar Haddad");
    await assignCase(lena, { caseId, memberId: null });
    expect((await getCase(lena, { caseId })).assignee).toBeNull();
  });

  test("cannot be given to a stranger, a leaver or a role that does not decide", async () => {
    const { caseId } = await caseFile(ctx);
    const auditor = await joinAs(ctx, "auditor");
    const elsewhere = await joinAs(await database.workspace(), "analyst");
    for (const memberId of [auditor.actor.id, elsewhere.actor.id, "mem_nobody"])
      await expect(assignCase(lena, { caseId, memberId })).rejects.toMatchObject({
        code: "invalid",
        issues: [{ path: "memberId" }],
      });
  });

  test("as the next one gives two people two cases, the one due first to the first", async () => {
    const soon = await caseFile(ctx);
    const late = await caseFile(later(ctx, HOUR));
    const [one, two] = await Promise.all([takeNextCase(lena, {}), takeNextCase(omar, {})]);
    expect([one?.caseId, two?.caseId].sort()).toEqual([soon.caseId, late.caseId].sort());
    expect(await takeNextCase(lena, {})).toBeNull();
  });
});

describe("a note", () => {
  test("is kept under the party's key and shown to the next reader", async () => {
    const { caseId } = await caseFile(ctx);
    const { revision } = await noteCase(lena, { caseId, text: "Same parent as canary-note" });
    expect(revision).toBe(1);
    const [row] = await database.owner<
      { body: Uint8Array }[]
    >`select body from case_notes where case_id = ${caseId}`;
    expect(Buffer.from(row?.body ?? []).toString("latin1")).not.toContain("canary");
    const { activity } = await getCase(omar, { caseId });
    expect(activity[0]).toMatchObject({
      event: "case.noted",
      actor: "Lena Brandt",
      text: "Lena Brandt added a note.",
      quote: "Same parent as canary-note",
    });
  });

  test("is not lost when two write at once", async () => {
    const { caseId } = await caseFile(ctx);
    await Promise.all([noteCase(lena, { caseId, text: "A" }), noteCase(omar, { caseId, text: "B" })]);
    const { activity, revision } = await getCase(lena, { caseId });
    expect(
      activity
        .map((item) => item.quote)
        .filter(Boolean)
        .sort(),
    ).toEqual(["A", "B"]);
    expect(revision).toBe(2);
  });
});

test("the list filters by assignee, time, search and number, and counts what asks for action", async () => {
  const acme = await caseFile(ctx, { name: "Acme 100% Ltd", country: "GB" });
  const nord = await caseFile(later(ctx, 2 * HOUR));
  await assignCase(lena, { caseId: acme.caseId });
  const ids = async (input: object, who: Context = lena) =>
    (await list(who, input)).data.map((row) => row.id);
  expect(await ids({ assignee: "me" })).toEqual([acme.caseId]);
  expect(await ids({ assignee: "nobody" })).toEqual([nord.caseId]);
  expect(await ids({ assignee: lena.actor.id }, omar)).toEqual([acme.caseId]);
  expect(await ids({ search: "nordlicht" })).toEqual([nord.caseId]);
  expect(await ids({ search: "100%" })).toEqual([acme.caseId]);
  expect(await ids({ search: "10%0" })).toEqual([]);
  expect(await ids({ search: "C-2" })).toEqual([nord.caseId]);
  expect(await ids({ search: "c2" })).toEqual([nord.caseId]);
  expect(await ids({ queue: "nowhere" })).toEqual([]);
  const evening = later(lena, 25 * HOUR);
  expect(await ids({ overdue: true }, evening)).toEqual([acme.caseId]);
  expect(await ids({ olderThanHours: 24 }, evening)).toEqual([acme.caseId]);
  expect(await countCases(evening)).toEqual({ mine: 1, unassigned: 1, overdue: 1 });
});

test("every order gives every case exactly once, page by page, however many are equal", async () => {
  const waiting = await Promise.all(Array.from({ length: 23 }, () => waitingRun(ctx)));
  const scores = [10, 10, 50, null];
  for (const [index, { runId, waitKey }] of waiting.entries())
    await openCase(later(ctx, Math.floor(index / 6) * HOUR), {
      runId,
      waitKey,
      node: "review",
      request: reviewAsked({ score: scores[index % scores.length] ?? null }),
    });
  for (const sort of ["due", "opened", "score"] as const)
    for (const limit of [1, 4, 22, 23, 50]) {
      const seen: { id: string; key: number }[] = [];
      let cursor: string | undefined;
      do {
        const page = await list(lena, { sort, limit, ...(cursor && { cursor }) });
        expect(page.total).toEqual({ count: 23, more: false });
        for (const row of page.data)
          seen.push({
            id: row.id,
            key:
              sort === "due"
                ? -Date.parse(row.dueAt)
                : sort === "opened"
                  ? Date.parse(row.openedAt)
                  : (row.score ?? -1_000_000),
          });
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(new Set(seen.map((row) => row.id)).size, `${sort} by ${limit}`).toBe(23);
      expect(seen).toHaveLength(23);
      expect(seen.map((row) => row.key)).toEqual(seen.map((row) => row.key).sort((a, b) => b - a));
    }
  const { nextCursor } = await list(lena, { sort: "due", limit: 2 });
  for (const cursor of ["nonsense", nextCursor ?? ""])
    await expect(list(lena, { sort: "score", cursor })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "cursor" }],
    });
});

test("another workspace's cases do not exist", async () => {
  const { caseId } = await caseFile(ctx);
  const stranger = await joinAs(await database.workspace(), "admin");
  expect((await list(stranger)).data).toEqual([]);
  for (const attempt of [
    () => getCase(stranger, { caseId }),
    () => assignCase(stranger, { caseId }),
    () => noteCase(stranger, { caseId, text: "x" }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  expect(await takeNextCase(stranger, {})).toBeNull();
});
