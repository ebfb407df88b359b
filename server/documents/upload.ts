import { and, eq, isNull, max } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { documentFiles, documents } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { isDocumentAsked } from "@/server/collection/asked-documents";
import { isHandedIn } from "@/server/collection/handed-in";
import type { ApplicantDocument } from "@/server/collection/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError, isDomainError } from "@/server/errors";
import { openVault, type Vault } from "@/server/parties/vault";
import { newId } from "@/server/platform/ids";
import { sha256 } from "@/server/platform/seal";
import { newStorageKey, storage } from "@/server/platform/storage";
import { applicantDocuments } from "./applicant-documents";
import { bytesPlace, lockApplication, namePlace } from "./find";
import { type RenderLimits, renderPages } from "./render";
import { MAX_FILES, MAX_UPLOAD_BYTES, type Refusal, refusals, UNNAMED, type UploadInput } from "./schema";
import { sniff } from "./sniff";

export interface Upload extends UploadInput {
  /** Named by an API key; an applicant's link names its own. */
  applicationId?: string;
  bytes: Uint8Array;
  limits?: Partial<RenderLimits>;
}

/** One file as it will be stored: sealed, under a key of its own. */
interface Stored {
  id: string;
  storageKey: string;
  role: "original" | "page";
  mediaType: string;
  bytes: Uint8Array;
  width: number | null;
  height: number | null;
}

interface Place {
  applicationId: string;
  partyId: string;
  vault: Vault;
}

/** A person's typing on a small screen ends long before this many; more is no application. */
const MAX_DOCUMENTS = 200;

/**
 * Takes one file of a document that is asked for. What staff will see are pictures made here; the original is kept
 * sealed as evidence. The file is opened between two transactions, because opening takes seconds; it exists when the
 * second one stands, and a refusal is on record by its name.
 */
export async function uploadDocument(ctx: Context, input: Upload): Promise<ApplicantDocument> {
  const place = await inTransaction(ctx, (tx, ctx) => placeFor(tx, ctx, input));
  if (input.bytes.byteLength > MAX_UPLOAD_BYTES) return refuse(ctx, place, input, "too_large");
  const sniffed = await sniff(input.bytes);
  if ("refusal" in sniffed) return refuse(ctx, place, input, sniffed.refusal);
  const rendered = await renderPages(sniffed.media, input.bytes, input.limits);
  if ("refusal" in rendered) return refuse(ctx, place, input, rendered.refusal);

  const file = (
    role: Stored["role"],
    mediaType: string,
    bytes: Uint8Array,
    size?: { width: number; height: number },
  ) => ({
    id: newId("file", ctx.at),
    storageKey: newStorageKey(),
    ...{ role, mediaType, bytes, width: size?.width ?? null, height: size?.height ?? null },
  });
  const files: Stored[] = [
    file("original", sniffed.media, input.bytes),
    ...rendered.pages.map((page) => file("page", page.mediaType, page.bytes, page)),
  ];
  try {
    for (const { storageKey, bytes } of files)
      await storage().put(storageKey, place.vault.sealBytes(bytesPlace(storageKey), bytes));
    const kept = await inTransaction(ctx, (tx, ctx) => keep(tx, ctx, place, input, files));
    // Should this fail, the sweep does it: the rows stand.
    await Promise.allSettled(files.map(({ storageKey }) => storage().keep(storageKey)));
    return kept;
  } catch (error) {
    // Of a lost connection nobody knows whether the rows stand; the sweep asks them.
    if (isDomainError(error)) await Promise.all(files.map(({ storageKey }) => storage().delete(storageKey)));
    throw error;
  }
}

const refusal = (code: Refusal) =>
  new DomainError("invalid", refusals[code], { issues: [{ path: "file", code, message: refusals[code] }] });

async function placeFor(tx: Tx, ctx: Context, upload: Upload): Promise<Place> {
  const { type, document } = upload;
  const { asked, applicationId, partyId } = await isDocumentAsked(ctx, upload);
  if (!asked) throw refusal("not_asked");
  const mine = await tx
    .select({ id: documents.id, type: documents.type })
    .from(documents)
    .where(
      and(
        eq(documents.workspaceId, ctx.workspaceId),
        eq(documents.applicationId, applicationId),
        // One that was replaced meanwhile takes no further page.
        document ? isNull(documents.replacedBy) : undefined,
      ),
    );
  const known = mine.find(({ id }) => id === document);
  // The field may have moved since the first page came, with the owner it belongs to.
  if (document && known?.type !== type) throw refusal("not_asked");
  if (!document && mine.length >= MAX_DOCUMENTS) throw refusal("too_many_files");
  if (document && (await positions(tx, ctx, document)).original >= MAX_FILES) throw refusal("too_many_files");
  return { applicationId, partyId, vault: await openVault(tx, ctx, partyId) };
}

