import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applications, documents, messages, runs } from "@/db/schema";
import { getApplication } from "@/server/applications/get";
import { verifyAudit } from "@/server/audit/verify";
import { type Context, inTransaction } from "@/server/context";
import { UNNAMED } from "@/server/documents/schema";
import type { RunState } from "@/server/engine/state";
import { partyFacts } from "@/server/parties/tell";
import { openVault } from "@/server/parties/vault";
import { newId } from "@/server/platform/ids";
import { places } from "@/server/runs/places";
import { applied, sellerDocument, visitor } from "@/server/testing/collecting";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { publishedWorkflow, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { answerRequirements } from "./answer-requirements";
import { closeRequirements } from "./close-requirements";
import { findCollecting, ownApplication } from "./find";
import { saveAnswers } from "./save-answers";
import { submitForm } from "./submit";
import { viewApplication } from "./view";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await publishedWorkflow(ctx, sellerDocument());
});
afterAll(() => database.close());
stopJobsAfterAll();

const german = {
  country: "DE",
  legalName: "Nordlicht Handels GmbH",
  contactEmail: "anna@nordlicht.example",
  hrb: "HRB 12345",
  owners: [
    { fullName: "Anna Berg", share: 60 },
    { fullName: "Jonas Weber", share: 40 },
  ],
};
const british = { ...german, country: "GB", companyNumber: "1234567" };

const save = (who: Context, answers: object, typedAt = who.at) =>
  saveAnswers(who, {
    form: "company",
    answers: Object.entries(answers).map(([path, value]) => ({ path, value })),
    typedAt: typedAt.toISOString(),
  });
const submit = (who: Context) => submitForm(who, { form: "company" });

/** The run of an application as it stands. */
const runOf = (ctx: Context, applicationId: string) =>
  inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({ id: runs.id, partyId: runs.partyId, state: runs.state })
      .from(runs)
      .innerJoin(applications, eq(applications.runId, runs.id))
      .where(eq(applications.id, applicationId));
    if (!row) throw new Error("no run");
    const vault = await openVault(tx, ctx, row.partyId);
    return { id: row.id, state: vault.open<RunState>(places.state(row.id), row.state) };
  });

const waitOf = async (ctx: Context, applicationId: string) => {
  const { id } = await runOf(ctx, applicationId);
  const [wait] = await database.owner`select key from waits where run_id = ${id} and closed_at is null`;
  return { runId: id, waitKey: wait?.key as string };
};

const mailsOf = (ctx: Context, applicationId: string) =>
  inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx.select().from(messages).where(eq(messages.applicationId, applicationId));
    return Promise.all(
      rows.map(async ({ id, partyId, body }) =>
        (await openVault(tx, ctx, partyId)).open<{ to: string; subject: string; text: string }>(
          `messages.body:${id}`,
          body,
        ),
      ),
    );
  });

/** A document that is ready, as an upload leaves it. */
const uploaded = (who: Context, type: string) =>
  inTransaction(who, async (tx, ctx) => {
    const { application } = await findCollecting(tx, ctx, ownApplication(ctx));
    const id = newId("document", ctx.at);
    await tx.insert(documents).values({
      workspaceId: ctx.workspaceId,
      id,
      applicationId: application.id,
      partyId: application.partyId,
      type,
      subject: UNNAMED,
      state: "ready",
      uploadedAt: ctx.at,
    });
    return id;
  });

