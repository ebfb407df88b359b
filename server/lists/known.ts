import { and, eq, inArray, isNotNull, isNull, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { listEntries } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { ListRecord } from "./find";

export type EntryRow = typeof listEntries.$inferSelect;

/** What is known of entries now; rows that wait, were refused or were replaced are history. */
export const knownIn = (ctx: Context, list: Pick<ListRecord, "id">): SQL | undefined =>
  and(
    eq(listEntries.workspaceId, ctx.workspaceId),
    eq(listEntries.listId, list.id),
    isNotNull(listEntries.recordedFrom),
    isNull(listEntries.recordedTo),
  );

/** What is known of these keys, by key. */
export async function knownBySought(
  tx: Tx,
  ctx: Context,
  list: ListRecord,
  sought: readonly string[],
): Promise<Map<string, EntryRow>> {
  if (sought.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(listEntries)
    .where(and(knownIn(ctx, list), inArray(listEntries.sought, [...sought])));
  return new Map(rows.map((row) => [row.sought, row]));
}

export async function findKnown(tx: Tx, ctx: Context, list: ListRecord, entryId: string): Promise<EntryRow> {
  const [row] = await tx
    .select()
    .from(listEntries)
    .where(and(knownIn(ctx, list), eq(listEntries.entryId, entryId)));
  if (!row) throw new DomainError("not_found", "There is no such entry on this list.");
  return row;
}
