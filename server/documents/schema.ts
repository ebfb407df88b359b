import { z } from "zod";

/** Largest upload, in bytes. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
/** Most files of one document (front, back, more pages). */
export const MAX_FILES = 10;
/** Most pages of one PDF. */
export const MAX_PDF_PAGES = 50;
/** Most pixels of one image, against decompression bombs. */
export const MAX_PIXELS = 50_000_000;

/** What an applicant may send, told by content and never by name. */
export const acceptedMedia = ["image/jpeg", "image/png", "image/heic", "application/pdf"] as const;

/** Why a file was refused, each with the words for the applicant: what is wrong, and what to do. */
export const refusals = {
  empty: "The file is empty. Choose it again, or take a new photo.",
  too_large: "The file is larger than 10 MB. Send a smaller one, or a photo of each page.",
  web_page: "The file is a web page, not a document. Upload a PDF, JPEG, PNG or HEIC.",
  drawing: "The file is an SVG drawing, not a document. Upload a PDF, JPEG, PNG or HEIC.",
  program: "The file is a program, not a document. Upload a PDF, JPEG, PNG or HEIC.",
  archive: "The file is an archive. Unpack it and upload the documents inside.",
  unknown_kind: "This kind of file cannot be read. Upload a PDF, JPEG, PNG or HEIC.",
  two_kinds: "The file is two things at once. Save it again as a plain PDF or picture.",
  damaged: "The file is damaged and cannot be opened. Save it again, or take a new photo.",
  too_many_pixels: "The picture is too big to open. Take it again at a lower resolution.",
  too_many_pages: "The PDF has more than 50 pages. Upload only the pages that are asked for.",
  too_many_files: "A document takes at most 10 files. Remove one first.",
  too_heavy: "The file takes too much to open. Print it to a new PDF, or send a photo of each page.",
  locked: "The PDF is protected by a password. Save a copy without one.",
  not_asked: "This document is not asked for any more. Reload the page.",
} as const;
export type Refusal = keyof typeof refusals;

/**
 * The subject of a document that no handed-in answer names: just uploaded, or left out before sending. A document is
 * about whoever the answer that names it is about, and about nobody before.
 */
export const UNNAMED = "unnamed";

export const documentInput = z.strictObject({ documentId: z.string().max(64) });

/** What comes beside an upload's bytes, in the address. */
export const uploadInput = z.strictObject({
  /** Document type of the version. */
  type: z.string().min(1).max(64),
  subject: z.string().min(1).max(200).default("party"),
  /** The file's name on the applicant's device: shown, never trusted. */
  name: z.string().max(255).default(""),
  /** A document this file is a further page of; absent: a new one. */
  document: z.string().max(64).optional(),
  /** The document the field holds now, whose place the new one takes, unless it was handed in already. */
  replaces: z.string().max(64).optional(),
});
export type UploadInput = z.infer<typeof uploadInput>;

/** A document as staff see it. Pages are pictures made by us, served by `/api/documents/{id}/pages/{n}`. */
export const documentView = z.strictObject({
  id: z.string(),
  type: z.string(),
  typeTitle: z.string(),
  subject: z.string(),
  subjectName: z.string().nullable(),
  state: z.enum(["processing", "ready", "refused"]),
  refusal: z.string().nullable(),
  /** The applicant's name of the first file. */
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  /** SHA-256 of the first original, hex. */
  sha256: z.string(),
  pages: z.array(z.strictObject({ number: z.int(), width: z.int(), height: z.int() })),
  uploadedAt: z.iso.datetime(),
  /** The newer document that took its place. */
  replacedBy: z.string().nullable(),
});
export type DocumentView = z.infer<typeof documentView>;
