import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import { runs, workflowDrafts, workflows, workflowVersions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { WorkflowRow } from "./schema";

const versionDocument = workflowVersions.document;
/** What is live, or what is being built when nothing was published yet. */
const shown = sql`coalesce(${versionDocument}, case when ${workflows.liveVersion} is null then ${workflowDrafts.document} end)`;

/** The workspace's workflows by title, each with its live version and how its open runs stand. */
export function listWorkflows(ctx: Context): Promise<WorkflowRow[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .select({
        id: workflows.id,
        key: workflows.key,
        title: workflows.title,
        liveVersion: workflows.liveVersion,
        publishedAt: workflowVersions.publishedAt,
        description: sql<string | null>`${shown} ->> 'description'`,
        // Counted in the database: a document may be large, and the list shows one number of it.
        takesApplications: sql<boolean>`coalesce(jsonb_path_exists((${shown})::jsonb, '$.nodes.*.type ? (@ == "application_start")'), false)`,
        partyKind: sql<WorkflowRow["partyKind"]>`${shown} -> 'settings' ->> 'partyKind'`,
        nodes: sql<number>`coalesce((select count(*)::int from json_object_keys(${shown} -> 'nodes')), 0)`,
      })
      .from(workflows)
      .leftJoin(
        workflowVersions,
        and(
          eq(workflowVersions.workspaceId, workflows.workspaceId),
          eq(workflowVersions.workflowId, workflows.id),
          eq(workflowVersions.version, workflows.liveVersion),
        ),
      )
      .leftJoin(
        workflowDrafts,
        and(
          eq(workflowDrafts.workspaceId, workflows.workspaceId),
          eq(workflowDrafts.workflowId, workflows.id),
        ),
      )
      .where(and(eq(workflows.workspaceId, ctx.workspaceId), isNull(workflows.archivedAt)))
      .orderBy(asc(workflows.title), asc(workflows.id));
    const counts = await tx
      .select({
        workflowId: runs.workflowId,
        open: sql<number>`count(*) filter (where ${runs.status} in ('running', 'waiting', 'attention'))::int`,
        attention: sql<number>`count(*) filter (where ${runs.status} = 'attention')::int`,
      })
      .from(runs)
      .where(and(eq(runs.workspaceId, ctx.workspaceId), ne(runs.mode, "shadow")))
      .groupBy(runs.workflowId);
    const byWorkflow = new Map(counts.map((row) => [row.workflowId, row]));
    return rows.map((row) => ({
      ...row,
      description: row.description ?? "",
      publishedAt: row.publishedAt?.toISOString() ?? null,
      openRuns: byWorkflow.get(row.id)?.open ?? 0,
      attention: byWorkflow.get(row.id)?.attention ?? 0,
    }));
  });
}
