import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applications } from "@/db/schema";
import { receiveUpload, serveApplicantPage, serveStaffPage } from "@/server/api/documents";
import { openLink } from "@/server/auth/applicant";
import { assembleAnswers, savedAnswers } from "@/server/collection/answers";
import { subjectName } from "@/server/collection/field-of";
import { saveAnswers } from "@/server/collection/save-answers";
import { submitForm } from "@/server/collection/submit";
import { viewApplication } from "@/server/collection/view";
import { type Context, inTransaction } from "@/server/context";
import { openVault } from "@/server/parties/vault";
import { applied, sellerDocument } from "@/server/testing/collecting";
import { as, later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { heic, jpeg, lockedPdf, pdf, pdfBomb, png, pngBomb, zip } from "@/server/testing/files";
import { publishedWorkflow, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { workflowDocument } from "@/server/workflows/schema";
import { documentViews } from "./document-views";
import { readPage } from "./read-page";
import { removeDocument } from "./remove";
import type { Refusal } from "./schema";
import { type Upload, uploadDocument } from "./upload";

let database: TestDatabase;
let ctx: Context;
let applicant: Context;
let applicationId: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-files-"));
  process.env["DATA_DIR"] = folder;
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await publishedWorkflow(ctx, sellerDocument());
  const made = await applied(ctx);
  applicant = made.applicant;
  applicationId = made.id;
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});
stopJobsAfterAll();

const subject = "forms.company.owners[0]";
const send = (bytes: Uint8Array, more: Partial<Upload> = {}, who = applicant) =>
  uploadDocument(who, { type: "passport", subject, name: "passport.jpg", bytes, ...more });

const storedFiles = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;
const rowsOf = async () =>
  (await database.owner`select count(*)::int from document_files`)[0]?.["count"] as number;

const staff = () =>
  as(ctx, { kind: "member", id: "mem_1", userId: "usr_1", sessionId: "ses_1", role: "analyst", name: "Ana" });

describe("what is taken", () => {
  it.each([
    ["a JPEG", () => jpeg(), "image/jpeg", "image/jpeg", 640, 480],
    ["a PNG", () => png(), "image/png", "image/jpeg", 320, 200],
    ["a HEIC", async () => heic(), "image/heic", "image/jpeg", 64, 48],
    ["a PDF", async () => pdf(), "application/pdf", "image/png", 1239, 1754],
  ])("%s becomes pictures of ours, without its metadata", async (_, make, media, page, width, height) => {
    const bytes = await make();
    if (media.startsWith("image/")) expect(bytes.toString("latin1")).toMatch(/exif/i);
    const document = await send(bytes);
    expect(document).toMatchObject({
      type: "passport",
      subject: "unnamed",
      state: "ready",
      name: "passport.jpg",
      pages: 1,
    });
    const [original] = await database.owner`
      select * from document_files where document_id = ${document.id} and role = 'original'`;
    expect(original).toMatchObject({ media_type: media, bytes: bytes.length });
    const shown = await readPage(applicant, { documentId: document.id, page: 1 });
    expect(shown.mediaType).toBe(page);
    const look = await sharp(shown.bytes).metadata();
    expect(look).toMatchObject({ width, height, format: page.slice(6) });
    expect(look.exif ?? look.xmp ?? look.icc).toBeUndefined();
    expect(Buffer.from(shown.bytes).toString("latin1")).not.toContain("Gatehouse");
    // The picture shows what the file showed, not a blank.
    const { channels } = await sharp(shown.bytes).stats();
    expect(channels[0]?.min).toBeLessThan(200);
  });

  it("all pages of a PDF, its scripts and links left behind", async () => {
    const document = await send(
      pdf({ pages: 3, catalog: "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>" }),
    );
    expect(document.pages).toBe(3);
  });

  it("a page of any size, drawn to a size a screen can use", async () => {
    const { id } = await send(pdf({ mediaBox: "0 0 14400 14400" }));
    expect(
      await sharp((await readPage(applicant, { documentId: id, page: 1 })).bytes).metadata(),
    ).toMatchObject({
      width: 2200,
      height: 2200,
    });
  });

  it("several files of one document, each in its order", async () => {
    const front = await send(await jpeg(), { name: "front.jpg" });
    const both = await send(await png(), { name: "back.png", document: front.id });
    expect(both).toMatchObject({ id: front.id, name: "front.jpg", pages: 2 });
    expect((await readPage(applicant, { documentId: front.id, page: 2 })).mediaType).toBe("image/jpeg");
  });

  it("is stored sealed, under names that say nothing", async () => {
    const bytes = await jpeg();
    const { id } = await send(bytes);
    const rows = await database.owner`select storage_key from document_files where document_id = ${id}`;
    for (const { storage_key: key } of rows) {
      expect(key).toMatch(/^[0-9a-f]{64}$/);
      const sealed = await readFile(join(folder, "files", (key as string).slice(0, 2), key as string));
      expect(sealed.subarray(0, 3).toString("hex")).not.toBe("ffd8ff");
      expect(sealed.includes(bytes.subarray(100, 132))).toBe(false);
    }
  });
});

