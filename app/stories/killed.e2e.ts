import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { Page } from "@playwright/test";
import { personAnswers } from "@/db/seed/scenarios/persons";
import { ROOT, runToEnd } from "@/server/launch/processes.mjs";
import { startTrial, trialFolder } from "@/server/launch/trial.mjs";
import { ApplicantPage, invite } from "@/server/testing/applicant-page";
import { expect, type House, signIn, test } from "@/server/testing/e2e";
import { readApplication, withPapers } from "@/server/testing/stories";
import {
  type Behind,
  expectWhole,
  lookBehind,
  runOf,
  standing,
  timesAsked,
  untilAsking,
  whileSubmitHangs,
} from "@/server/testing/whole";

/** A Gatehouse of its own, started by the real launcher, whose processes are killed while people are at work. */

test.describe.configure({ mode: "serial", timeout: 240_000 });

/** The vendor takes a second and a half for a document with this ending. */
const slow = (lastName: string) =>
  personAnswers({ firstName: "Ines", lastName }, { documentNumber: "P7654320" });
const slowNode = "identity";

const freePort = () =>
  new Promise<string>((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(String(port)));
    });
  });

let dataDir: string;
let port: string;
let trial: Awaited<ReturnType<typeof startTrial>>;
let behind: Behind;

const start = () => startTrial({ dataDir, env: { PORT: port, LOG_LEVEL: "debug" } });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  dataDir = trialFolder("killed");
  port = await freePort();
  trial = await start();
  behind = lookBehind(trial);
});
test.afterAll(async () => {
  await behind?.sql.end({ timeout: 1 });
  await trial?.stop();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
});

async function manager(house: House): Promise<Page> {
  const page = await house.stranger({ baseURL: trial.url });
  const accounts = JSON.parse(readFileSync(trial.accountsFile, "utf8")) as {
    role: string;
    email: string;
    password: string;
  }[];
  const account = accounts.find(({ role }) => role === "risk_manager");
  if (!account) throw new Error("the demo has no risk manager");
  await signIn(page, account);
  return page;
}

/** An applicant who has filled everything and looks at it before sending. */
async function beforeSending(house: House, staff: Page, lastName: string) {
  const { id, link } = await invite(staff, { workflow: "person_kyc", reference: `killed-${lastName}` });
  const applicant = await new ApplicantPage(await house.phone({ baseURL: trial.url })).open(link);
  await applicant.fillForm(await withPapers(slow(lastName)));
  return { id, applicant, send: applicant.page.getByRole("button", { name: "Send application" }) };
}

/** Everything the applicant has typed, as the server knows it. */
async function typed(page: Page): Promise<unknown> {
  const answer = await page.request.get(`${trial.url}/api/trpc/collection.view`);
  expect(answer.status()).toBe(200);
  return (await answer.json()).result.data.json.answers;
}

async function approved(staff: Page, id: string): Promise<void> {
  await expect
    .poll(async () => (await readApplication(staff, id)).decision?.outcome, { timeout: 120_000 })
    .toBe("approve");
  await expectWhole(behind, id);
}

test("kill -9 of the worker in the middle of a check: asked again under the same key, decided once", async ({
  house,
}) => {
  const staff = await manager(house);
  const { id, applicant } = await beforeSending(house, staff, "Arbeiter");
  await applicant.send();
  const key = await untilAsking(behind, id, slowNode);
  await trial.kill("worker");
  await approved(staff, id);
  expect(timesAsked(behind, await runOf(behind, id), key)).toBe(2);
  await expect(applicant.page.getByText("Approved").first()).toBeVisible({ timeout: 60_000 });
});

test("kill -9 of web in the middle of a submit: nothing was sent, all typing is there, then it is sent once", async ({
  house,
}) => {
  const staff = await manager(house);
  const { id, applicant, send } = await beforeSending(house, staff, "Netz");
  const before = await typed(applicant.page);
  const runId = await runOf(behind, id);
  await whileSubmitHangs(
    trial,
    { sql: behind.sql, runId },
    () => send.click(),
    () => trial.kill("web"),
  );
  await trial.untilReady();
  expect(await standing(behind, id)).toMatchObject({ submissions: 0 });
  expect(await typed(applicant.page)).toEqual(before);
  await expect(applicant.page.getByRole("alert").first()).toBeVisible();
  const { answers } = await standing(behind, id);
  await applicant.send();
  await approved(staff, id);
  expect(await standing(behind, id)).toEqual({ submissions: 1, answers });
});

test("kill -9 of PostgreSQL under both, in a check and in a submit: both end as if nothing had been", async ({
  house,
}) => {
  const staff = await manager(house);
  const checked = await beforeSending(house, staff, "Prüfung");
  const sending = await beforeSending(house, staff, "Sendung");
  const before = await typed(sending.applicant.page);
  const runId = await runOf(behind, sending.id);
  await whileSubmitHangs(
    trial,
    { sql: behind.sql, runId },
    () => sending.send.click(),
    async () => {
      await checked.applicant.send();
      await untilAsking(behind, checked.id, slowNode);
      await trial.kill("postgres");
    },
  );
  await trial.untilReady(60_000);
  expect(await typed(sending.applicant.page)).toEqual(before);
  expect(await standing(behind, sending.id)).toMatchObject({ submissions: 0 });
  await sending.applicant.send();
  await approved(staff, checked.id);
  await approved(staff, sending.id);
});

test("kill -9 of the launcher: the next start finds everything, and people go on where they were", async ({
  house,
}) => {
  const staff = await manager(house);
  const checked = await beforeSending(house, staff, "Starter");
  const typing = await beforeSending(house, staff, "Tipper");
  const before = await typed(typing.applicant.page);
  await checked.applicant.send();
  await untilAsking(behind, checked.id, slowNode);
  await trial.kill("launcher");
  trial = await start();
  expect(await typed(typing.applicant.page)).toEqual(before);
  await typing.applicant.send();
  await approved(staff, checked.id);
  await approved(staff, typing.id);
});

test("the record of all that is sealed and without a gap", async () => {
  const { code, output } = await runToEnd(
    process.execPath,
    [`${ROOT}/server/launch/run.mjs`, "server/audit/verify-cli.ts"],
    { env: { ...process.env, DATA_DIR: dataDir } },
  );
  expect(output).toContain("0 findings");
  expect(output).not.toMatch(/[1-9]\d* findings/);
  expect(code, output).toBe(0);
});
