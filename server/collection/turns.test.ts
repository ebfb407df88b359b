import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLink } from "@/server/applications/link";
import { verifyAudit } from "@/server/audit/verify";
import { decideCase } from "@/server/cases/decide";
import { noteCase } from "@/server/cases/note";
import { decideCaseInput } from "@/server/cases/schema";
import type { Context } from "@/server/context";
import { removeDocument } from "@/server/documents/remove";
import { uploadDocument } from "@/server/documents/upload";
import { isDomainError } from "@/server/errors";
import { driveRun } from "@/server/runs/drive";
import { fireTimer } from "@/server/runs/fire-timer";
import { applied, sellerDocument, visitor } from "@/server/testing/collecting";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { jpeg } from "@/server/testing/files";
import { joinAs } from "@/server/testing/member";
import { smallDocument } from "@/server/testing/run-documents";
import {
  publishedWorkflow,
  sandboxConnections,
  settleProcess,
  stopJobsAfterAll,
} from "@/server/testing/runs";
import { expectSound } from "@/server/testing/sound";
import { answerRequirements } from "./answer-requirements";
import { saveAnswers } from "./save-answers";
import { submitForm } from "./submit";
import { viewApplication } from "./view";

let database: TestDatabase;
let ctx: Context;
let analyst: Context;
let folder: string;

/** A form, a vendor, a person who may send it back, and two things that are asked again. */
function reviewedSeller() {
  const seller = sellerDocument();
  return {
    ...seller,
    ...smallDocument(
      "reviewed_seller",
      {
        begin: { type: "application_start" },
        form: { type: "collect", config: { form: "company" } },
        registry: {
          type: "check",
          config: {
            connection: "registry",
            capability: "company_lookup",
            ask: {
              country: "forms.company.country",
              registrationNumber: "forms.company.companyNumber",
              name: "forms.company.legalName",
            },
          },
        },
        look: { type: "review", config: { queue: "edd" } },
        ask: { type: "request_information", config: { from: { node: "look" } } },
        yes: { type: "end", config: { outcome: "approve" } },
        no: { type: "end", config: { outcome: "decline", reasonCodes: ["LATE"] } },
      },
      {
        "begin.next": "form",
        "form.submitted": "registry",
        "registry.answered": "look",
        "registry.no_answer": "look",
        "look.approved": "yes",
        "look.declined": "no",
        "look.sent_back": "ask",
        "ask.answered": "look",
        "ask.nothing": "look",
        "ask.expired": "no",
      },
    ),
    title: seller.title,
    rules: {},
    reasonCodes: seller.reasonCodes,
    forms: seller.forms,
    settings: { ...smallDocument("x", {}, {}).settings, ...seller.settings },
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-turns-"));
  process.env["DATA_DIR"] = folder;
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]')`;
  await publishedWorkflow(ctx, sellerDocument());
  await publishedWorkflow(ctx, reviewedSeller());
  analyst = await joinAs(ctx, "analyst", "Lena Brandt");
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});
stopJobsAfterAll();

const company = {
  country: "GB",
  legalName: "Tamarind Ltd",
  contactEmail: "anna@tamarind.example",
  companyNumber: "01234500",
  owners: [
    { fullName: "Anna Berg", share: 60 },
    { fullName: "Jonas Weber", share: 40 },
  ],
};

/** All at once. Whoever comes too late may be refused in words; nobody may meet the database's own errors. */
async function atOnce(work: Promise<unknown>[]): Promise<number> {
  const met = await Promise.allSettled(work);
  const reasons = met.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  expect(reasons.filter((reason) => !isDomainError(reason))).toEqual([]);
  return met.length - reasons.length;
}

const deadlocks = async () => {
  await database.owner`select pg_stat_force_next_flush()`;
  await database.owner`select pg_stat_clear_snapshot()`;
  const [row] = await database.owner`
    select deadlocks::int from pg_stat_database where datname = current_database()`;
  return row?.["deadlocks"] as number;
};