describe("filling a form", () => {
  it("goes from an empty form to a decision", async () => {
    const { applicant } = await applied(ctx);
    expect(await viewApplication(applicant)).toMatchObject({
      stage: "fill",
      title: "Sell with Bazaarly",
      brand: { name: "Bazaarly" },
      form: { key: "company" },
      answers: {},
      requirements: [],
      result: null,
    });
    await save(applicant, german);
    expect((await viewApplication(applicant)).answers).toEqual(german);
    await submit(applicant);
    expect(await viewApplication(applicant)).toMatchObject({
      stage: "done",
      form: null,
      result: { kind: "positive", title: "Your application was approved." },
    });
    expect((await verifyAudit(ctx)).findings).toEqual([]);
  });

  it("tells its caller what the form still needs, as the answers stand, and nothing once it is in", async () => {
    const { id, applicant } = await applied(ctx);
    const owed = async () =>
      (await getApplication(ctx, { id })).requirements.map(({ id: _, ...one }) => [
        one.kind,
        one.key,
        one.subject,
        one.state,
        one.reason.code,
      ]);
    const field = (path: string, subject = "party") => [
      "field",
      `forms.company.${path}`,
      subject,
      "currently_due",
      "ASKED_BY_FORM",
    ];
    expect(await owed()).toEqual(
      ["country", "legalName", "contactEmail", "owners"].map((path) => field(path)),
    );
    await save(applicant, { country: "GB", contactEmail: "anna", owners: [{ fullName: "Anna Berg" }] });
    expect(await owed()).toEqual([
      field("legalName"),
      field("companyNumber"),
      field("contactEmail"),
      field("owners[0].share", "forms.company.owners[0]"),
    ]);
    await save(later(applicant, 1000), german);
    expect(await owed()).toEqual([]);
    await submit(later(applicant, 2000));
    expect(await owed()).toEqual([]);
  });

  it("keeps unfinished typing, and says what is wrong field by field when it is handed in", async () => {
    const { applicant } = await applied(ctx);
    await save(applicant, {
      country: "GB",
      companyNumber: "12",
      contactEmail: "anna@",
      owners: [{ fullName: "Anna Berg" }, { fullName: "Jonas Weber", share: 140, email: "x" }],
    });
    const refused = await submit(applicant).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: "DomainError", code: "invalid" });
    const issues = (refused as { issues: { path: string; code: string; message: string; page: string }[] })
      .issues;
    expect(Object.fromEntries(issues.map(({ path, code }) => [path, code]))).toEqual({
      legalName: "required",
      contactEmail: "email",
      companyNumber: "company_number_GB",
      "owners.0.share": "required",
      "owners.1.share": "maximum",
      "owners.1.email": "email",
    });
    expect(issues.find(({ path }) => path === "companyNumber")).toMatchObject({
      message:
        "Company number: use 8 digits, or two letters and 6 digits, as on your certificate of incorporation.",
      page: "basics",
      params: { field: "Company number" },
    });
    expect(await viewApplication(applicant)).toMatchObject({
      stage: "fill",
      answers: { companyNumber: "12" },
    });
    const [{ count } = { count: 0 }] = await database.owner`
      select count(*)::int from submissions where application_id = ${(await viewApplication(applicant)).applicationId}`;
    expect(count).toBe(0);
  });

  it("sends only what is shown, and tells the party with source and time", async () => {
    const { id, applicant } = await applied(ctx);
    await save(applicant, { ...british, country: "DE", contactEmail: " anna@nordlicht.example " });
    await submit(applicant);
    const { state } = await runOf(ctx, id);
    expect(state.data.forms.company).toEqual(german);
    const [party] = await database.owner`
      select p.* from parties p join applications a on a.party_id = p.id where a.id = ${id}`;
    expect(party).toMatchObject({ name: "Nordlicht Handels GmbH", country: "DE", reference: null });
    const facts = await inTransaction(ctx, async (tx, ctx) =>
      partyFacts(tx, ctx, await openVault(tx, ctx, party?.id as string)),
    );
    expect(facts["forms.company.hrb"]).toEqual({
      value: "HRB 12345",
      source: `application:${id}`,
      at: ctx.at.toISOString(),
    });
    expect(facts).not.toHaveProperty("forms.company.companyNumber");
    const owners = await database.owner`
      select p.name, p.kind, r.role, r.share_bps from relationships r join parties p on p.id = r.from_party_id
      where r.to_party_id = ${party?.id as string} and r.ended_at is null order by p.name`;
    expect(owners).toEqual([
      { name: "Anna Berg", kind: "person", role: "owner", share_bps: 6000 },
      { name: "Jonas Weber", kind: "person", role: "owner", share_bps: 4000 },
    ]);
  });

  it("keeps the answers of both countries while the applicant changes their mind", async () => {
    const { applicant } = await applied(ctx);
    await save(applicant, { ...german });
    await save(later(applicant, 1000), { country: "GB", companyNumber: "SC123456" });
    await save(later(applicant, 2000), { country: "DE" });
    expect((await viewApplication(applicant)).answers).toMatchObject({
      country: "DE",
      hrb: "HRB 12345",
      companyNumber: "SC123456",
    });
  });

  it("answers a second submit like the first, also when both come at once", async () => {
    const { id, applicant } = await applied(ctx);
    await save(applicant, german);
    const [one, two] = await Promise.all([submit(applicant), submit(applicant)]);
    expect(two).toEqual(one);
    expect(await submit(later(applicant, 60_000))).toEqual(one);
    const [{ count } = { count: 0 }] = await database.owner`
      select count(*)::int from submissions where application_id = ${id}`;
    expect(count).toBe(1);
  });

  it("takes the later word of two devices, whichever arrives last, and names the field", async () => {
    const { id, applicant: phone } = await applied(ctx);
    const laptop = await visitor(ctx, id, "Chrome on Windows");
    const at = (ms: number) => new Date(ctx.at.getTime() + ms);
    await save(later(phone, 9_000), { legalName: "Typed later" }, at(5_000));
    const stale = await save(later(laptop, 10_000), { legalName: "Typed before", hrb: "HRB 1" }, at(4_000));
    expect(stale.newer).toEqual([
      {
        path: "legalName",
        value: "Typed later",
        savedAt: at(5_000).toISOString(),
        device: "Firefox on Linux",
      },
    ]);
    expect((await viewApplication(phone)).answers).toEqual({ legalName: "Typed later", hrb: "HRB 1" });
    // A clock that runs a day ahead does not shut the other device out.
    await save(later(phone, 20_000), { legalName: "From the future" }, at(86_400_000));
    await save(later(laptop, 30_000), { legalName: "Now" }, at(30_000));
    expect((await viewApplication(phone)).answers).toMatchObject({ legalName: "Now" });
  });

  it("writes one audit entry per page and visit, however much is typed", async () => {
    const { id, applicant } = await applied(ctx);
    for (const legalName of ["N", "No", "Nor", "Nord"]) await save(applicant, { legalName });
    await save(applicant, { owners: [] });
    await save(await visitor(ctx, id), { country: "DE" });
    const rows = await database.owner`
      select facts from audit_entries where subject_id = ${id} and action = 'application.page_saved' order by seq`;
    expect(rows.map(({ facts }) => JSON.parse(facts as string).page)).toEqual(["basics", "owners", "basics"]);
  });

  it("refuses fields the form does not have, prototypes among them, and keeps the rest as it was", async () => {
    const { applicant } = await applied(ctx);
    for (const path of ["password", "owners.0.share", "__proto__", "constructor.prototype", "legalName.x"])
      await expect(save(applicant, { [path]: "x", legalName: "Nord" }), path).rejects.toMatchObject({
        code: "invalid",
        issues: [expect.objectContaining({ path, code: "unknown_field" })],
      });
    expect((await viewApplication(applicant)).answers).toEqual({});
  });

  it("refuses typing after the hand-in, with nothing lost", async () => {
    const { applicant } = await applied(ctx);
    await save(applicant, british);
    await submit(applicant);
    await expect(save(applicant, { legalName: "Too late" })).rejects.toMatchObject({ code: "conflict" });
    const rows = await database.owner`
      select count(*)::int from answers where application_id = ${(await viewApplication(applicant)).applicationId}`;
    expect(rows[0]?.count).toBe(Object.keys(british).length);
  });

  it("shows what the caller filled in before, and refuses fields the forms do not have", async () => {
    const { applicant } = await applied(ctx, "seller", {
      prefill: { company: { legalName: "Nord GmbH" } },
      party: { name: "Nord", country: "DE" },
      reference: "seller-1",
    });
    expect((await viewApplication(applicant)).answers).toEqual({ legalName: "Nord GmbH" });
    await expect(applied(ctx, "seller", { prefill: { company: { nope: 1 } } })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "prefill.company.nope" }],
    });
  });
});

