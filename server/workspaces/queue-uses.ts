import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { workflowDrafts, workflows, workflowVersions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { workflowDocument } from "@/server/workflows/schema";
import { usageOf } from "@/server/workflows/usage/policy";
import type { QueueUse, queueInput } from "./schema";

/** Which workflows send cases to it: what is live, and drafts, each with the places that name it. */
export function queueUses(ctx: Context, { key }: z.output<typeof queueInput>): Promise<QueueUse[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const facts = { workflowId: workflows.id, title: workflows.title };
    const mine = and(eq(workflows.workspaceId, ctx.workspaceId), isNull(workflows.archivedAt));
    // Most documents never say the word: those need not be read.
    const says = (document: SQL) => sql`strpos(${document}::text, ${JSON.stringify(key)}) > 0`;
    const live = await tx
      .select({ ...facts, version: workflowVersions.version, document: workflowVersions.document })
      .from(workflows)
      .innerJoin(
        workflowVersions,
        and(
          eq(workflowVersions.workspaceId, workflows.workspaceId),
          eq(workflowVersions.workflowId, workflows.id),
          eq(workflowVersions.version, workflows.liveVersion),
        ),
      )
      .where(and(mine, says(sql`${workflowVersions.document}`)));
    const drafts = await tx
      .select({ ...facts, version: sql<null>`null`, document: workflowDrafts.document })
      .from(workflows)
      .innerJoin(
        workflowDrafts,
        and(
          eq(workflowDrafts.workspaceId, workflows.workspaceId),
          eq(workflowDrafts.workflowId, workflows.id),
        ),
      )
      .where(and(mine, says(sql`${workflowDrafts.document}`)));
    return [...live, ...drafts]
      .flatMap(({ document, ...use }): QueueUse[] => {
        const read = workflowDocument.safeParse(document);
        const places = read.success ? usageOf(read.data).of("queue", key) : [];
        return places.length > 0 ? [{ ...use, places: places.map(({ words }) => words) }] : [];
      })
      .sort((a, b) => a.title.localeCompare(b.title) || (b.version ?? 0) - (a.version ?? 0));
  });
}
