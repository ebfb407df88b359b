import { createPublicKey, verify as verifySignature } from "node:crypto";
import { and, asc, eq, gt, or, sql } from "drizzle-orm";
import { inWorkspace, type Tx } from "@/db/client";
import { auditEntries, auditSealed, auditSeals, decisions, runEvents } from "@/db/schema";
import type { Context } from "@/server/context";
import { sha256 } from "@/server/platform/seal";
import { entryHash } from "./record";
import { readSealFile, rootOf, type SealLine, sealFile, sealText } from "./seal";

/** One thing that does not add up: where, and what it means. */
export interface Finding {
  kind: "edited" | "missing" | "inserted" | "reordered" | "cut" | "signature" | "journal";
  where: string;
  message: string;
}

export interface Verification {
  entries: number;
  seals: number;
  findings: Finding[];
}

/**
 * Walks every chain, seal and journal digest of the workspace and names what was edited, deleted, inserted, reordered or
 * cut. People go on working meanwhile: one snapshot holds all it compares, and the file, whose lines are written after
 * their commit, is read before it. Otherwise what is written between two of its looks would seem lost.
 */
export async function verifyAudit(ctx: Context, file = sealFile(ctx.workspaceId)): Promise<Verification> {
  const lines = await readSealFile(file);
  return inWorkspace(
    ctx.db,
    ctx.workspaceId,
    async (tx) => {
      const findings: Finding[] = [];
      const entries = await verifyChains(tx, ctx, findings);
      const seals = await verifySeals(tx, ctx, lines, findings);
      await verifyDigests(tx, ctx, findings);
      return { entries, seals, findings };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

const PAGE = 2000;

async function verifyChains(tx: Tx, ctx: Context, findings: Finding[]): Promise<number> {
  let count = 0;
  let cursor = { kind: "", id: "", seq: 0 };
  let prev = { chain: "", seq: 0, hash: "" };
  for (;;) {
    const rows = await tx
      .select()
      .from(auditEntries)
      .where(
        and(
          eq(auditEntries.workspaceId, ctx.workspaceId),
          or(
            gt(auditEntries.subjectKind, cursor.kind),
            and(eq(auditEntries.subjectKind, cursor.kind), gt(auditEntries.subjectId, cursor.id)),
            and(
              eq(auditEntries.subjectKind, cursor.kind),
              eq(auditEntries.subjectId, cursor.id),
              gt(auditEntries.seq, cursor.seq),
            ),
          ),
        ),
      )
      .orderBy(asc(auditEntries.subjectKind), asc(auditEntries.subjectId), asc(auditEntries.seq))
      .limit(PAGE);
    for (const row of rows) {
      count++;
      const chain = `${row.subjectKind} ${row.subjectId}`;
      if (chain !== prev.chain) prev = { chain, seq: 0, hash: "" };
      const where = `${chain} #${row.seq}`;
      if (row.seq !== prev.seq + 1) {
        findings.push({ kind: "missing", where, message: `Entry ${prev.seq + 1} of this chain is gone.` });
      } else if (row.prevHash !== prev.hash) {
        findings.push({ kind: "reordered", where, message: "This entry does not follow the one before it." });
      }
      if (entryHash(row) !== row.hash) {
        findings.push({ kind: "edited", where, message: "This entry was changed after it was written." });
      }
      prev = { chain, seq: row.seq, hash: row.hash };
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return count;
    cursor = { kind: last.subjectKind, id: last.subjectId, seq: last.seq };
  }
}

async function verifySeals(tx: Tx, ctx: Context, kept: SealLine[], findings: Finding[]): Promise<number> {
  const publicKey = createPublicKey(ctx.keys.seal);
  const rows = await tx
    .select()
    .from(auditSeals)
    .where(eq(auditSeals.workspaceId, ctx.workspaceId))
    .orderBy(asc(auditSeals.number));
  const stored = new Set(rows.map((row) => row.number));
  for (const line of kept) {
    if (stored.has(line.number)) continue;
    const message =
      "The file outside the database knows this seal, the database does not: its tail was cut off.";
    findings.push({ kind: "cut", where: `seal ${line.number}`, message });
  }
  const lines = new Map(kept.map((line) => [line.number, line.signature]));
  let prevSignature = "";
  for (const row of rows) {
    const where = `seal ${row.number}`;
    const { signature, ...signed } = { ...row, at: row.at.toISOString() };
    const genuine = verifySignature(
      null,
      Buffer.from(sealText(signed)),
      publicKey,
      Buffer.from(signature, "base64url"),
    );
    const outside = lines.get(row.number);
    if (!genuine || row.prevSignature !== prevSignature || (outside !== undefined && outside !== signature)) {
      findings.push({ kind: "signature", where, message: "This seal is not the one that was signed." });
    }
    prevSignature = signature;
    await verifyBatch(tx, ctx, row, where, findings);
  }
  return rows.length;
}

async function verifyBatch(
  tx: Tx,
  ctx: Context,
  line: { number: number; entries: number; root: string },
  where: string,
  findings: Finding[],
) {
  const covered = await tx
    .select({ id: auditSealed.entryId, hash: auditEntries.hash })
    .from(auditSealed)
    .leftJoin(
      auditEntries,
      and(eq(auditEntries.workspaceId, auditSealed.workspaceId), eq(auditEntries.id, auditSealed.entryId)),
    )
    .where(and(eq(auditSealed.workspaceId, ctx.workspaceId), eq(auditSealed.seal, line.number)))
    .orderBy(asc(auditSealed.entryId));
  const gone =
    covered.filter((entry) => entry.hash === null).length + Math.max(0, line.entries - covered.length);
  if (gone > 0) {
    findings.push({ kind: "cut", where, message: `${gone} of ${line.entries} sealed entries are gone.` });
  } else if (rootOf(covered.map((entry) => entry.hash ?? "")) !== line.root) {
    findings.push({
      kind: "edited",
      where,
      message: "The sealed entries are not the ones that were signed.",
    });
  }
}

/** The journal's and decisions' sealed bytes against the digests that were recorded with them. */
async function verifyDigests(tx: Tx, ctx: Context, findings: Finding[]): Promise<void> {
  const events = await tx
    .select({ runId: runEvents.runId, seq: runEvents.seq, body: runEvents.body, digest: runEvents.digest })
    .from(runEvents)
    .where(eq(runEvents.workspaceId, ctx.workspaceId));
  const recorded = await tx.execute<{ run: string; seq: number; digest: string }>(sql`
    select subject_id as run, (facts::jsonb->>'seq')::int as seq, facts::jsonb->>'digest' as digest from audit_entries
    where workspace_id = ${ctx.workspaceId} and subject_kind = 'run' and facts::jsonb ? 'seq'`);
  const expected = new Map([...recorded].map((row) => [`${row.run} ${row.seq}`, row.digest]));
  for (const event of events) {
    const where = `run ${event.runId} #${event.seq}`;
    const digest = sha256(event.body);
    if (digest !== event.digest || expected.get(`${event.runId} ${event.seq}`) !== digest) {
      findings.push({
        kind: "journal",
        where,
        message: "This journal entry is not the one that was recorded.",
      });
    }
    expected.delete(`${event.runId} ${event.seq}`);
  }
  for (const where of expected.keys()) {
    findings.push({ kind: "missing", where: `run ${where}`, message: "This journal entry is gone." });
  }
  const made = await tx
    .select({ id: decisions.id, body: decisions.body, digest: decisions.digest })
    .from(decisions)
    .where(eq(decisions.workspaceId, ctx.workspaceId));
  for (const decision of made) {
    if (sha256(decision.body) !== decision.digest) {
      findings.push({
        kind: "edited",
        where: `decision ${decision.id}`,
        message: "This decision was changed after it was made.",
      });
    }
  }
}
