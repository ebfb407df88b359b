import { and, asc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { lists } from "@/db/schema";
import type { Context } from "@/server/context";
import { actorNames } from "@/server/workspaces/actor-names";
import { type ListView, MOST_COUNTED } from "./schema";

/** Lists as people see them, with what is counted at the time of the request. */
export async function listViews(
  tx: Tx,
  ctx: Context,
  { where, isArchived }: { where?: SQL | undefined; isArchived?: boolean | undefined },
): Promise<ListView[]> {
  const now = ctx.at.toISOString();
  const mine = sql`${ctx.workspaceId}`;
  const rows = await tx
    .select({
      list: lists,
      entries: sql<number>`(select count(*)::int from (
        select 1 from list_entries e where e.workspace_id = ${mine} and e.list_id = lists.id
          and e.recorded_from is not null and e.recorded_to is null
          and e.valid_from <= ${now}::timestamptz and (e.valid_to is null or e.valid_to > ${now}::timestamptz)
        limit ${MOST_COUNTED + 1}) counted)`,
      waiting: sql<number>`(select count(*)::int from list_changes c
        where c.workspace_id = ${mine} and c.list_id = lists.id and c.state = 'waiting')`,
      // A condition writes the key behind this word, and nothing else in a document does.
      workflows: sql<number>`(select count(*)::int from workflows w
        left join workflow_versions v on v.workspace_id = w.workspace_id and v.workflow_id = w.id and v.version = w.live_version
        left join workflow_drafts d on d.workspace_id = w.workspace_id and d.workflow_id = w.id
        where w.workspace_id = ${mine} and w.archived_at is null
          and (v.document::text ~ ('"listKey": ?"' || lists.key || '"') or d.document::text ~ ('"listKey": ?"' || lists.key || '"')))`,
    })
    .from(lists)
    .where(
      and(
        eq(lists.workspaceId, ctx.workspaceId),
        isArchived === undefined
          ? undefined
          : isArchived
            ? isNotNull(lists.archivedAt)
            : isNull(lists.archivedAt),
        where,
      ),
    )
    .orderBy(asc(lists.title), asc(lists.key));
  const nameOf = await actorNames(
    tx,
    ctx,
    rows.map(({ list }) => list.createdBy),
  );
  return rows.map(({ list, ...counts }) => {
    const { key, title, description, kind, ignoresCase, needsApproval } = list;
    const { createdAt, changedAt, archivedAt } = list;
    return {
      ...{ key, title, description, kind, ignoresCase, needsApproval, createdAt, changedAt, archivedAt },
      ...{ createdBy: nameOf(list.createdBy), ...counts },
    };
  });
}
