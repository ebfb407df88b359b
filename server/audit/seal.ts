import { sign } from "node:crypto";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { and, asc, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { auditEntries, auditSealed, auditSeals } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { canonicalJson } from "@/server/platform/canonical";
import { env } from "@/server/platform/env";
import { sha256 } from "@/server/platform/seal";

/** One line of the file outside the database, and what is signed (without the signature). */
export interface SealLine {
  workspaceId: string;
  number: number;
  entries: number;
  root: string;
  prevSignature: string;
  at: string;
  signature: string;
}

export const sealFile = (workspaceId: string) => join(env().DATA_DIR, "seals", `${workspaceId}.jsonl`);

/** The bytes a seal's signature covers. */
export const sealText = (seal: Omit<SealLine, "signature">): string => canonicalJson(seal);

export const rootOf = (hashes: readonly string[]): string => sha256(hashes.join("\n"));

/** Signs the audit entries that no seal covers yet and brings the file up to date. Returns how many it covered. */
export async function sealAudit(ctx: Context, file = sealFile(ctx.workspaceId)): Promise<number> {
  const covered = await sealRows(ctx);
  await appendMissingLines(ctx, file);
  return covered;
}

function sealRows(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx, ctx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.workspaceId}/seal`}, 7))`);
    const fresh = await unsealed(tx, ctx);
    if (fresh.length === 0) return 0;
    const [last] = await tx
      .select()
      .from(auditSeals)
      .where(eq(auditSeals.workspaceId, ctx.workspaceId))
      .orderBy(desc(auditSeals.number))
      .limit(1);
    const seal = {
      workspaceId: ctx.workspaceId,
      number: (last?.number ?? 0) + 1,
      entries: fresh.length,
      root: rootOf(fresh.map((entry) => entry.hash)),
      prevSignature: last?.signature ?? "",
      at: ctx.at.toISOString(),
    };
    const signature = sign(null, Buffer.from(sealText(seal)), ctx.keys.seal).toString("base64url");
    await tx.insert(auditSeals).values({ ...seal, at: ctx.at, signature });
    await tx
      .insert(auditSealed)
      .values(fresh.map((entry) => ({ workspaceId: ctx.workspaceId, entryId: entry.id, seal: seal.number })));
    return fresh.length;
  });
}

/**
 * After the commit, so that a line without its row always means that the tail was cut. A crash in between leaves a
 * signed row without its line, which the next sealing writes.
 */
async function appendMissingLines(ctx: Context, file: string): Promise<void> {
  const newest = (await readSealFile(file)).at(-1)?.number ?? 0;
  const rows = await inTransaction(ctx, (tx, ctx) =>
    tx
      .select()
      .from(auditSeals)
      .where(and(eq(auditSeals.workspaceId, ctx.workspaceId), gt(auditSeals.number, newest)))
      .orderBy(asc(auditSeals.number)),
  );
  if (rows.length === 0) return;
  const lines = rows.map(
    (row) => `${JSON.stringify({ ...row, at: row.at.toISOString() } satisfies SealLine)}\n`,
  );
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await appendFile(file, lines.join(""), { mode: 0o600 });
}

/** The file's lines by number; two workers may have written the same one. */
export async function readSealFile(file: string): Promise<SealLine[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const lines = text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SealLine);
  return [...new Map(lines.map((line) => [line.number, line])).values()].sort((a, b) => a.number - b.number);
}

function unsealed(tx: Tx, ctx: Context) {
  return tx
    .select({ id: auditEntries.id, hash: auditEntries.hash })
    .from(auditEntries)
    .leftJoin(
      auditSealed,
      and(eq(auditSealed.workspaceId, auditEntries.workspaceId), eq(auditSealed.entryId, auditEntries.id)),
    )
    .where(and(eq(auditEntries.workspaceId, ctx.workspaceId), isNull(auditSealed.entryId)))
    .orderBy(asc(auditEntries.id))
    .limit(5000);
}
