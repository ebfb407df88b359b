import { and, desc, eq, gt, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { listChanges, listEntries } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { actorNames } from "@/server/workspaces/actor-names";
import { findList } from "./find";
import { knownIn } from "./known";
import { entryState } from "./policy";
import type { EntryView, listEntriesInput } from "./schema";

const ORDER = "list entries";

/** A page of what is known of a list's entries, those that came last first. */
export function listEntriesOf(
  ctx: Context,
  input: z.output<typeof listEntriesInput>,
): Promise<{ data: EntryView[]; nextCursor: string | null }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const list = await findList(tx, ctx, input.key);
    const place = readCursor(input.cursor, ORDER);
    const search = input.search.normalize("NFC").toLowerCase();
    const rows = await tx
      .select({
        entry: listEntries,
        by: listChanges.proposedBy,
        isWaiting: sql<boolean>`exists (select 1 from list_entries n
          join list_changes c on c.workspace_id = n.workspace_id and c.id = n.change_id and c.state = 'waiting'
          where n.workspace_id = ${listEntries.workspaceId} and n.list_id = ${listEntries.listId}
            and n.entry_id = ${listEntries.entryId})`,
      })
      .from(listEntries)
      .innerJoin(
        listChanges,
        and(eq(listChanges.workspaceId, listEntries.workspaceId), eq(listChanges.id, listEntries.changeId)),
      )
      .where(
        and(
          knownIn(ctx, list),
          stateIs(input.state, ctx.at),
          search === ""
            ? undefined
            : sql`(strpos(lower(${listEntries.value}), ${search}) > 0 or strpos(lower(${listEntries.reason}), ${search}) > 0)`,
          place ? lt(listEntries.entryId, place.id) : undefined,
        ),
      )
      .orderBy(desc(listEntries.entryId))
      .limit(input.limit + 1);
    const data = rows.slice(0, input.limit);
    const nameOf = await actorNames(
      tx,
      ctx,
      data.map(({ by }) => by),
    );
    const last = data.at(-1);
    return {
      data: data.map(({ entry, by, isWaiting }): EntryView => {
        const { entryId, value, validFrom, validTo, reason, owner, recordedFrom } = entry;
        return {
          ...{ entryId, value, validFrom, validTo, reason, owner, isWaiting, by: nameOf(by) },
          ...{ state: entryState(entry, ctx.at), knownSince: recordedFrom ?? validFrom },
        };
      }),
      nextCursor: last && rows.length > input.limit ? writeCursor(ORDER, "", last.entry.entryId) : null,
    };
  });
}

function stateIs(state: z.output<typeof listEntriesInput>["state"], at: Date): SQL | undefined {
  const isOpen = or(isNull(listEntries.validTo), gt(listEntries.validTo, at));
  switch (state) {
    case "active":
      return and(isOpen, lte(listEntries.validFrom, at));
    case "upcoming":
      return and(isOpen, gt(listEntries.validFrom, at));
    case "expired":
      return and(lte(listEntries.validTo, at), eq(listEntries.isWithdrawn, false));
    case "withdrawn":
      return and(lte(listEntries.validTo, at), eq(listEntries.isWithdrawn, true));
    case "all":
      return undefined;
  }
}
