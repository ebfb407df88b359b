import { and, desc, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflowVersions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { actorNames } from "@/server/workspaces/actor-names";
import { findVersion, findWorkflow } from "./find";
import { editorPart, type VersionView, type versionInput, workflowDocument } from "./schema";

/** One published version as it was frozen, with the list of all. Without a number: the live one. */
export function getVersion(ctx: Context, input: z.output<typeof versionInput>): Promise<VersionView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await findWorkflow(tx, ctx, input.workflowId);
    const wanted = input.version ?? workflow.liveVersion;
    if (!wanted)
      throw new DomainError("conflict", `“${workflow.title}” has no version yet. Publish its draft first.`);
    const mine = and(
      eq(workflowVersions.workspaceId, ctx.workspaceId),
      eq(workflowVersions.workflowId, workflow.id),
    );
    const all = await tx
      .select({
        version: workflowVersions.version,
        note: workflowVersions.note,
        publishedBy: workflowVersions.publishedBy,
        publishedAt: workflowVersions.publishedAt,
      })
      .from(workflowVersions)
      .where(mine)
      .orderBy(desc(workflowVersions.version));
    const row = await findVersion(tx, ctx, workflow, wanted);
    const nameOf = await actorNames(
      tx,
      ctx,
      [row, ...all].map((version) => version.publishedBy),
    );
    return {
      workflow: {
        id: workflow.id,
        key: workflow.key,
        title: workflow.title,
        liveVersion: workflow.liveVersion,
      },
      version: row.version,
      document: workflowDocument.parse(row.document),
      editor: editorPart.parse(row.editor),
      hash: row.hash,
      note: row.note,
      publishedBy: nameOf(row.publishedBy),
      publishedAt: row.publishedAt.toISOString(),
      versions: all.map((version) => ({
        ...version,
        publishedBy: nameOf(version.publishedBy),
        publishedAt: version.publishedAt.toISOString(),
      })),
    };
  });
}