/** Things that are not what they claim, each with the name of its problem. */
const bad: [string, Refusal, () => Buffer | Promise<Buffer>, Partial<Upload>?][] = [
  ["nothing", "empty", () => Buffer.alloc(0)],
  ["11 MB", "too_large", () => Buffer.alloc(11_000_000, 1)],
  [
    "an SVG",
    "drawing",
    () =>
      Buffer.from(
        `<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`,
      ),
  ],
  ["a web page", "web_page", () => Buffer.from("\n<!-- x --><!DOCTYPE html><html><script>1</script></html>")],
  ["comments without end", "unknown_kind", () => Buffer.from("<!---->".repeat(600))],
  [
    "an ELF program",
    "program",
    () => Buffer.concat([Buffer.from("\x7fELF\x02\x01\x01\x00", "latin1"), Buffer.alloc(64)]),
  ],
  [
    "a Windows program",
    "program",
    () => Buffer.concat([Buffer.from("MZ\x90\x00", "latin1"), Buffer.alloc(128)]),
  ],
  [
    "a macOS program",
    "program",
    () => Buffer.concat([Buffer.from("\xcf\xfa\xed\xfe", "latin1"), Buffer.alloc(64)]),
  ],
  ["a shell script", "program", () => Buffer.from("#!/bin/sh\nrm -rf /\n")],
  ["a ZIP", "archive", () => zip("passport.pdf", pdf())],
  ["a ZIP bomb", "archive", () => zip("a", Buffer.alloc(200_000_000))],
  ["a GIF", "unknown_kind", () => Buffer.from("GIF89a\x01\x00\x01\x00\x00\x00\x00;", "latin1")],
  ["plain text", "unknown_kind", () => Buffer.from("I am who I say I am.")],
  ["a PDF that is a ZIP", "two_kinds", () => Buffer.concat([pdf(), zip("a.exe", Buffer.from("MZ"))])],
  [
    "a PDF that is a web page",
    "two_kinds",
    () => Buffer.concat([pdf(), Buffer.from("<script>alert(1)</script>")]),
  ],
  ["a PDF behind a script", "two_kinds", () => Buffer.concat([Buffer.from("alert(1)//"), pdf()])],
  [
    "a JPEG with a ZIP behind it",
    "two_kinds",
    async () => Buffer.concat([await jpeg(), zip("a", Buffer.from("x"))]),
  ],
  [
    "a JPEG with a page in it",
    "two_kinds",
    async () => Buffer.concat([await jpeg(), Buffer.from("<html><script>1</script>")]),
  ],
  [
    "a PNG with a RAR behind it",
    "two_kinds",
    async () => Buffer.concat([await png(), Buffer.from("Rar!\x1a\x07\x01\x00", "latin1")]),
  ],
  ["a JPEG cut in half", "damaged", async () => (await jpeg(800, 600)).subarray(0, 1500)],
  ["a PDF without its pages", "damaged", () => Buffer.from("%PDF-1.7\nnothing here\n%%EOF")],
  ["a HEIC cut in half", "damaged", () => heic().subarray(0, 500)],
  ["a PNG of 900 million pixels", "too_many_pixels", () => pngBomb(30_000)],
  ["a PDF of 5,000 pages", "too_many_pages", () => pdf({ pages: 5_000 })],
  ["a PDF of 51 pages", "too_many_pages", () => pdf({ pages: 51 })],
  ["a PDF under a password", "locked", () => lockedPdf()],
  ["a PDF that unpacks to 600 MB", "too_heavy", () => pdfBomb(600), { limits: { growthBytes: 300_000_000 } }],
  ["a file that takes too long", "too_heavy", () => pdf(), { limits: { timeoutMs: 1 } }],
];

