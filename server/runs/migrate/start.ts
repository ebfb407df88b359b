import { and, asc, eq, inArray, ne } from "drizzle-orm";
import type { z } from "zod";
import { runMigrationItems, runMigrations, runs } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { enqueue } from "@/server/platform/jobs";
import { getVersion } from "@/server/workflows/get-version";
import { MOST_MOVED } from "./plan";
import type { startMigrationInput } from "./schema";

/** Begins to move open runs to another version. Each is looked at again when its turn comes, and moves or stays alone. */
export function startMigration(
  ctx: Context,
  input: z.output<typeof startMigrationInput>,
): Promise<{ id: string; runs: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workflowId, toVersion, runIds, reason } = input;
    await getVersion(ctx, { workflowId, version: toVersion });
    const wanted = await tx
      .select({ id: runs.id, version: runs.version })
      .from(runs)
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          eq(runs.workflowId, workflowId),
          ne(runs.version, toVersion),
          inArray(runs.status, ["running", "waiting", "attention"]),
          ne(runs.mode, "shadow"),
          runIds && inArray(runs.id, runIds),
        ),
      )
      .orderBy(asc(runs.startedAt), asc(runs.id))
      .limit(MOST_MOVED);
    if (wanted.length === 0)
      throw new DomainError("conflict", "There is no open run of another version to move.");
    const id = newId("migration", ctx.at);
    const { workspaceId } = ctx;
    await tx.insert(runMigrations).values({
      ...{ workspaceId, id, workflowId, toVersion, reason },
      state: "running",
      startedBy: ctx.actor.id,
      startedAt: ctx.at,
    });
    for (let i = 0; i < wanted.length; i += 1000)
      await tx.insert(runMigrationItems).values(
        wanted.slice(i, i + 1000).map((run) => ({
          ...{ workspaceId, migrationId: id, runId: run.id, fromVersion: run.version },
          state: "planned" as const,
        })),
      );
    await enqueue(tx, "migrate", { workspaceId, migrationId: id }, { singletonKey: id });
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflowId },
      action: "workflow.migration_started",
      facts: { migration: id, toVersion, runs: wanted.length, reason },
    });
    return { id, runs: wanted.length };
  });
}
