import { and, eq } from "drizzle-orm";
import { workflows } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";

/** The id of the workflow that callers outside name by its key. */
export function workflowIdOf(ctx: Context, input: { key: string }): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx
      .select({ id: workflows.id })
      .from(workflows)
      .where(and(eq(workflows.workspaceId, ctx.workspaceId), eq(workflows.key, input.key)));
    if (!row) throw new DomainError("not_found", `There is no workflow “${input.key}” in this workspace.`);
    return row.id;
  });
}