describe("what is refused, by the name of its problem", () => {
  it.each(bad)("%s: %s", async (_, refusal, make, more) => {
    const [files, rows] = [await storedFiles(), await rowsOf()];
    await expect(send(await make(), more)).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "file", code: refusal }],
    });
    expect([await storedFiles(), await rowsOf()]).toEqual([files, rows]);
    const [entry] = await database.owner`
      select action, facts, body from audit_entries where subject_id = ${applicationId} order by seq desc limit 1`;
    expect(entry?.["action"]).toBe("document.refused");
    expect(JSON.parse(entry?.["facts"] as string)).toMatchObject({ refusal, type: "passport" });
  });

  it("what is not asked for: another type, another subject, another's document, more files than allowed", async () => {
    const refusal = (code: Refusal) => ({ code: "invalid", issues: [{ code }] });
    const photo = await jpeg();
    await expect(send(photo, { type: "bank_statement", subject: "party" })).rejects.toMatchObject(
      refusal("not_asked"),
    );
    await expect(send(photo, { subject: "party" })).rejects.toMatchObject(refusal("not_asked"));
    await expect(send(photo, { subject: "forms.other.owners[0]" })).rejects.toMatchObject(
      refusal("not_asked"),
    );
    const theirs = await send(photo, {}, (await applied(ctx)).applicant);
    await expect(send(photo, { document: theirs.id })).rejects.toMatchObject(refusal("not_asked"));
    const mine = await send(await jpeg(8, 8));
    for (let i = 0; i < 9; i++) await send(await jpeg(8, 8), { document: mine.id });
    await expect(send(await jpeg(8, 8), { document: mine.id })).rejects.toMatchObject(
      refusal("too_many_files"),
    );
  });
});