/** One application, with two browsers, a worker and an analyst who never wait for each other. */
async function passage(photo: Uint8Array): Promise<string> {
  const { id, applicant: one } = await applied(ctx, "reviewed_seller");
  const two = await visitor(ctx, id, "Safari on iPhone");
  const [row] = await database.owner`select run_id from applications where id = ${id}`;
  const runId = row?.["run_id"] as string;
  let ms = 0;
  const now = () => ++ms * 10;
  const save = (who: Context, answers: object = company) =>
    saveAnswers(later(who, now()), {
      form: "company",
      answers: Object.entries(answers).map(([path, value]) => ({ path, value })) as never,
      typedAt: later(who, ms).at.toISOString(),
    });
  const send = (who: Context, type: string, subject: string, more: object = {}) =>
    uploadDocument(later(who, now()), { type, subject, name: "a.jpg", bytes: photo, ...more });
  const passport = (who: Context, more = {}) => send(who, "passport", "forms.company.owners[0]", more);
  const submit = (who: Context) => submitForm(later(who, now()), { form: "company" });
  const drive = () => driveRun(ctx, { runId, now: () => later(ctx, now()).at });
  const caseOf = async () => {
    const [row] = await database.owner`select id, revision from cases where run_id = ${runId}`;
    return { caseId: row?.["id"] as string, revision: row?.["revision"] as number };
  };
  const decide = async (more: object) =>
    decideCase(later(analyst, now()), decideCaseInput.parse({ ...(await caseOf()), ...more }));

  const mine = await passport(one);
  const stray = await passport(two);
  const owners = company.owners.map((owner, index) => ({ ...owner, ...(!index && { passport: mine.id }) }));
  await save(one, { ...company, owners });
  await atOnce([
    submit(one),
    submit(two),
    save(two, { legalName: "Tamarind & Rye Ltd" }),
    passport(two, { replaces: stray.id }),
    removeDocument(later(two, now()), { documentId: stray.id }),
    createLink(later(ctx, now()), { applicationId: id }),
    drive(),
  ]);
  await atOnce([drive(), drive(), save(one), submit(two), passport(one)]);
  await drive();

  const items = [
    { kind: "document", key: "passport", subject: "forms.company.owners[0]", reasonCode: "PROOF" },
    {
      kind: "field",
      key: "forms.company.owners[1].email",
      subject: "forms.company.owners[1]",
      reasonCode: "CONTACT",
    },
  ];
  const sendBack = () => decide({ verdict: "send_back", items });
  await atOnce([
    sendBack(),
    sendBack(),
    submit(one),
    drive(),
    noteCase(later(analyst, now()), { caseId: (await caseOf()).caseId, text: "Look" }),
  ]);
  // A note that came first makes both decide on a case that has changed.
  if ((await viewApplication(later(one, now()))).stage !== "answer") await sendBack();

  const asked = (await viewApplication(later(one, now()))).requirements;
  expect(asked.map(({ state }) => state)).toEqual(["currently_due", "currently_due"]);
  const [paper, email] = asked.map((ask) => ask.id) as [string, string];
  const better = await passport(one);
  const answer = (who: Context, requirement: string, value: string) =>
    answerRequirements(later(who, now()), { answers: [{ requirement, value }] });
  await atOnce([
    answer(one, paper, better.id),
    answer(two, email, "jonas@tamarind.example"),
    answer(two, paper, better.id),
    passport(two, { replaces: mine.id }),
    decide({ verdict: "approve" }),
    drive(),
    createLink(later(ctx, now()), { applicationId: id }),
  ]);
  await atOnce([
    decide({ verdict: "approve" }),
    decide({ verdict: "approve" }),
    answer(one, email, "b@c.example"),
    drive(),
  ]);
  return runId;
}

describe("everybody at one application at once", () => {
  it("takes turns: no deadlock, nothing lost, nothing doubled", { timeout: 120_000 }, async () => {
    const photo = await jpeg(16, 12);
    const runIds = await Promise.all(Array.from({ length: 4 }, () => passage(photo)));
    expect(await deadlocks()).toBe(0);
    for (const runId of runIds) {
      const { row, decisions } = await expectSound(ctx, runId, { audit: false });
      expect(row.status).toBe("completed");
      expect(decisions).toMatchObject([{ outcome: "approve" }]);
      const [handed] = await database.owner`
        select count(*)::int from submissions where application_id = (select id from applications where run_id = ${runId})`;
      expect(handed?.["count"]).toBe(1);
    }
    expect((await verifyAudit(ctx)).findings).toEqual([]);
  });

  it("lets the last answer and its deadline meet: one of them counts", { timeout: 120_000 }, async () => {
    const meet = async () => {
      const { id, applicant } = await applied(ctx, "seller");
      await saveAnswers(applicant, {
        form: "company",
        answers: Object.entries(company).map(([path, value]) => ({ path, value })) as never,
        typedAt: applicant.at.toISOString(),
      });
      await submitForm(applicant, { form: "company" });
      const { requirements } = await viewApplication(applicant);
      const fields = requirements.filter(({ kind }) => kind === "field");
      expect(fields).toHaveLength(2);
      const [timer] = await database.owner`
        select run_id, key from run_timers join applications using (run_id) where applications.id = ${id}`;
      const { run_id: runId, key } = timer as unknown as { run_id: string; key: string };
      const answers = fields.map((field) => ({ requirement: field.id, value: "a@b.example" }));
      await atOnce([
        answerRequirements(later(applicant, 1000), { answers }),
        fireTimer(later(ctx, 15 * 86_400_000), { runId, key }),
        answerRequirements(later(applicant, 2000), { answers }),
      ]);
      const { row, decisions } = await expectSound(ctx, runId, { audit: false });
      expect([row.status, decisions[0]?.outcome]).toEqual(["completed", "decline"]);
    };
    for (let round = 0; round < 3; round++) await Promise.all([meet(), meet(), meet(), meet()]);
    expect(await deadlocks()).toBe(0);
  });
});
