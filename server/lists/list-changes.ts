import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { z } from "zod";
import { listChanges, listEntries } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { actorNames } from "@/server/workspaces/actor-names";
import { findList } from "./find";
import type { ListChangeView, listChangesInput } from "./schema";

const ORDER = "list changes";

/** A page of a list's history, the last change first; or of what waits for a second person. */
export function listChangesOf(
  ctx: Context,
  input: z.output<typeof listChangesInput>,
): Promise<{ data: ListChangeView[]; nextCursor: string | null }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const list = await findList(tx, ctx, input.key);
    const place = readCursor(input.cursor, ORDER);
    const rows = await tx
      .select()
      .from(listChanges)
      .where(
        and(
          eq(listChanges.workspaceId, ctx.workspaceId),
          eq(listChanges.listId, list.id),
          input.state ? eq(listChanges.state, input.state) : undefined,
          place ? lt(listChanges.id, place.id) : undefined,
        ),
      )
      .orderBy(desc(listChanges.id))
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    const values = await tx
      .select({
        changeId: listEntries.changeId,
        values: sql<string[]>`(array_agg(${listEntries.value}))[1:3]`,
      })
      .from(listEntries)
      .where(
        and(
          eq(listEntries.workspaceId, ctx.workspaceId),
          // A file's rows are counted, not named: there may be a million.
          inArray(
            listEntries.changeId,
            page.filter(({ kind }) => kind !== "import").map(({ id }) => id),
          ),
        ),
      )
      .groupBy(listEntries.changeId);
    const valuesOf = new Map(values.map((row) => [row.changeId, row.values]));
    const nameOf = await actorNames(
      tx,
      ctx,
      page.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy ?? proposedBy]),
    );
    const last = page.at(-1);
    return {
      data: page.map(({ id, kind, state, entries, reason, note, ...at }) => ({
        ...{ changeId: id, kind, state, entries, reason, note },
        ...{ proposedAt: at.proposedAt, proposedBy: nameOf(at.proposedBy) },
        ...{ isOwn: at.proposedBy === ctx.actor.id, decidedAt: at.decidedAt },
        decidedBy: at.decidedBy === null ? null : nameOf(at.decidedBy),
        values: valuesOf.get(id) ?? [],
      })),
      nextCursor: last && rows.length > input.limit ? writeCursor(ORDER, "", last.id) : null,
    };
  });
}
