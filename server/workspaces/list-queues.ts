import { asc, eq } from "drizzle-orm";
import { queues } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";

/** The queues of the workspace. */
export function listQueues(ctx: Context) {
  return inTransaction(ctx, (tx) =>
    tx
      .select({
        key: queues.key,
        title: queues.title,
        slaHours: queues.slaHours,
        checklist: queues.checklist,
      })
      .from(queues)
      .where(eq(queues.workspaceId, ctx.workspaceId))
      .orderBy(asc(queues.title), asc(queues.key)),
  );
}
