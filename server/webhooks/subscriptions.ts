import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { webhookEndpoints, webhookSubscriptions } from "@/db/schema";
import type { Context } from "@/server/context";
import { shared } from "@/server/platform/shared";

/**
 * Which events anybody hears, per workspace, looked up at most every two seconds: where nobody listens, an event costs
 * no statement. So an endpoint made in one process is heard of in the others within that time.
 */
const FRESH_MS = 2_000;
const MOST_WORKSPACES = 10_000;

interface Known {
  events: ReadonlySet<string>;
  readAt: number;
}

const known = () => shared("webhook subscriptions", () => new Map<string, Known>());

/** Called when an endpoint was made, changed or deleted: this process knows at once. */
export const forgetSubscriptions = (ctx: Context): void => {
  known().delete(ctx.workspaceId);
};

/** What `heardEvents` would answer without asking; undefined when it would have to. */
export function freshlyHeardEvents(ctx: Context): ReadonlySet<string> | undefined {
  const found = known().get(ctx.workspaceId);
  return found && performance.now() - found.readAt < FRESH_MS ? found.events : undefined;
}

/** The events that some endpoint of the workspace hears, as far as this process knows. */
export async function heardEvents(tx: Tx, ctx: Context): Promise<ReadonlySet<string>> {
  const now = performance.now();
  const fresh = freshlyHeardEvents(ctx);
  if (fresh) return fresh;
  const rows = await tx
    .selectDistinct({ event: webhookSubscriptions.event })
    .from(webhookSubscriptions)
    .where(eq(webhookSubscriptions.workspaceId, ctx.workspaceId));
  const events = new Set(rows.map((row) => row.event));
  if (known().size >= MOST_WORKSPACES) known().clear();
  known().set(ctx.workspaceId, { events, readAt: now });
  return events;
}

/** Who hears the events now, by event. Read in the transaction of what happened. */
export async function listeners(
  tx: Tx,
  ctx: Context,
  events: readonly string[],
): Promise<Map<string, { endpointId: string; isPaused: boolean }[]>> {
  const rows = await tx
    .select({
      event: webhookSubscriptions.event,
      endpointId: webhookSubscriptions.endpointId,
      pausedAt: webhookEndpoints.pausedAt,
    })
    .from(webhookSubscriptions)
    .innerJoin(
      webhookEndpoints,
      and(
        eq(webhookEndpoints.workspaceId, webhookSubscriptions.workspaceId),
        eq(webhookEndpoints.id, webhookSubscriptions.endpointId),
      ),
    )
    .where(
      and(
        eq(webhookSubscriptions.workspaceId, ctx.workspaceId),
        inArray(webhookSubscriptions.event, [...new Set(events)]),
      ),
    );
  const found = new Map<string, { endpointId: string; isPaused: boolean }[]>();
  for (const { event, endpointId, pausedAt } of rows)
    found.set(event, [...(found.get(event) ?? []), { endpointId, isPaused: pausedAt !== null }]);
  return found;
}
