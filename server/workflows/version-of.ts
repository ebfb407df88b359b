import { and, eq } from "drizzle-orm";
import { workflows, workflowVersions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { type LiveVersion, liveVersion } from "./live-version";
import { workflowDocument } from "./schema";

/** A version by its workflow's key: the live one, or the one with this number. */
export function versionOf(
  ctx: Context,
  { key, version }: { key: string; version: number | "live" },
): Promise<LiveVersion> {
  if (version === "live") return liveVersion(ctx, { key });
  return inTransaction(ctx, async (tx, ctx) => {
    const [found] = await tx
      .select({ workflowId: workflows.id, document: workflowVersions.document })
      .from(workflows)
      .innerJoin(
        workflowVersions,
        and(
          eq(workflowVersions.workspaceId, workflows.workspaceId),
          eq(workflowVersions.workflowId, workflows.id),
          eq(workflowVersions.version, version),
        ),
      )
      .where(and(eq(workflows.workspaceId, ctx.workspaceId), eq(workflows.key, key)));
    if (!found)
      throw new DomainError("not_found", `There is no version ${version} of “${key}” in this workspace.`);
    return { workflowId: found.workflowId, version, document: workflowDocument.parse(found.document) };
  });
}
