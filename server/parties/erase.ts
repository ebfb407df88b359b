import { and, eq, inArray, isNull, ne, notInArray } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import {
  applicantLinks,
  applications,
  documentFiles,
  documents,
  parties,
  partyKeys,
  runs,
} from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { storage } from "@/server/platform/storage";
import { knownOnlyThrough } from "./known-only-through";
import type { erasePartyInput } from "./schema";

/**
 * Erases a party for good: its key is destroyed, so every sealed value of it is gone, and what is plain is blanked. The
 * people known only through it go too. What was done and decided stays on record, without the person. A run that is
 * not finished could neither end nor be decided afterwards, so it has to be ended first.
 */
export async function eraseParty(
  ctx: Context,
  input: z.output<typeof erasePartyInput>,
): Promise<{ erased: number }> {
  const { erased, files } = await inTransaction(ctx, async (tx, ctx) => {
    const [party] = await tx
      .select()
      .from(parties)
      .where(and(eq(parties.workspaceId, ctx.workspaceId), eq(parties.id, input.partyId)))
      .for("update");
    if (!party) throw new DomainError("not_found", "There is no such party in this workspace.");
    if (party.erasedAt) throw new DomainError("conflict", "This party's data was erased already.");
    checkWords(party.name, input);
    await refuseOpenRuns(tx, ctx, party.id);
    const others = await knownOnlyThrough(tx, ctx, party.id);
    const files: string[] = [];
    for (const id of [party.id, ...others]) {
      files.push(...(await eraseOne(tx, ctx, id)));
      await recordAudit(tx, ctx, {
        subject: { kind: "party", id },
        action: "party.erased",
        facts: id === party.id ? { reason: input.reason, with: others } : { through: party.id },
      });
    }
    for (const key of files) await storage().doubt(key);
    return { erased: others.length + 1, files };
  });
  // After the commit: a file whose row still stands must never be missing.
  for (const key of files) await storage().delete(key);
  return { erased };
}

const plain = (text: string) => text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim();

function checkWords(name: string, { confirmName, reason }: z.output<typeof erasePartyInput>): void {
  if (plain(confirmName) !== plain(name))
    throw new DomainError("invalid", "The name you typed is not this party's. Nothing was erased.", {
      issues: [
        { path: "confirmName", code: "other_name", message: "Type the party's name as it stands above." },
      ],
    });
  if (plain(reason).includes(plain(name)))
    throw new DomainError("invalid", "The reason stays on record, so it cannot hold the name.", {
      issues: [{ path: "reason", code: "holds_name", message: "Say why without naming the party." }],
    });
}

async function refuseOpenRuns(tx: Tx, ctx: Context, partyId: string): Promise<void> {
  const open = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.workspaceId, ctx.workspaceId),
        eq(runs.partyId, partyId),
        // A silent run has nothing of its own to finish.
        ne(runs.mode, "shadow"),
        notInArray(runs.status, ["completed", "cancelled"]),
      ),
    );
  if (open.length > 0)
    throw new DomainError(
      "conflict",
      `${open.length === 1 ? "One run of this party is" : `${open.length} runs of this party are`} not finished. Decide or cancel first, then erase.`,
    );
}

const names = { business: "Erased business", person: "Erased person" } as const;

/** Answers the storage keys of the files that are to be deleted. */
async function eraseOne(tx: Tx, ctx: Context, partyId: string): Promise<string[]> {
  const { workspaceId, at } = ctx;
  const [party] = await tx
    .select({ kind: parties.kind })
    .from(parties)
    .where(and(eq(parties.workspaceId, workspaceId), eq(parties.id, partyId)));
  await tx
    .update(partyKeys)
    .set({ wrapped: null, destroyedAt: at })
    .where(and(eq(partyKeys.workspaceId, workspaceId), eq(partyKeys.partyId, partyId)));
  await tx
    .update(parties)
    .set({
      name: names[party?.kind ?? "business"],
      country: null,
      reference: null,
      data: null,
      erasedAt: at,
      updatedAt: at,
    })
    .where(and(eq(parties.workspaceId, workspaceId), eq(parties.id, partyId)));
  // References are the caller's own words: often a customer number, sometimes an address.
  const passages = await tx
    .update(applications)
    .set({ reference: null, redirectUrl: null })
    .where(and(eq(applications.workspaceId, workspaceId), eq(applications.partyId, partyId)))
    .returning({ id: applications.id });
  await tx
    .update(runs)
    .set({ reference: null })
    .where(and(eq(runs.workspaceId, workspaceId), eq(runs.partyId, partyId)));
  if (passages.length > 0)
    await tx
      .update(applicantLinks)
      .set({ revokedAt: at })
      .where(
        and(
          eq(applicantLinks.workspaceId, workspaceId),
          inArray(
            applicantLinks.applicationId,
            passages.map(({ id }) => id),
          ),
          isNull(applicantLinks.revokedAt),
        ),
      );
  const files = await tx
    .select({ key: documentFiles.storageKey })
    .from(documentFiles)
    .innerJoin(
      documents,
      and(eq(documents.workspaceId, documentFiles.workspaceId), eq(documents.id, documentFiles.documentId)),
    )
    .where(and(eq(documentFiles.workspaceId, workspaceId), eq(documents.partyId, partyId)));
  return files.map(({ key }) => key);
}
