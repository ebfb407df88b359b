import { z } from "zod";
import { getDocument, listDocuments } from "@/server/documents/list";
import { readPage } from "@/server/documents/read-page";
import { type DocumentView, MAX_UPLOAD_BYTES, uploadInput } from "@/server/documents/schema";
import { uploadDocument } from "@/server/documents/upload";
import { answerLong } from "../idempotency";
import { byId, none, operation, pageOf } from "../operation";
import { pictureResponse } from "../picture";
import { readFile } from "../read-file";
import { created, sample } from "./sample";

const view = z.strictObject({
  id: z.string(),
  application: z.string(),
  type: z.string(),
  title: z.string(),
  /** `party`, or a path to one element such as `forms.owners.owners[1]`; `unnamed` until an answer names it. */
  subject: z.string(),
  state: z.enum(["processing", "ready", "refused"]),
  refusal: z.string().nullable(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  /** Of the first file, hex. */
  sha256: z.string(),
  pages: z.array(z.strictObject({ number: z.int(), width: z.int(), height: z.int() })),
  uploadedAt: z.iso.datetime(),
  replacedBy: z.string().nullable(),
});

const plain = (application: string, { typeTitle, ...one }: DocumentView) => ({
  ...{ id: one.id, application, type: one.type, title: typeTitle, subject: one.subject, state: one.state },
  ...{ refusal: one.refusal, name: one.name, mediaType: one.mediaType, bytes: one.bytes, sha256: one.sha256 },
  pages: one.pages.map(({ number, width, height }) => ({ number, width, height })),
  ...{ uploadedAt: one.uploadedAt, replacedBy: one.replacedBy },
});

const page = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
trailer<</Root 1 0 R>>
`;

const extract = {
  id: sample.document,
  application: sample.askedApplication,
  type: "register_extract",
  title: "Register extract",
  subject: "unnamed",
  state: "ready",
  refusal: null,
  name: "extract.pdf",
  mediaType: "application/pdf",
  bytes: page.length,
  sha256: "0c8b8f7d5a9a3f4f2f0cb3a1a2c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7",
  pages: [{ number: 1, width: 625, height: 416 }],
  uploadedAt: created,
  replacedBy: null,
};

export const documentOperations = [
  operation({
    id: "listDocuments",
    method: "get",
    path: "/api/v1/applications/{id}/documents",
    scope: "documents.view",
    summary: "List an application's documents",
    description: "All of them on one page, the newest first; those that were replaced too.",
    params: byId,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The documents.", schema: pageOf(view) } },
    examples: [
      {
        name: "What was uploaded so far",
        params: { id: sample.askedApplication },
        status: 200,
        answer: { data: [extract], nextCursor: null },
      },
    ],
    work: async (ctx, { params }) => ({
      status: 200,
      body: {
        data: (await listDocuments(ctx, { applicationId: params.id })).map((one) => plain(params.id, one)),
        nextCursor: null,
      },
    }),
  }),
  operation({
    id: "uploadDocument",
    method: "post",
    path: "/api/v1/applications/{id}/documents",
    scope: "applications.answer",
    summary: "Upload a document",
    description:
      "Takes one file of a document that the application asks for, in the applicant's place. The body is the file itself. It is handed in by naming its id in an answer.",
    params: byId,
    query: uploadInput.omit({ replaces: true }),
    body: undefined,
    file: {
      mediaTypes: ["application/pdf", "image/jpeg", "image/png", "image/heic"],
      maxBytes: MAX_UPLOAD_BYTES,
      description: "The file, at most 10 MB. What it is, is told by its content.",
    },
    once: "work",
    answers: { 201: { description: "The document.", schema: view } },
    examples: [
      {
        name: "A register extract",
        params: { id: sample.askedApplication },
        query: { type: "register_extract", name: "extract.pdf" },
        file: { mediaType: "application/pdf", text: page },
        status: 201,
        answer: { ...extract, id: "doc_01kaxk3m9tfq4rjz2s6v8w0y2e" },
      },
    ],
    work: (ctx, { params, query, key, request }) =>
      answerLong(ctx, { key, request, body: () => readFile(request, MAX_UPLOAD_BYTES) }, async (bytes) => {
        const { id } = await uploadDocument(ctx, { ...query, applicationId: params.id, bytes });
        return { status: 201, body: plain(params.id, await getDocument(ctx, { documentId: id })) };
      }),
  }),
  operation({
    id: "getDocument",
    method: "get",
    path: "/api/v1/documents/{id}",
    scope: "documents.view",
    summary: "Read what is known of a document",
    description: "Its type, whom it is about, and its pages.",
    params: byId,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The document.", schema: view } },
    examples: [{ name: "A register extract", params: { id: sample.document }, status: 200, answer: extract }],
    work: async (ctx, { params }) => {
      const { applicationId, ...document } = await getDocument(ctx, { documentId: params.id });
      return { status: 200, body: plain(applicationId, document) };
    },
  }),
  operation({
    id: "getDocumentPage",
    method: "get",
    path: "/api/v1/documents/{id}/pages/{page}",
    scope: "documents.view",
    summary: "Download a page",
    description:
      "One page as a picture made by Gatehouse: nobody opens what an applicant uploaded. Each look is on record.",
    params: byId.extend({ page: z.coerce.number("Use the number of a page.").int().min(1).max(9999) }),
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The picture.", mediaTypes: ["image/png", "image/jpeg"] } },
    examples: [{ name: "The first page", params: { id: sample.document, page: "1" }, status: 200 }],
    work: async (ctx, { params }) =>
      pictureResponse(await readPage(ctx, { documentId: params.id, page: params.page })),
  }),
];
