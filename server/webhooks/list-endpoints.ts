import { and, count, desc, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { webhookAttempts, webhookDeliveries, webhookEndpoints, webhookSecrets } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { type EndpointRow, findEndpoint } from "./find";
import type { EndpointView } from "./schema";

const DAY_MS = 86_400_000;

/** The endpoints of the workspace with how they fare, the newest first. */
export function listEndpoints(ctx: Context): Promise<EndpointView[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(webhookEndpoints)
      .where(eq(webhookEndpoints.workspaceId, ctx.workspaceId))
      .orderBy(desc(webhookEndpoints.id));
    return viewsOf(tx, ctx, rows);
  });
}

export function getEndpoint(ctx: Context, input: { endpointId: string }): Promise<EndpointView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [view] = await viewsOf(tx, ctx, [await findEndpoint(tx, ctx, input.endpointId)]);
    if (!view) throw new Error("an endpoint without its view");
    return view;
  });
}

async function viewsOf(tx: Tx, ctx: Context, rows: readonly EndpointRow[]): Promise<EndpointView[]> {
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return [];
  const mine = and(
    eq(webhookDeliveries.workspaceId, ctx.workspaceId),
    inArray(webhookDeliveries.endpointId, ids),
  );
  const [days, states, failures, secrets] = await Promise.all([
    tx
      .select({
        id: webhookDeliveries.endpointId,
        attempts: count(),
        accepted: sql<number>`(count(*) filter (where ${webhookAttempts.failure} is null))::int`,
      })
      .from(webhookAttempts)
      .innerJoin(
        webhookDeliveries,
        and(
          eq(webhookDeliveries.workspaceId, webhookAttempts.workspaceId),
          eq(webhookDeliveries.id, webhookAttempts.deliveryId),
        ),
      )
      .where(
        and(
          eq(webhookAttempts.workspaceId, ctx.workspaceId),
          gt(webhookAttempts.startedAt, new Date(ctx.at.getTime() - DAY_MS)),
          isNotNull(webhookAttempts.finishedAt),
          mine,
        ),
      )
      .groupBy(webhookDeliveries.endpointId),
    tx
      .select({ id: webhookDeliveries.endpointId, state: webhookDeliveries.state, n: count() })
      .from(webhookDeliveries)
      .where(and(mine, inArray(webhookDeliveries.state, ["pending", "held", "failed"])))
      .groupBy(webhookDeliveries.endpointId, webhookDeliveries.state),
    tx
      .selectDistinctOn([webhookDeliveries.endpointId], {
        id: webhookDeliveries.endpointId,
        at: webhookAttempts.startedAt,
        text: webhookAttempts.failure,
      })
      .from(webhookDeliveries)
      .innerJoin(
        webhookAttempts,
        and(
          eq(webhookAttempts.workspaceId, webhookDeliveries.workspaceId),
          eq(webhookAttempts.deliveryId, webhookDeliveries.id),
        ),
      )
      .where(and(mine, isNotNull(webhookAttempts.failure)))
      .orderBy(webhookDeliveries.endpointId, desc(webhookAttempts.startedAt)),
    tx
      .select({ id: webhookSecrets.endpointId, until: webhookSecrets.expiresAt })
      .from(webhookSecrets)
      .where(
        and(
          eq(webhookSecrets.workspaceId, ctx.workspaceId),
          inArray(webhookSecrets.endpointId, ids),
          gt(webhookSecrets.expiresAt, ctx.at),
        ),
      ),
  ]);
  const counted = (id: string, state: string) =>
    states.find((row) => row.id === id && row.state === state)?.n ?? 0;
  return rows.map((row) => {
    const day = days.find(({ id }) => id === row.id);
    const failure = failures.find(({ id }) => id === row.id);
    return {
      id: row.id,
      description: row.description,
      url: row.shownUrl,
      events: row.events,
      state: row.pausedAt ? "paused" : row.failingSince ? "failing" : "active",
      pausedAt: row.pausedAt,
      pausedBecause: row.pausedBecause,
      failingSince: row.failingSince,
      createdAt: row.createdAt,
      lastDay: { attempts: day?.attempts ?? 0, accepted: day?.accepted ?? 0 },
      lastFailure: failure ? { at: failure.at, text: failure.text ?? "" } : null,
      counts: {
        pending: counted(row.id, "pending"),
        held: counted(row.id, "held"),
        failed: counted(row.id, "failed"),
      },
      oldSecretUntil: secrets.find(({ id }) => id === row.id)?.until ?? null,
    };
  });
}
