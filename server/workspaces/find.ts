import { and, asc, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { members, workspaces } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";

export type MemberRow = typeof members.$inferSelect;

/** A member who still belongs to the workspace, locked for a change. */
export async function findMember(tx: Tx, ctx: Context, memberId: string): Promise<MemberRow> {
  const [member] = await tx
    .select()
    .from(members)
    .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, memberId), isNull(members.removedAt)))
    .for("update");
  if (!member) throw new DomainError("not_found", "There is no such member here.");
  return member;
}

/** Refuses to leave the workspace without an admin. The admins are locked, so two cannot remove each other at once. */
export async function keepAnAdmin(tx: Tx, ctx: Context, leaving: string): Promise<void> {
  const admins = await tx
    .select({ id: members.id })
    .from(members)
    .where(
      and(eq(members.workspaceId, ctx.workspaceId), eq(members.role, "admin"), isNull(members.removedAt)),
    )
    .orderBy(asc(members.id))
    .for("update");
  if (admins.length === 1 && admins[0]?.id === leaving)
    throw new DomainError("conflict", "This is the last admin. Make somebody else admin first.");
}

/** The workspace's own row. */
export async function findWorkspace(tx: Tx, ctx: Context) {
  const [workspace] = await tx.select().from(workspaces).where(eq(workspaces.id, ctx.workspaceId));
  if (!workspace) throw new DomainError("not_found", "This workspace is gone.");
  return workspace;
}
