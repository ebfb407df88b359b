import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { caseFile, runInReview } from "@/server/testing/case-file";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { settleProcess } from "@/server/testing/runs";
import { createParty } from "./create";
import { eraseParty } from "./erase";
import { getParty } from "./get";
import { listParties } from "./list";
import { relateParties } from "./relate";
import { listPartiesInput } from "./schema";
import { tellParty } from "./tell";

let database: TestDatabase;
let ctx: Context;
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
});

const list = (input: object = {}, who: Context = ctx) => listParties(who, listPartiesInput.parse(input));
const owner = (name: string, shareBps: number) => ({
  roles: ["owner"] as const,
  kind: "person" as const,
  name,
  shareBps,
  values: { firstName: name },
});

describe("the list of parties", () => {
  test("gives every party once, page by page, newest first, and finds by name and number", async () => {
    for (let i = 0; i < 11; i++)
      await createParty(later(ctx, Math.floor(i / 3) * 1000), {
        kind: i % 2 ? "person" : "business",
        name: i === 4 ? "Discount 50%_off Ltd" : `Party ${i}`,
        reference: `HRB ${1000 + i}`,
      });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 3, ...(cursor && { cursor }) });
      seen.push(...page.data.map((row) => row.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(11);
    expect(seen).toEqual([...seen].sort().reverse());
    const names = async (search: string) => (await list({ search })).data.map((row) => row.name);
    expect(await names("50%_")).toEqual(["Discount 50%_off Ltd"]);
    expect(await names("%")).toEqual(["Discount 50%_off Ltd"]);
    expect(await names("HRB 1007")).toEqual(["Party 7"]);
    expect((await list({ kind: "person" })).data).toHaveLength(5);
    await expect(list({ cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid" });
  });

  test("counts open cases", async () => {
    const { partyId } = await caseFile(ctx);
    expect((await list()).data.find((row) => row.id === partyId)).toMatchObject({
      openCases: 1,
      latest: null,
    });
  });
});

test("a party shows its data with sources, who stands behind it, its applications, cases and documents", async () => {
  const { partyId, applicationId, runId, caseId } = await runInReview(ctx);
  await tellParty(ctx, {
    partyId,
    values: { "forms.company.legalName": "Nordlicht Handels GmbH", "forms.company.country": "DE" },
    source: `application:${applicationId}`,
  });
  await relateParties(ctx, {
    partyId,
    roles: ["owner"],
    related: [owner("Henrik", 4000)],
    source: "application:x",
  });
  const view = await getParty(ctx, { partyId });
  expect(view).toMatchObject({
    name: "Nordlicht Handels GmbH",
    openCases: 1,
    data: [
      { title: "Legal name", value: "Nordlicht Handels GmbH", source: "Application" },
      { title: "Country", source: "Application" },
    ],
    relationships: [
      { role: "owner", direction: "from", party: { name: "Henrik", kind: "person" }, share: 40 },
    ],
    applications: [{ id: applicationId, runId, status: "in_review", outcome: null }],
    cases: [{ id: caseId, number: 1, queue: "Enhanced due diligence", status: "open" }],
  });
  const other = view.relationships[0]?.party.id ?? "";
  expect((await getParty(ctx, { partyId: other })).relationships).toMatchObject([
    { direction: "to", party: { id: partyId } },
  ]);
});

describe("erasing", () => {
  const ask = (partyId: string, more: object = {}) => ({
    partyId,
    confirmName: "Acme Ltd",
    reason: "The customer asked for it",
    ...more,
  });

  test("needs the name, a reason that does not repeat it, and every run finished", async () => {
    const { id } = await createParty(ctx, { kind: "business", name: "Acme Ltd" });
    await expect(eraseParty(ctx, ask(id, { confirmName: "Acme" }))).rejects.toMatchObject({
      issues: [{ path: "confirmName" }],
    });
    await expect(eraseParty(ctx, ask(id, { reason: "acme  LTD asked" }))).rejects.toMatchObject({
      issues: [{ path: "reason" }],
    });
    const running = await runInReview(ctx, { name: "Acme Ltd" });
    await expect(eraseParty(ctx, ask(running.partyId))).rejects.toMatchObject({
      code: "conflict",
      message: /One run of this party is not finished/,
    });
    expect((await getParty(ctx, { partyId: id })).erasedAt).toBeNull();
  });

  test("happens once, and nothing can be told to the party afterwards", async () => {
    const { id, vault } = await createParty(ctx, { kind: "person", name: "Acme Ltd" });
    const both = await Promise.allSettled([eraseParty(ctx, ask(id)), eraseParty(ctx, ask(id))]);
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(
      tellParty(ctx, { partyId: id, vault, values: { a: 1 }, source: "x", name: "Acme Ltd" }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await getParty(ctx, { partyId: id })).toMatchObject({ name: "Erased person", data: [] });
  });

  test("takes along those known only through it, and leaves who stands elsewhere too", async () => {
    const acme = await createParty(ctx, { kind: "business", name: "Acme Ltd" });
    const nord = await createParty(ctx, { kind: "business", name: "Nordlicht" });
    await relateParties(ctx, {
      partyId: acme.id,
      roles: ["owner"],
      related: [
        owner("Only Here", 5000),
        { ...owner("Holding", 5000), kind: "business" },
        { ...owner("Behind Holding", 10000), via: 1 },
        owner("Also There", 1000),
      ],
      source: "application:a",
    });
    const shared = (await getParty(ctx, { partyId: acme.id })).relationships.find(
      ({ party }) => party.name === "Also There",
    );
    await database.owner`
      insert into relationships (workspace_id, id, from_party_id, to_party_id, role, created_at)
      values (${ctx.workspaceId}, 'rel_x', ${shared?.party.id ?? ""}, ${nord.id}, 'owner', now())`;
    expect(await eraseParty(ctx, ask(acme.id))).toEqual({ erased: 4 });
    const left = await database.owner<{ name: string }[]>`
      select name from parties where workspace_id = ${ctx.workspaceId} and erased_at is null order by name`;
    expect(left.map((row) => row.name)).toEqual(["Also There", "Nordlicht"]);
  });
});

test("another workspace's parties do not exist", async () => {
  const { id } = await createParty(ctx, { kind: "business", name: "Acme Ltd" });
  const stranger = await joinAs(await database.workspace(), "admin");
  expect((await list({}, stranger)).data).toEqual([]);
  expect((await list({ search: "Acme" }, stranger)).data).toEqual([]);
  await expect(getParty(stranger, { partyId: id })).rejects.toMatchObject({ code: "not_found" });
  await expect(
    eraseParty(stranger, { partyId: id, confirmName: "Acme Ltd", reason: "because" }),
  ).rejects.toMatchObject({ code: "not_found" });
});
