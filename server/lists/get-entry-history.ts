import { and, desc, eq, isNotNull } from "drizzle-orm";
import type { z } from "zod";
import { listChanges, listEntries } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { actorNames } from "@/server/workspaces/actor-names";
import { findList } from "./find";
import type { EntryVersion, entryInput } from "./schema";

const MOST = 200;

/** All that was ever known of an entry, the last first. */
export function getEntryHistory(ctx: Context, input: z.output<typeof entryInput>): Promise<EntryVersion[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const list = await findList(tx, ctx, input.key);
    const rows = await tx
      .select({ entry: listEntries, change: listChanges })
      .from(listEntries)
      .innerJoin(
        listChanges,
        and(eq(listChanges.workspaceId, listEntries.workspaceId), eq(listChanges.id, listEntries.changeId)),
      )
      .where(
        and(
          eq(listEntries.workspaceId, ctx.workspaceId),
          eq(listEntries.listId, list.id),
          eq(listEntries.entryId, input.entryId),
          isNotNull(listEntries.recordedFrom),
        ),
      )
      .orderBy(desc(listEntries.recordedFrom), desc(listEntries.changeId))
      .limit(MOST);
    if (rows.length === 0) throw new DomainError("not_found", "There is no such entry on this list.");
    const nameOf = await actorNames(
      tx,
      ctx,
      rows.flatMap(({ change }) => [change.proposedBy, change.decidedBy ?? change.proposedBy]),
    );
    return rows.map(({ entry, change }) => {
      const { entryId, changeId, value, validFrom, validTo, reason, owner, recordedFrom, recordedTo } = entry;
      return {
        ...{ entryId, changeId, value, validFrom, validTo, reason, owner, change: change.kind },
        ...{ knownSince: recordedFrom ?? validFrom, knownUntil: recordedTo },
        by: nameOf(change.proposedBy),
        approvedBy: change.decidedBy === null ? null : nameOf(change.decidedBy),
      };
    });
  });
}
