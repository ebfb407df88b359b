import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { applications } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { cancelRun } from "@/server/runs/cancel";
import { getApplication } from "./get";
import { revokeLinks } from "./revoke-links";
import type { ApplicationView, cancelApplicationInput } from "./schema";

/** Ends an application that is not decided: its run is cancelled, its links are closed. */
export function cancelApplication(
  ctx: Context,
  input: z.output<typeof cancelApplicationInput>,
): Promise<ApplicationView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { applicationId, reason } = input;
    const [row] = await tx
      .select({ runId: applications.runId })
      .from(applications)
      .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.id, applicationId)));
    if (!row) throw new DomainError("not_found", "This application does not exist.");
    await cancelRun(ctx, { runId: row.runId, reason });
    await revokeLinks(ctx, { applicationId });
    return getApplication(ctx, { id: applicationId });
  });
}