/** A refused file leaves nothing but this line, and the applicant's sentence. */
async function refuse(ctx: Context, place: Place, input: Upload, code: Refusal): Promise<never> {
  await inTransaction(ctx, (tx, ctx) =>
    recordAudit(tx, ctx, {
      subject: { kind: "application", id: place.applicationId },
      action: "document.refused",
      facts: {
        type: input.type,
        subject: input.subject,
        refusal: code,
        bytes: input.bytes.byteLength,
        // Of a file that is too large, only the beginning was read.
        ...(code !== "too_large" && { sha256: sha256(input.bytes) }),
      },
      personal: { vault: place.vault, values: { name: input.name } },
    }),
  );
  throw refusal(code);
}

/** The last position of each role, 0 when there is none. */
async function positions(tx: Tx, ctx: Context, documentId: string) {
  const rows = await tx
    .select({ role: documentFiles.role, last: max(documentFiles.position) })
    .from(documentFiles)
    .where(and(eq(documentFiles.workspaceId, ctx.workspaceId), eq(documentFiles.documentId, documentId)))
    .groupBy(documentFiles.role);
  const of = (role: Stored["role"]) => rows.find((row) => row.role === role)?.last ?? 0;
  return { original: of("original"), page: of("page") };
}

async function keep(
  tx: Tx,
  ctx: Context,
  { applicationId, partyId, vault }: Place,
  input: Upload,
  files: readonly Stored[],
): Promise<ApplicantDocument> {
  const { type, subject } = input;
  await lockApplication(tx, ctx, applicationId);
  const documentId = input.document ?? newId("document", ctx.at);
  if (input.document) {
    const [still] = await tx
      .select({ id: documents.id })
      .from(documents)
      .where(
        and(
          eq(documents.workspaceId, ctx.workspaceId),
          eq(documents.id, documentId),
          isNull(documents.replacedBy),
        ),
      )
      .for("update");
    if (!still) throw refusal("not_asked");
  } else {
    if (input.replaces && !(await isHandedIn(ctx, { applicationId, partyId, documentId: input.replaces })))
      await tx
        .update(documents)
        .set({ replacedBy: documentId })
        .where(
          and(
            eq(documents.workspaceId, ctx.workspaceId),
            eq(documents.id, input.replaces),
            eq(documents.applicationId, applicationId),
            eq(documents.type, type),
            isNull(documents.replacedBy),
          ),
        );
    await tx.insert(documents).values({
      workspaceId: ctx.workspaceId,
      id: documentId,
      ...{ applicationId, partyId, type, subject: UNNAMED },
      state: "ready",
      uploadedAt: ctx.at,
    });
  }
  const next = await positions(tx, ctx, documentId);
  if (next.original >= MAX_FILES) throw refusal("too_many_files");
  const name = input.name.slice(0, 255);
  await tx.insert(documentFiles).values(
    files.map(({ id, storageKey, role, mediaType, bytes, width, height }) => ({
      workspaceId: ctx.workspaceId,
      ...{ id, documentId, role, mediaType, width, height, storageKey },
      position: ++next[role],
      bytes: bytes.byteLength,
      sha256: sha256(bytes),
      name: role === "original" ? vault.seal(namePlace(id), name) : null,
      createdAt: ctx.at,
    })),
  );
  const [original] = files;
  await recordAudit(tx, ctx, {
    subject: { kind: "application", id: applicationId },
    action: "document.uploaded",
    facts: {
      document: documentId,
      type,
      subject,
      mediaType: original?.mediaType,
      bytes: original?.bytes.byteLength,
      sha256: original && sha256(original.bytes),
      pages: files.length - 1,
      further: input.document !== undefined,
      ...(input.replaces && { replaces: input.replaces }),
    },
    personal: { vault, values: { name } },
  });
  const shown = (await applicantDocuments(tx, ctx, applicationId, vault)).find(({ id }) => id === documentId);
  if (!shown) throw new Error("a document was kept and cannot be seen");
  return shown;
}
