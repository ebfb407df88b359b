import { and, asc, eq, inArray, ne } from "drizzle-orm";
import type { z } from "zod";
import { parties, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { whyNotMigrate } from "@/server/engine/migrate";
import { openVaults } from "@/server/parties/vault";
import { getVersion } from "@/server/workflows/get-version";
import { planOf } from "../plan-of";
import { openState } from "../stored-state";
import type { MigrationPlan, planMigrationInput } from "./schema";

/** More at once nobody can look over, and a second migration takes the rest. */
export const MOST_MOVED = 10_000;
const SHOWN = 500;

/** A dry run: which open runs could go on by this version, and what keeps the others. Changes nothing. */
export function planMigration(
  ctx: Context,
  input: z.output<typeof planMigrationInput>,
): Promise<MigrationPlan> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workflowId, toVersion } = input;
    await getVersion(ctx, { workflowId, version: toVersion });
    const open = await tx
      .select({ run: runs, name: parties.name })
      .from(runs)
      .innerJoin(parties, and(eq(parties.workspaceId, runs.workspaceId), eq(parties.id, runs.partyId)))
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          eq(runs.workflowId, workflowId),
          ne(runs.version, toVersion),
          inArray(runs.status, ["running", "waiting", "attention"]),
          ne(runs.mode, "shadow"),
        ),
      )
      .orderBy(asc(runs.startedAt), asc(runs.id))
      .limit(MOST_MOVED);
    const target = await planOf(tx, ctx, { workflowId, version: toVersion });
    const vaults = await openVaults(tx, ctx, [...new Set(open.map(({ run }) => run.partyId))]);
    const rows: MigrationPlan["runs"] = [];
    for (const { run, name } of open) {
      const vault = vaults.get(run.partyId);
      const from = await planOf(tx, ctx, { workflowId, version: run.version });
      const why =
        !vault || vault.erased
          ? ["The party's data was erased."]
          : whyNotMigrate(from.plan, target.plan, await openState(tx, ctx, vault, run)).map(({ why }) => why);
      rows.push({
        runId: run.id,
        party: name,
        fromVersion: run.version,
        status: run.status,
        startedAt: run.startedAt.toISOString(),
        why,
      });
    }
    const movable = rows.filter(({ why }) => why.length === 0).length;
    // Those that cannot move are the ones to read.
    rows.sort((a, b) => Number(a.why.length === 0) - Number(b.why.length === 0));
    return { toVersion, movable, stuck: rows.length - movable, runs: rows.slice(0, SHOWN) };
  });
}
