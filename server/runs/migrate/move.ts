import { and, asc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runMigrationItems, runMigrations, runs } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { whyNotMigrate } from "@/server/engine/migrate";
import { isDomainError } from "@/server/errors";
import { commitStep } from "../commit";
import { lockRun } from "../head";
import { planOf } from "../plan-of";
import { stepOf } from "../step-of";

type Migration = typeof runMigrations.$inferSelect;

/** Moves a migration's runs one after the other, each in a transaction of its own. Asked again, it goes on where it was. */
export async function moveRuns(
  ctx: Context,
  { migrationId, signal, now }: { migrationId: string; signal?: AbortSignal; now: () => Date },
): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    const isMore = await moveNext({ ...ctx, at: now() }, migrationId);
    if (!isMore) return;
  }
}

function moveNext(ctx: Context, migrationId: string): Promise<boolean> {
  return inTransaction(ctx, async (tx, ctx) => {
    const mine = and(
      eq(runMigrations.workspaceId, ctx.workspaceId),
      eq(runMigrations.id, migrationId),
      eq(runMigrations.state, "running"),
    );
    const [migration] = await tx.select().from(runMigrations).where(mine).for("update");
    if (!migration) return false;
    const items = and(
      eq(runMigrationItems.workspaceId, ctx.workspaceId),
      eq(runMigrationItems.migrationId, migrationId),
    );
    const [item] = await tx
      .select()
      .from(runMigrationItems)
      .where(and(items, eq(runMigrationItems.state, "planned")))
      .orderBy(asc(runMigrationItems.runId))
      .limit(1);
    if (!item) {
      await endMigration(tx, ctx, migration);
      return false;
    }
    const why = await moveRun(tx, ctx, migration, item.runId);
    await tx
      .update(runMigrationItems)
      .set({ state: why === undefined ? "moved" : "refused", why: why ?? null, endedAt: ctx.at })
      .where(and(items, eq(runMigrationItems.runId, item.runId)));
    return true;
  });
}

/** Why it stays where it is; undefined when it has moved. */
async function moveRun(
  tx: Tx,
  ctx: Context & { tx: Tx },
  { id, workflowId, toVersion, startedBy, reason }: Migration,
  runId: string,
): Promise<string | undefined> {
  try {
    const head = await lockRun(tx, ctx, runId);
    if (head.version === toVersion) return "It follows this version already.";
    const compiled = await planOf(tx, ctx, { workflowId, version: toVersion });
    const obstacles = whyNotMigrate(head.compiled.plan, compiled.plan, head.state);
    if (obstacles.length > 0) return obstacles.map(({ why }) => why).join(" ");
    const moved = { ...head, version: toVersion, compiled };
    const { event, result } = stepOf(ctx, moved, {
      type: "migrated",
      at: ctx.at.toISOString(),
      key: id,
      fromVersion: head.version,
      toVersion,
      by: { kind: "member", id: startedBy },
      reason,
    });
    if (result.ignored) return result.refusal ?? "It has moved on meanwhile.";
    await commitStep(tx, ctx, moved, event, result);
    await tx
      .update(runs)
      .set({ version: toVersion })
      .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId)));
    return undefined;
  } catch (error) {
    if (isDomainError(error)) return error.message;
    throw error;
  }
}

async function endMigration(tx: Tx, ctx: Context, { id, workflowId, toVersion }: Migration): Promise<void> {
  await tx
    .update(runMigrations)
    .set({ state: "done", endedAt: ctx.at })
    .where(and(eq(runMigrations.workspaceId, ctx.workspaceId), eq(runMigrations.id, id)));
  const [counted] = await tx
    .select({
      moved: sql<number>`count(*) filter (where ${runMigrationItems.state} = 'moved')::int`,
      stayed: sql<number>`count(*) filter (where ${runMigrationItems.state} = 'refused')::int`,
    })
    .from(runMigrationItems)
    .where(and(eq(runMigrationItems.workspaceId, ctx.workspaceId), eq(runMigrationItems.migrationId, id)));
  await recordAudit(tx, ctx, {
    subject: { kind: "workflow", id: workflowId },
    action: "workflow.migration_ended",
    facts: { migration: id, toVersion, ...counted },
  });
}
