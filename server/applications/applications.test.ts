import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDoor } from "@/server/api/context";
import { createCaller } from "@/server/api/root";
import { APPLICATION_HEADER } from "@/server/auth/applicant";
import { announceLink, swapLink } from "@/server/auth/swap-link";
import type { Context } from "@/server/context";
import { sellerDocument } from "@/server/testing/collecting";
import { as, type TestDatabase, testDatabase } from "@/server/testing/database";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { createApplication } from "./create";
import { getApplication } from "./get";
import { createLink } from "./link";
import { revokeLinks } from "./revoke-links";
import { createApplicationInput } from "./schema";

let database: TestDatabase;
let ctx: Context;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-files-"));
  process.env["DATA_DIR"] = folder;
  database = await testDatabase();
  settleProcess(database);
  // Links are opened by real browsers, at the real time.
  ctx = { ...(await database.workspace()), at: new Date() };
  await publishedWorkflow(ctx, sellerDocument());
  await publishedWorkflow(
    ctx,
    smallDocument(
      "order",
      { begin: { type: "decision_start" }, yes: { type: "end", config: { outcome: "approve" } } },
      { "begin.next": "yes" },
    ),
  );
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});
stopJobsAfterAll();

const create = (who: Context, more: object = {}) =>
  createApplication(who, createApplicationInput.parse({ workflow: "seller", ...more }));

describe("creating an application", () => {
  it("starts the run, keeps what the caller said, and answers with the link once", async () => {
    const key: Context = as(ctx, { kind: "api_key", id: "key_1", scopes: ["applications.create"] });
    const made = await create(key, {
      party: { name: "Nord GmbH", country: "DE" },
      reference: "seller-1",
      locale: "de-AT",
      redirectUrl: "https://shop.example/done",
    });
    expect(made).toMatchObject({ status: "collecting", link: expect.stringMatching(/\/c\/[\w-]{43}$/) });
    const [row] = await database.owner`select * from applications where id = ${made.id}`;
    expect(row).toMatchObject({
      channel: "api",
      reference: "seller-1",
      locale: "de-AT",
      redirect_url: "https://shop.example/done",
    });
    expect(await getApplication(ctx, { id: made.id })).toMatchObject({
      status: "collecting",
      party: { name: "Nord GmbH", kind: "business" },
      submittedAt: null,
      decision: null,
    });
    const actions = await database.owner`
      select action from audit_entries where subject_id = ${made.id} order by seq`;
    expect(actions.map(({ action }) => action)).toEqual(["application.created", "link.created"]);
    const secret = made.link.split("/c/")[1] ?? "";
    const [{ found } = { found: 1 }] = await database.owner`
      select count(*)::int as found from applicant_links where token_hash = ${secret}`;
    expect(found).toBe(0);
  });

  it("refuses a workflow that takes no applications, one that is not there, and another workspace's party", async () => {
    await expect(create(ctx, { workflow: "order" })).rejects.toMatchObject({
      code: "conflict",
      issues: [{ path: "workflow" }],
    });
    await expect(create(ctx, { workflow: "nope" })).rejects.toMatchObject({ code: "not_found" });
    const elsewhere = await database.workspace();
    await expect(create(elsewhere)).rejects.toMatchObject({ code: "not_found" });
    const mine = await create(ctx);
    const party = (await getApplication(ctx, { id: mine.id })).party.id;
    await publishedWorkflow(elsewhere, sellerDocument());
    await expect(create(elsewhere, { party: { id: party } })).rejects.toMatchObject({ code: "not_found" });
    for (const verb of [
      () => getApplication(elsewhere, { id: mine.id }),
      () => createLink(elsewhere, { applicationId: mine.id }),
      () => revokeLinks(elsewhere, { applicationId: mine.id }),
    ])
      await expect(verb()).rejects.toMatchObject({ code: "not_found" });
  });
});

const host = "127.0.0.1:3000";
const tokenOf = (link: string) => link.split("/c/")[1] ?? "";
const open = async (token: string, at = new Date()) => {
  const answer = await swapLink(token, new Headers({ host }), at);
  const cookie = answer.headers.get("set-cookie");
  return {
    answer,
    location: answer.headers.get("location"),
    cookie: cookie?.split(";")[0] ?? "",
    full: cookie,
  };
};
/** The applicant's pages in a browser that holds these cookies. */
const browser = (cookies: string[], application?: string) =>
  createCaller(
    openDoor(
      new Headers({
        host,
        cookie: cookies.join("; "),
        ...(application && { [APPLICATION_HEADER]: application }),
      }),
    ),
  ).collection;

describe("opening a link", () => {
  it("swaps the token for a cookie no script can read, and goes on without it", async () => {
    const { id, link } = await create(ctx);
    const { answer, location, cookie, full } = await open(tokenOf(link));
    expect(answer.status).toBe(303);
    expect(location).toBe(`/c/application/${id}`);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(full).toMatch(/HttpOnly; SameSite=Lax/);
    expect(cookie).not.toContain(tokenOf(link));
    expect(await browser([cookie]).view()).toMatchObject({ applicationId: id, stage: "fill" });
  });

  it("answers wrong, expired and revoked links alike", async () => {
    const { id, link } = await create(ctx);
    const expired = await open(tokenOf(link), new Date(Date.now() + 8 * 86_400_000));
    const { cookie } = await open(tokenOf(link));
    await revokeLinks(ctx, { applicationId: id });
    const answers = [
      expired,
      await open(tokenOf(link)),
      await open("A".repeat(43)),
      await open("short"),
      await open("..%2f..%2fetc"),
    ];
    const seen = answers.map(({ answer, location }) => [answer.status, location, [...answer.headers]]);
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(seen[0]?.[1]).toBe("/c/closed");
    // The browser that came by the link before is out too, and a fresh link lets it in again.
    await expect(browser([cookie]).view()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    const again = await open(tokenOf((await createLink(ctx, { applicationId: id })).link));
    expect(await browser([again.cookie]).view()).toMatchObject({ applicationId: id });
  });

  it("keeps two applications in one browser apart", async () => {
    const [one, two] = [await create(ctx), await create(ctx)];
    const cookies = [(await open(tokenOf(one.link))).cookie, (await open(tokenOf(two.link))).cookie];
    for (const { id } of [one, two])
      expect(await browser(cookies, id).view()).toMatchObject({ applicationId: id });
    await expect(browser(cookies).view()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await expect(browser(cookies.slice(0, 1), two.id).view()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await browser(cookies, one.id).saveAnswers({
      form: "company",
      answers: [{ path: "legalName", value: "First" }],
      typedAt: new Date().toISOString(),
    });
    expect((await browser(cookies, two.id).view()).answers).toEqual({});
  });

  it("makes no visit for a preview", async () => {
    const [before] = await database.owner`select count(*)::int from applicant_visits`;
    expect(announceLink().headers.get("set-cookie")).toBeNull();
    expect(await database.owner`select count(*)::int from applicant_visits`).toEqual([before]);
  });

  it("opens nothing of the staff's, and staff's pages open nothing of the applicant's", async () => {
    const { id, link } = await create(ctx);
    const { cookie } = await open(tokenOf(link));
    const { applications } = createCaller(openDoor(new Headers({ host, cookie })));
    await expect(applications.get({ applicationId: id })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await expect(applications.revokeLinks({ applicationId: id })).rejects.toMatchObject({
      code: "UNAUTHORIZED",
    });
    await expect(browser([]).view()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});
