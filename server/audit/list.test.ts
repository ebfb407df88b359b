import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Context, inTransaction } from "@/server/context";
import { as, later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { addMember } from "@/server/workspaces/add-member";
import { listAudit } from "./list";
import { recordAudit } from "./record";
import { listAuditInput } from "./schema";
import { sealAudit } from "./seal";

let database: TestDatabase;
let ctx: Context;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  ctx = await database.workspace();
});

const note = (ctx: Context, subject: string) =>
  inTransaction(ctx, (tx, ctx) =>
    recordAudit(tx, ctx, {
      subject: { kind: "case", id: subject },
      action: "case.noted",
      facts: { subject },
    }),
  );
const list = (ctx: Context, input: object = {}) => listAudit(ctx, listAuditInput.parse(input));

describe("the list of audit entries", () => {
  it("walks every entry once, newest first, page by page", async () => {
    for (let i = 0; i < 7; i++) await note(later(ctx, i * 1000), `case_${i}`);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(ctx, { limit: 3, cursor });
      seen.push(...page.data.map((entry) => entry.subject.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["case_6", "case_5", "case_4", "case_3", "case_2", "case_1", "case_0"]);
  });

  it("says who acted, by name, and which seal covers the entry", async () => {
    const { memberId } = await addMember(ctx, { email: "ada@example.com", name: "Ada", role: "analyst" });
    const ada = as(later(ctx, 1), {
      kind: "member",
      id: memberId,
      userId: "usr_x",
      sessionId: "ses_x",
      role: "analyst",
      name: "Ada",
    });
    await note(ada, "case_a");
    expect((await list(ctx)).data.map(({ actor, seal }) => [actor.name, seal])).toEqual([
      ["Ada", null],
      ["Gatehouse, making the demo", null],
    ]);
    await sealAudit(later(ctx, 2), join(await mkdtemp(join(tmpdir(), "seals-")), "seals.jsonl"));
    expect((await list(ctx)).data.map(({ seal }) => seal)).toEqual([1, 1]);
  });

  it("filters by action, subject and actor", async () => {
    await note(ctx, "case_a");
    await note(later(ctx, 1), "case_b");
    await addMember(later(ctx, 2), { email: "bo@example.com", name: "Bo", role: "analyst" });
    const subjects = async (input: object) => (await list(ctx, input)).data.map(({ subject }) => subject.id);
    expect(await subjects({ action: "case.noted" })).toEqual(["case_b", "case_a"]);
    expect(await subjects({ subjectKind: "case", subjectId: "case_a" })).toEqual(["case_a"]);
    expect(await subjects({ subjectKind: "member" })).toHaveLength(1);
    expect(await subjects({ actorId: "nobody" })).toEqual([]);
  });

  it("shows nothing of another workspace", async () => {
    await note(ctx, "case_a");
    const other = await database.workspace();
    expect((await list(other)).data).toEqual([]);
  });
});
