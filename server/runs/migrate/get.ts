import { and, asc, eq } from "drizzle-orm";
import type { z } from "zod";
import { parties, runMigrationItems, runMigrations, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { actorNames } from "@/server/workspaces/actor-names";
import type { MigrationView, migrationInput } from "./schema";

/** How far a migration has come, with what became of each run. */
export function getMigration(
  ctx: Context,
  { workflowId, migrationId }: z.output<typeof migrationInput>,
): Promise<MigrationView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [migration] = await tx
      .select()
      .from(runMigrations)
      .where(
        and(
          eq(runMigrations.workspaceId, ctx.workspaceId),
          eq(runMigrations.workflowId, workflowId),
          eq(runMigrations.id, migrationId),
        ),
      );
    if (!migration) throw new DomainError("not_found", "There is no such migration.");
    const items = await tx
      .select({ item: runMigrationItems, party: parties.name })
      .from(runMigrationItems)
      .innerJoin(
        runs,
        and(eq(runs.workspaceId, runMigrationItems.workspaceId), eq(runs.id, runMigrationItems.runId)),
      )
      .innerJoin(parties, and(eq(parties.workspaceId, runs.workspaceId), eq(parties.id, runs.partyId)))
      .where(
        and(
          eq(runMigrationItems.workspaceId, ctx.workspaceId),
          eq(runMigrationItems.migrationId, migrationId),
        ),
      )
      .orderBy(asc(runMigrationItems.runId));
    const nameOf = await actorNames(tx, ctx, [migration.startedBy]);
    const count = (state: string) => items.filter(({ item }) => item.state === state).length;
    return {
      id: migration.id,
      toVersion: migration.toVersion,
      state: migration.state,
      reason: migration.reason,
      startedBy: nameOf(migration.startedBy),
      startedAt: migration.startedAt.toISOString(),
      endedAt: migration.endedAt?.toISOString() ?? null,
      total: items.length,
      moved: count("moved"),
      stayed: count("refused"),
      // Those that stayed are the ones to act on.
      runs: items
        .map(({ item, party }) => ({
          runId: item.runId,
          party,
          fromVersion: item.fromVersion,
          state: item.state,
          why: item.why,
        }))
        .sort((a, b) => Number(a.state !== "refused") - Number(b.state !== "refused"))
        .slice(0, 500),
    };
  });
}
