import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import { apiKeys, auditEntries, auditSealed, members } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { EventName } from "./events";
import type { AuditEntryView, listAuditInput } from "./schema";

const systems: Record<string, string> = {
  engine: "Gatehouse, running a workflow",
  seed: "Gatehouse, making the demo",
  launcher: "Gatehouse, starting up",
  "sign-in": "Somebody at the sign-in page",
};

/** The workspace's audit entries, newest first. Ids sort by creation, so the last one is the cursor. */
export function listAudit(
  ctx: Context,
  input: z.output<typeof listAuditInput>,
): Promise<{ data: AuditEntryView[]; nextCursor: string | null }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { action, subjectKind, subjectId, actorId, cursor, limit } = input;
    const rows = await tx
      .select({ entry: auditEntries, seal: auditSealed.seal, member: members.name, apiKey: apiKeys.name })
      .from(auditEntries)
      .leftJoin(
        auditSealed,
        and(eq(auditSealed.workspaceId, auditEntries.workspaceId), eq(auditSealed.entryId, auditEntries.id)),
      )
      .leftJoin(
        members,
        and(eq(members.workspaceId, auditEntries.workspaceId), eq(members.id, auditEntries.actorId)),
      )
      .leftJoin(
        apiKeys,
        and(eq(apiKeys.workspaceId, auditEntries.workspaceId), eq(apiKeys.id, auditEntries.actorId)),
      )
      .where(
        and(
          eq(auditEntries.workspaceId, ctx.workspaceId),
          action ? eq(auditEntries.action, action) : undefined,
          subjectKind ? eq(auditEntries.subjectKind, subjectKind) : undefined,
          subjectId ? eq(auditEntries.subjectId, subjectId) : undefined,
          actorId ? eq(auditEntries.actorId, actorId) : undefined,
          cursor ? lt(auditEntries.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(auditEntries.id))
      .limit(limit + 1);
    const data = rows.slice(0, limit).map(({ entry, seal, member, apiKey }) => ({
      id: entry.id,
      at: entry.at.toISOString(),
      action: entry.action as EventName,
      actor: {
        kind: entry.actorKind,
        id: entry.actorId,
        name: nameOf(entry.actorKind, entry.actorId, member ?? apiKey),
      },
      subject: { kind: entry.subjectKind, id: entry.subjectId },
      seq: entry.seq,
      facts: JSON.parse(entry.facts) as Record<string, unknown>,
      hasPersonal: entry.body !== null,
      seal,
      hash: entry.hash,
    }));
    return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
  });
}

function nameOf(kind: string, id: string, known: string | null): string {
  if (known) return kind === "api_key" ? `API key ${known}` : known;
  if (kind === "system") return systems[id] ?? "Gatehouse";
  if (kind === "applicant") return "The applicant";
  return "Somebody who is gone";
}
