import { and, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { auditEntries } from "@/db/schema";
import type { Context } from "@/server/context";
import type { Vault } from "@/server/parties/vault";
import { canonicalJson } from "@/server/platform/canonical";
import { newId } from "@/server/platform/ids";
import { sha256 } from "@/server/platform/seal";
import { publishEvents } from "@/server/webhooks/publish";
import type { EventName } from "./events";

export interface AuditInput {
  /** What was changed: `application`, `case`, `workflow`, … and its id. Entries of one subject form one chain. */
  subject: { kind: string; id: string };
  action: EventName;
  /** Facts free of personal data: ids, codes, counts. */
  facts?: Record<string, unknown>;
  /** Personal values that belong to the record, sealed under the party's key. */
  personal?: { vault: Vault; values: unknown };
}

type Hashed = Omit<typeof auditEntries.$inferSelect, "hash" | "partyId">;

/** What chains an entry to the one before it. The personal part enters as the digest of its sealed bytes. */
export function entryHash(entry: Hashed): string {
  const { workspaceId, id, subjectKind, subjectId, seq, action, actorKind, actorId, facts, prevHash } = entry;
  const at = entry.at.toISOString();
  const body = entry.body ? sha256(entry.body) : null;
  return sha256(
    canonicalJson({
      workspaceId,
      id,
      subjectKind,
      subjectId,
      seq,
      action,
      actorKind,
      actorId,
      at,
      facts,
      body,
      prevHash,
    }),
  );
}

/** The end of a subject's chain: what the next entry follows. */
export interface ChainTail {
  seq: number;
  hash: string;
}

/** The tail of a subject nobody wrote about yet. */
export const emptyChain: ChainTail = { seq: 0, hash: "" };

export async function chainTail(tx: Tx, ctx: Context, subject: AuditInput["subject"]): Promise<ChainTail> {
  const [last] = await tx
    .select({ seq: auditEntries.seq, hash: auditEntries.hash })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, ctx.workspaceId),
        eq(auditEntries.subjectKind, subject.kind),
        eq(auditEntries.subjectId, subject.id),
      ),
    )
    .orderBy(desc(auditEntries.seq))
    .limit(1);
  return last ?? emptyChain;
}

/**
 * The rows that follow `tail`, chained. For callers that hold the subject's row lock, or made the subject: nobody else
 * may lengthen the chain until they have written them. They also publish what they recorded, once all of it stands.
 */
export function entriesAfter(
  ctx: Context,
  tail: ChainTail,
  inputs: readonly AuditInput[],
): (typeof auditEntries.$inferInsert)[] {
  let { seq, hash: prevHash } = tail;
  return inputs.map((input) => {
    const id = newId("audit", ctx.at);
    const row = {
      workspaceId: ctx.workspaceId,
      id,
      subjectKind: input.subject.kind,
      subjectId: input.subject.id,
      seq: ++seq,
      action: input.action,
      actorKind: ctx.actor.kind,
      actorId: ctx.actor.id,
      at: ctx.at,
      facts: canonicalJson(input.facts ?? {}),
      body: input.personal
        ? input.personal.vault.seal(`audit_entries.body:${id}`, input.personal.values)
        : null,
      prevHash,
    };
    const hash = entryHash(row);
    prevHash = hash;
    return { ...row, partyId: input.personal?.vault.partyId ?? null, hash };
  });
}

/** Records who did what, in the caller's transaction. Chains of one subject are serialised by an advisory lock. */
export async function recordAudit(tx: Tx, ctx: Context, input: AuditInput): Promise<string> {
  const { kind, id } = input.subject;
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.workspaceId}/${kind}/${id}`}, 7))`,
  );
  const [entry] = entriesAfter(ctx, await chainTail(tx, ctx, input.subject), [input]);
  if (!entry) throw new Error("an audit entry was not made");
  await Promise.all([tx.insert(auditEntries).values(entry), publishEvents(tx, ctx, [input])]);
  return entry.id;
}