describe("a document's life", () => {
  /** Whom staff see each document under, by the answers the run got. */
  const seenByStaff = (id: string) =>
    inTransaction(ctx, async (tx, ctx) => {
      const [row] = await tx
        .select({ partyId: applications.partyId })
        .from(applications)
        .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.id, id)));
      const vault = await openVault(tx, ctx, row?.partyId ?? "");
      const document = workflowDocument.parse(sellerDocument());
      const forms = assembleAnswers(await savedAnswers(tx, ctx, id, vault));
      const views = await documentViews(tx, ctx, id, {
        vault,
        typeTitle: (type) => type,
        subjectName: (subject) => subjectName(document, forms, subject),
      });
      return Object.fromEntries(
        views.map(({ id, subject, subjectName, replacedBy }) => [id, { subject, subjectName, replacedBy }]),
      );
    });

  const handIn = async (who: Context, passport: string, more: object = {}) => {
    const answers = {
      country: "DE",
      legalName: "Nord GmbH",
      contactEmail: "a@nord.example",
      hrb: "HRB 1",
      owners: [{ fullName: "Anna Berg", share: 100, passport }],
      ...more,
    };
    await saveAnswers(who, {
      form: "company",
      answers: Object.entries(answers).map(([path, value]) => ({ path, value })),
      typedAt: who.at.toISOString(),
    });
    return submitForm(who, { form: "company" });
  };

  it("is replaced by a newer one, which is kept with the old one behind it", async () => {
    const { applicant } = await applied(ctx);
    const old = await send(await jpeg(), {}, applicant);
    const young = await send(await png(), { replaces: old.id }, later(applicant, 1000));
    const rows =
      await database.owner`select id, replaced_by from documents where id in ${database.owner([old.id, young.id])} order by id`;
    expect(rows).toEqual([
      { id: old.id, replaced_by: young.id },
      { id: young.id, replaced_by: null },
    ]);
    expect((await viewApplication(applicant)).documents.map(({ id }) => id)).toEqual([young.id]);
    await expect(handIn(applicant, old.id)).rejects.toMatchObject({
      issues: [{ path: "owners.0.passport", code: "document_unknown" }],
    });
    await handIn(applicant, young.id);
  });

  it("stays with its owner when the owners before it leave, and gives its place to nobody else's", async () => {
    const { id, applicant } = await applied(ctx);
    const at = (index: number) => ({ subject: `forms.company.owners[${index}]` });
    const ofAnna = await send(await jpeg(), at(0), applicant);
    const ofJonas = await send(await jpeg(), at(1), applicant);
    // Anna is taken out, so Jonas moves up; Mia takes the place where he stood.
    const ofMia = await send(await png(), at(1), later(applicant, 1000));
    const back = await send(await png(), { ...at(0), document: ofJonas.id }, later(applicant, 2000));
    expect(back).toMatchObject({ id: ofJonas.id, pages: 2 });
    const handInAll = (who: Context, owners: object[]) => handIn(who, "", { owners });
    await handInAll(later(applicant, 3000), [
      { fullName: "Jonas Weber", share: 60, passport: ofJonas.id },
      { fullName: "Mia Sand", share: 40, passport: ofMia.id },
    ]);

    const seen = await seenByStaff(id);
    expect(seen).toEqual({
      [ofAnna.id]: { subject: "unnamed", subjectName: null, replacedBy: null },
      [ofJonas.id]: { subject: "forms.company.owners[0]", subjectName: "Jonas Weber", replacedBy: null },
      [ofMia.id]: { subject: "forms.company.owners[1]", subjectName: "Mia Sand", replacedBy: null },
    });
  });

  it("keeps its place until an answer names another, and names no one else's in the meantime", async () => {
    const { id, applicant } = await applied(ctx);
    const kept = await send(await jpeg(), {}, applicant);
    const [stray] = await Promise.all([
      send(await png(), {}, later(applicant, 1000)),
      // What is not one's own, or of another kind, is not replaced either.
      send(await png(), { replaces: (await send(await jpeg())).id }, later(applicant, 2000)),
    ]);
    await handIn(later(applicant, 3000), kept.id);
    expect(await seenByStaff(id)).toMatchObject({
      [kept.id]: { subject, subjectName: "Anna Berg", replacedBy: null },
      [stray.id]: { subject: "unnamed", replacedBy: null },
    });
    const [theirs] = await database.owner`select count(*)::int from documents where replaced_by is not null
      and application_id = ${applicationId}`;
    expect(theirs?.["count"]).toBe(0);
  });

  it("can be taken back for good before the hand-in, and stays after it", async () => {
    const { applicant } = await applied(ctx);
    const files = await storedFiles();
    const wrong = await send(await jpeg(), {}, applicant);
    await removeDocument(applicant, { documentId: wrong.id });
    expect(await storedFiles()).toBe(files);
    await expect(readPage(applicant, { documentId: wrong.id, page: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
    const right = await send(await jpeg(), {}, applicant);
    await handIn(applicant, right.id);
    await expect(removeDocument(applicant, { documentId: right.id })).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await readPage(staff(), { documentId: right.id, page: 1 })).mediaType).toBe("image/jpeg");
  });

  it("is on record when staff look, hidden from other workspaces and other applicants", async () => {
    const { id } = await send(await jpeg());
    await readPage(staff(), { documentId: id, page: 1 });
    const views =
      await database.owner`select actor_id from audit_entries where subject_id = ${id} and action = 'document.viewed'`;
    expect(views).toEqual([{ actor_id: "mem_1" }]);
    const elsewhere = await database.workspace();
    for (const who of [elsewhere, (await applied(ctx)).applicant])
      await expect(readPage(who, { documentId: id, page: 1 })).rejects.toMatchObject({ code: "not_found" });
  });

  it("cannot be read once its party's key is gone", async () => {
    const { applicant } = await applied(ctx);
    const { id } = await send(await jpeg(), {}, applicant);
    await database.owner`update party_keys set wrapped = null where party_id = (select party_id from documents where id = ${id})`;
    await expect(readPage(staff(), { documentId: id, page: 1 })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the doors", () => {
  const host = "127.0.0.1:3000";
  const visit = async () => {
    const { id, link } = await applied(ctx);
    const { setCookie } = await openLink(link.split("/c/")[1] ?? "", new Headers({ host }), new Date());
    return { id, cookie: setCookie.split(";")[0] ?? "" };
  };
  const post = (body: Uint8Array, headers: Record<string, string>, query: Record<string, string> = {}) =>
    receiveUpload(
      new Request(
        `http://${host}/api/applicant/documents?${new URLSearchParams({ type: "passport", subject, name: "a.jpg", ...query })}`,
        {
          method: "POST",
          body: new Uint8Array(body),
          headers: { host, "sec-fetch-site": "same-origin", ...headers },
        },
      ),
    );

  it("takes a file from the browser that opened the link, and shows its pages to it and to staff only", async () => {
    const { id, cookie } = await visit();
    const answer = await post(await jpeg(), { cookie });
    expect(answer.status).toBe(201);
    const document = (await answer.json()) as { id: string };
    const params = Promise.resolve({ documentId: document.id, page: "1" });
    const page = (headers: Record<string, string>) =>
      new Request(`http://${host}/api/applicant/documents/${document.id}/pages/1?application=${id}`, {
        headers: { host, ...headers },
      });
    const shown = await serveApplicantPage(page({ cookie }), { params });
    expect(shown.status).toBe(200);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
      "content-disposition": 'inline; filename="passport-1.jpg"',
    });
    expect((await serveApplicantPage(page({}), { params })).status).toBe(401);
    expect((await serveApplicantPage(page({ cookie: (await visit()).cookie }), { params })).status).toBe(401);
    expect((await serveStaffPage(page({ cookie }), { params })).status).toBe(401);
    for (const page of ["0", "2", "-1", "1e3", "../1"])
      expect(
        (
          await serveApplicantPage(
            new Request(`http://${host}/x?application=${id}`, { headers: { host, cookie } }),
            { params: Promise.resolve({ documentId: document.id, page }) },
          )
        ).status,
      ).toBe(404);
  });

  it("refuses other origins, strangers, uploads without a type, and a flood", async () => {
    const { cookie } = await visit();
    const photo = await jpeg();
    expect((await post(photo, { cookie, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await post(photo, {})).status).toBe(401);
    expect((await post(photo, { cookie }, { type: "" })).status).toBe(400);
    expect((await post(photo, { cookie }, { role: "admin" })).status).toBe(400);
    const flood = await post(Buffer.alloc(12_000_000, 0xff), { cookie });
    expect(flood.status).toBe(400);
    expect(await flood.json()).toMatchObject({ errors: [{ path: "file", code: "too_large" }] });
  });
});
