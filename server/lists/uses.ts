import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { workflowDrafts, workflows, workflowVersions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { workflowDocument } from "@/server/workflows/schema";
import { usageOf } from "@/server/workflows/usage/policy";
import { findList } from "./find";
import type { ListUse, listInput } from "./schema";

/** Which workflows name a list: drafts and published versions, each with the places that do. */
export function listUses(ctx: Context, { key }: z.output<typeof listInput>): Promise<ListUse[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    await findList(tx, ctx, key);
    return usesOf(tx, ctx, key);
  });
}

export async function usesOf(tx: Tx, ctx: Context, key: string): Promise<ListUse[]> {
  // A condition writes the key behind this word, and nothing else in a document does.
  const names = (document: SQL) => sql`${document}::text ~ ${`"listKey": ?"${key}"`}`;
  const mine = and(eq(workflows.workspaceId, ctx.workspaceId), isNull(workflows.archivedAt));
  const facts = { workflowId: workflows.id, title: workflows.title };
  const versions = await tx
    .select({
      ...{ ...facts, version: workflowVersions.version, document: workflowVersions.document },
      isLive: sql<boolean>`${workflows.liveVersion} = ${workflowVersions.version}`,
      rollout: sql<"shadow" | "challenger" | null>`(select r.mode from workflow_rollouts r
        where r.workspace_id = ${workflows.workspaceId} and r.workflow_id = ${workflows.id}
          and r.version = ${workflowVersions.version} limit 1)`,
      hasRuns: sql<boolean>`exists (select 1 from runs r where r.workspace_id = ${workflows.workspaceId}
        and r.workflow_id = ${workflows.id} and r.version = ${workflowVersions.version}
        and r.status in ('running', 'waiting', 'attention'))`,
    })
    .from(workflows)
    .innerJoin(
      workflowVersions,
      and(
        eq(workflowVersions.workspaceId, workflows.workspaceId),
        eq(workflowVersions.workflowId, workflows.id),
      ),
    )
    .where(and(mine, names(sql`${workflowVersions.document}`)));
  const drafts = await tx
    .select({ ...facts, document: workflowDrafts.document })
    .from(workflows)
    .innerJoin(
      workflowDrafts,
      and(eq(workflowDrafts.workspaceId, workflows.workspaceId), eq(workflowDrafts.workflowId, workflows.id)),
    )
    .where(and(mine, names(sql`${workflowDrafts.document}`)));
  return [
    ...versions.map(({ document, isLive, rollout, hasRuns, ...use }): ListUse => {
      const role = isLive ? "live" : (rollout ?? (hasRuns ? "runs" : "old"));
      return { ...use, role, places: placesIn(document, key) };
    }),
    ...drafts.map(({ document, ...use }): ListUse => {
      return { ...use, version: null, role: "draft", places: placesIn(document, key) };
    }),
  ].sort((a, b) => a.title.localeCompare(b.title) || (b.version ?? 1e9) - (a.version ?? 1e9));
}

function placesIn(document: unknown, key: string): string[] {
  const read = workflowDocument.safeParse(document);
  return read.success
    ? [
        ...new Set(
          usageOf(read.data)
            .of("list", key)
            .map(({ words }) => words),
        ),
      ]
    : [];
}
