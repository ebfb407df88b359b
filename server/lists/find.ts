import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { listChanges, lists } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";

export type ListRecord = typeof lists.$inferSelect;

export async function findList(tx: Tx, ctx: Context, key: string): Promise<ListRecord> {
  const [row] = await tx
    .select()
    .from(lists)
    .where(and(eq(lists.workspaceId, ctx.workspaceId), eq(lists.key, key)));
  if (!row) throw new DomainError("not_found", "There is no such list in this workspace.");
  return row;
}

/** The same, locked, and still in use: what changes a list happens one after the other. */
export async function lockList(tx: Tx, ctx: Context, key: string): Promise<ListRecord> {
  const [row] = await tx
    .select()
    .from(lists)
    .where(and(eq(lists.workspaceId, ctx.workspaceId), eq(lists.key, key)))
    .for("no key update");
  if (!row) throw new DomainError("not_found", "There is no such list in this workspace.");
  if (row.archivedAt)
    throw new DomainError("conflict", `“${row.title}” is archived. Bring it back to change it.`);
  return row;
}

export async function findChange(
  tx: Tx,
  ctx: Context,
  list: ListRecord,
  changeId: string,
): Promise<typeof listChanges.$inferSelect> {
  const [row] = await tx
    .select()
    .from(listChanges)
    .where(
      and(
        eq(listChanges.workspaceId, ctx.workspaceId),
        eq(listChanges.listId, list.id),
        eq(listChanges.id, changeId),
      ),
    );
  if (!row) throw new DomainError("not_found", "There is no such change of this list.");
  return row;
}