describe("what is asked again", () => {
  const asked = async () => {
    const application = await applied(ctx);
    await save(application.applicant, british);
    await submit(application.applicant);
    return { ...application, view: await viewApplication(application.applicant) };
  };
  const answer = (who: Context, answers: { requirement: string; value: unknown }[]) =>
    answerRequirements(who, { answers: answers as never });

  it("lists exactly that, in the applicant's voice, and mails a fresh link", async () => {
    const { id, view } = await asked();
    expect(view).toMatchObject({ stage: "answer", form: null });
    expect(
      view.requirements.map(({ kind, key, title, subject, subjectName, reason }) => ({
        kind,
        key,
        title,
        subject,
        subjectName,
        reason,
      })),
    ).toEqual([
      {
        kind: "document",
        key: "bank_statement",
        title: "Bank statement",
        subject: "party",
        subjectName: null,
        reason: "We need a recent bank statement.",
      },
      ...["Anna Berg", "Jonas Weber"].map((subjectName, i) => ({
        kind: "field",
        key: `forms.company.owners[${i}].email`,
        title: "E-mail",
        subject: `forms.company.owners[${i}]`,
        subjectName,
        reason: "We need an address to write to.",
      })),
    ]);
    expect(JSON.stringify(view)).not.toContain("Address not proven");
    const mail = await mailsOf(ctx, id);
    expect(mail).toHaveLength(1);
    expect(mail[0]).toMatchObject({
      to: "anna@nordlicht.example",
      subject: "Bazaarly: 3 more things for your application",
    });
    expect(mail[0]?.text).toMatch(
      /- E-mail \(Jonas Weber\): We need an address to write to\.[\s\S]*\/c\/[\w-]{43}\n/,
    );
  });

  it("checks each by its own field, keeps what stood there, and goes on when the last is in", async () => {
    const { id, applicant, view } = await asked();
    const [statement, anna, jonas] = view.requirements.map((one) => one.id) as [string, string, string];
    await expect(
      answer(applicant, [
        { requirement: anna, value: "anna" },
        { requirement: statement, value: "doc_nope" },
      ]),
    ).rejects.toMatchObject({
      code: "invalid",
      issues: [
        { path: anna, code: "email", message: expect.stringContaining("E-mail") },
        { path: statement, code: "document_unknown" },
      ],
    });
    expect(await answer(applicant, [{ requirement: anna, value: "anna@new.example" }])).toEqual({
      answered: [anna],
      open: 2,
    });
    await answer(later(applicant, 1000), [{ requirement: jonas, value: "jonas@new.example" }]);
    const document = await uploaded(applicant, "bank_statement");
    expect((await runOf(ctx, id)).state.status).toBe("waiting");
    expect(await answer(later(applicant, 2000), [{ requirement: statement, value: document }])).toEqual({
      answered: [statement],
      open: 0,
    });
    const { state } = await runOf(ctx, id);
    expect(state.status).toBe("completed");
    expect(state.data.forms.company).toMatchObject({
      owners: [
        { fullName: "Anna Berg", share: 60, email: "anna@new.example" },
        { fullName: "Jonas Weber", share: 40, email: "jonas@new.example" },
      ],
    });
    expect(await viewApplication(applicant)).toMatchObject({ stage: "done" });
    expect((await verifyAudit(ctx)).findings).toEqual([]);
  });

  it("lets a new document take the place of the one asked again only when the answer is in", async () => {
    const { id, applicant, view } = await asked();
    const [statement] = view.requirements.map((one) => one.id) as [string];
    const [first, second] = [
      await uploaded(applicant, "bank_statement"),
      await uploaded(applicant, "bank_statement"),
    ];
    const rows = async () =>
      Object.fromEntries(
        (
          await database.owner`select id, subject, replaced_by from documents where application_id = ${id}`
        ).map((row) => [row["id"], [row["subject"], row["replaced_by"]]]),
      );
    await answer(applicant, [{ requirement: statement, value: first }]);
    expect(await rows()).toEqual({ [first]: ["party", null], [second]: ["unnamed", null] });
    await answer(later(applicant, 1000), [{ requirement: statement, value: second }]);
    expect(await rows()).toEqual({ [first]: ["party", second], [second]: ["party", null] });
    await expect(answer(applicant, [{ requirement: statement, value: first }])).rejects.toMatchObject({
      issues: [{ path: statement, code: "document_unknown" }],
    });
  });

  it("takes nothing else: not another requirement, not one twice, not after it is over", async () => {
    const other = await asked();
    const { applicant, view } = await asked();
    const [, anna] = view.requirements.map((one) => one.id) as [string, string];
    const theirs = other.view.requirements[1]?.id as string;
    const refusal = (path: string) => ({ code: "invalid", issues: [{ path, code: "not_asked" }] });
    await expect(answer(applicant, [{ requirement: theirs, value: "a@b.example" }])).rejects.toMatchObject(
      refusal(theirs),
    );
    await expect(
      answer(applicant, [
        { requirement: anna, value: "a@b.example" },
        { requirement: anna, value: "c@d.example" },
      ]),
    ).rejects.toMatchObject(refusal(anna));
    await closeRequirements(ctx, await waitOf(ctx, view.applicationId));
    const states = (await viewApplication(applicant)).requirements.map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(["waived"]));
    await expect(answer(applicant, [{ requirement: anna, value: "a@b.example" }])).rejects.toMatchObject(
      refusal(anna),
    );
  });

  it("is overdue when its deadline passed", async () => {
    const { applicant, view } = await asked();
    await closeRequirements(later(ctx, 15 * 86_400_000), await waitOf(ctx, view.applicationId));
    expect((await viewApplication(applicant)).requirements.map(({ state }) => state)).toEqual([
      "past_due",
      "past_due",
      "past_due",
    ]);
  });
});

describe("who may", () => {
  it("shows an applicant their own application, and nobody else anything", async () => {
    const { applicant } = await applied(ctx);
    for (const actor of [ctx.actor, { kind: "api_key" as const, id: "key_1", scopes: ["applications.view"] }])
      await expect(viewApplication({ ...ctx, actor })).rejects.toMatchObject({ code: "forbidden" });
    const elsewhere = await database.workspace();
    await expect(viewApplication({ ...elsewhere, actor: applicant.actor })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(save({ ...elsewhere, actor: applicant.actor }, german)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(submit({ ...elsewhere, actor: applicant.actor })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
