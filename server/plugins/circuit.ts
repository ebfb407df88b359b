import { and, eq, isNull, lte, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { connectionCircuits, connections } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { afterFailure, afterSuccess, type Circuit, circuitState, opensUntil } from "./policy";
import type { ResolvedConnection } from "./resolve-connection";

/** What a probe may take on top of the connection's time limit before another caller may try. */
const PROBE_MARGIN_MS = 5_000;
/** Answers are noted no oftener than this while all is well: a busy connection is not a busy row. */
const NOTE_EVERY_MS = 60_000;

export type Entry = { isOpen: false; isProbe: boolean } | { isOpen: true; until: Date };

const mine = (ctx: Context, id: string) =>
  and(eq(connectionCircuits.workspaceId, ctx.workspaceId), eq(connectionCircuits.connectionId, id));

/** Whether somebody may ask now. After the pause exactly one caller of all workers may try. */
export async function enterCircuit(ctx: Context, connection: ResolvedConnection): Promise<Entry> {
  const { id, circuit, limits, plugin } = connection;
  const state = circuitState(circuit, limits, ctx.at);
  // What a sandbox vendor fails at was asked for by a test value; it says nothing about the next question.
  if (state === "closed" || !circuit?.openedAt || plugin.definition.sandboxOnly)
    return { isOpen: false, isProbe: false };
  if (state === "open") return { isOpen: true, until: opensUntil(circuit.openedAt, limits) };
  const until = new Date(ctx.at.getTime() + limits.timeoutMs + PROBE_MARGIN_MS);
  return inTransaction(ctx, async (tx): Promise<Entry> => {
    const taken = await tx
      .update(connectionCircuits)
      .set({ probingUntil: until })
      .where(
        and(
          mine(ctx, id),
          or(isNull(connectionCircuits.probingUntil), lte(connectionCircuits.probingUntil, ctx.at)),
        ),
      )
      .returning({ id: connectionCircuits.connectionId });
    return taken.length > 0 ? { isOpen: false, isProbe: true } : { isOpen: true, until };
  });
}

/** Keeps that the vendor answered, or could not be reached; opens and closes the circuit. */
export async function noteOutcome(
  ctx: Context,
  connection: ResolvedConnection,
  outcome: { isWell: boolean; isReached: boolean; isProbe: boolean },
): Promise<void> {
  const { circuit, plugin } = connection;
  const isCounted = !plugin.definition.sandboxOnly;
  const isClean = !circuit || (circuit.failures === 0 && !circuit.openedAt);
  if (outcome.isWell && outcome.isReached && isClean && isNoted(ctx, connection)) return;
  await inTransaction(ctx, async (tx, ctx) => {
    await tx
      .update(connections)
      .set(outcome.isWell ? { lastOkAt: ctx.at } : { lastFailedAt: ctx.at })
      .where(and(eq(connections.workspaceId, ctx.workspaceId), eq(connections.id, connection.id)));
    if (isCounted && !(outcome.isReached && isClean)) await turn(tx, ctx, connection, outcome);
  });
}

function isNoted(ctx: Context, { lastOkAt, lastFailedAt }: ResolvedConnection): boolean {
  return (
    lastOkAt !== null &&
    ctx.at.getTime() - lastOkAt.getTime() < NOTE_EVERY_MS &&
    (lastFailedAt === null || lastFailedAt <= lastOkAt)
  );
}

async function turn(
  tx: Tx,
  ctx: Context,
  { id, key, limits }: ResolvedConnection,
  { isReached, isProbe }: { isReached: boolean; isProbe: boolean },
): Promise<void> {
  const [before] = await tx.select().from(connectionCircuits).where(mine(ctx, id)).for("update");
  if (isReached && !before) return;
  const after: Circuit =
    isReached && before
      ? afterSuccess(before, ctx.at)
      : afterFailure(before, limits, { at: ctx.at, isProbe });
  const { failures, countedFrom, openedAt, probingUntil, changedAt } = after;
  const now = { failures, countedFrom, openedAt, probingUntil, changedAt };
  await tx
    .insert(connectionCircuits)
    .values({ workspaceId: ctx.workspaceId, connectionId: id, ...now })
    .onConflictDoUpdate({
      target: [connectionCircuits.workspaceId, connectionCircuits.connectionId],
      set: now,
    });
  const [wasOpen, isOpen] = [Boolean(before?.openedAt), Boolean(openedAt)];
  if (wasOpen === isOpen) return;
  await recordAudit(tx, ctx, {
    subject: { kind: "connection", id },
    action: isOpen ? "connection.tripped" : "connection.recovered",
    facts: { key, ...(isOpen && { failures }) },
  });
}
