import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type Context, inTransaction } from "@/server/context";
import { findConnection } from "./find";
import type { ConnectionUse } from "./schema";

/** Which workflows name it: versions that are live, challenge or are to become live, versions that still have open runs, and drafts. */
export function connectionUses(ctx: Context, input: { id: string }): Promise<ConnectionUse[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { key } = await findConnection(tx, ctx, input);
    return usesOf(tx, ctx, key);
  });
}

interface Found extends Record<string, unknown> {
  workflow_id: string;
  title: string;
  place: ConnectionUse["place"];
  version: number | null;
  nodes: string[];
  open_runs: number;
}

/** A node names its connection in its settings, at whatever depth of the document it stands. */
export async function usesOf(tx: Tx, ctx: Context, key: string): Promise<ConnectionUse[]> {
  const wanted = JSON.stringify({ key });
  const rows = await tx.execute<Found>(sql`
    with named as (
      select v.workflow_id, v.version, v.document::jsonb as document,
        case when w.archived_at is not null then 'running'
          when v.version = w.live_version then 'live'
          when exists (select 1 from workflow_rollouts o where o.workspace_id = v.workspace_id
            and o.workflow_id = v.workflow_id and o.version = v.version and o.mode = 'challenger') then 'challenger'
          when exists (select 1 from workflow_schedules o where o.workspace_id = v.workspace_id
            and o.workflow_id = v.workflow_id and o.version = v.version and o.state = 'planned') then 'scheduled'
          else 'running' end as place,
        (select count(*)::int from runs r where r.workspace_id = v.workspace_id and r.workflow_id = v.workflow_id
          and r.version = v.version and r.mode <> 'shadow' and r.status not in ('completed', 'cancelled')) as open_runs
      from workflow_versions v
      join workflows w on w.workspace_id = v.workspace_id and w.id = v.workflow_id
      where v.workspace_id = ${ctx.workspaceId}
        and jsonb_path_exists(v.document::jsonb, '$.** ? (@.config.connection == $key)', ${wanted}::jsonb)
      union all
      select d.workflow_id, null, d.document::jsonb, 'draft', 0 from workflow_drafts d
      where d.workspace_id = ${ctx.workspaceId}
        and jsonb_path_exists(d.document::jsonb, '$.** ? (@.config.connection == $key)', ${wanted}::jsonb)
    )
    select n.workflow_id, w.title, n.place, n.version, n.open_runs,
      array(select distinct t #>> '{}' from jsonb_path_query(n.document, '$.** ? (@.config.connection == $key).title',
        ${wanted}::jsonb) t order by 1) as nodes
    from named n join workflows w on w.workspace_id = ${ctx.workspaceId} and w.id = n.workflow_id
    where n.place <> 'running' or n.open_runs > 0
    order by w.title, n.place, n.version desc`);
  return rows.map((row) => ({
    workflowId: row.workflow_id,
    title: row.title,
    place: row.place,
    version: row.version,
    nodes: row.nodes,
    openRuns: row.open_runs,
  }));
}
