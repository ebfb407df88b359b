import { and, asc, eq, gt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { z } from "zod";
import { listEntries } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { findChange, findList } from "./find";
import type { EntryRow } from "./known";
import type { ChangedEntry, changeInput } from "./schema";

const ORDER = "changed entries";

/** The entries of a change, each beside what it takes the place of. */
export function getListChange(
  ctx: Context,
  input: z.output<typeof changeInput>,
): Promise<{ data: ChangedEntry[]; nextCursor: string | null }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const list = await findList(tx, ctx, input.key);
    const change = await findChange(tx, ctx, list, input.changeId);
    const place = readCursor(input.cursor, ORDER);
    const before = alias(listEntries, "before");
    const rows = await tx
      .select({ after: listEntries, before })
      .from(listEntries)
      .leftJoin(
        before,
        and(
          eq(before.workspaceId, listEntries.workspaceId),
          eq(before.listId, listEntries.listId),
          eq(before.entryId, listEntries.entryId),
          sql`${before.changeId} = ${listEntries.replaces}`,
        ),
      )
      .where(
        and(
          eq(listEntries.workspaceId, ctx.workspaceId),
          eq(listEntries.changeId, change.id),
          place ? gt(listEntries.entryId, place.id) : undefined,
        ),
      )
      .orderBy(asc(listEntries.entryId))
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return {
      data: page.map(({ after, before }) => ({
        ...{ entryId: after.entryId, value: after.value, after: shown(after) },
        before: before ? shown(before) : null,
      })),
      nextCursor: last && rows.length > input.limit ? writeCursor(ORDER, "", last.after.entryId) : null,
    };
  });
}

const shown = ({ validFrom, validTo, reason, owner, isWithdrawn }: EntryRow) => ({
  ...{ validFrom, validTo, reason, owner, isWithdrawn },
});
