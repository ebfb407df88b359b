import { and, eq } from "drizzle-orm";
import { runMigrations } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { enqueueAll } from "@/server/platform/jobs";

/** Gives a job to every migration that is under way; one that has its own is not given another. */
export function findStrandedMigrations(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx, ctx) => {
    const running = await tx
      .select({ id: runMigrations.id })
      .from(runMigrations)
      .where(and(eq(runMigrations.workspaceId, ctx.workspaceId), eq(runMigrations.state, "running")));
    await enqueueAll(
      tx,
      "migrate",
      running.map(({ id }) => ({
        data: { workspaceId: ctx.workspaceId, migrationId: id },
        singletonKey: id,
      })),
    );
    return running.length;
  });
}
