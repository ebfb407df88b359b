import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { workflowDraftLeases } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { actorNames } from "@/server/workspaces/actor-names";
import type { LeaseView } from "./draft/schema";

/** A window that is open asks again well before; one that was closed lets go within a minute. */
export const LEASE_MS = 60_000;

export type LeaseRecord = typeof workflowDraftLeases.$inferSelect;

export const leaseOf = (ctx: Context, workflowId: string) =>
  and(eq(workflowDraftLeases.workspaceId, ctx.workspaceId), eq(workflowDraftLeases.workflowId, workflowId));

/** Who is editing, if anybody is. */
export async function findLease(tx: Tx, ctx: Context, workflowId: string): Promise<LeaseRecord | undefined> {
  const [lease] = await tx.select().from(workflowDraftLeases).where(leaseOf(ctx, workflowId));
  return lease && lease.until > ctx.at ? lease : undefined;
}

/** A program has no window: it only must not be somebody else. */
export const isHeldBy = (lease: LeaseRecord, ctx: Context, device: string | undefined): boolean =>
  lease.holderId === ctx.actor.id && (device === undefined || device === lease.deviceId);

export async function leaseView(
  tx: Tx,
  ctx: Context,
  lease: LeaseRecord | undefined,
  device: string | undefined,
): Promise<LeaseView | null> {
  if (!lease) return null;
  const nameOf = await actorNames(tx, ctx, [lease.holderId]);
  return {
    holder: nameOf(lease.holderId),
    isMine: isHeldBy(lease, ctx, device),
    since: lease.since.toISOString(),
    until: lease.until.toISOString(),
  };
}

/** One editor at a time. Refuses while somebody else, or another window, holds the draft. */
export async function refuseOthersLease(
  tx: Tx,
  ctx: Context,
  workflowId: string,
  device: string | undefined,
): Promise<void> {
  const lease = await findLease(tx, ctx, workflowId);
  if (!lease || isHeldBy(lease, ctx, device)) return;
  const view = await leaseView(tx, ctx, lease, device);
  const who =
    lease.holderId === ctx.actor.id
      ? "You are editing this draft in another window"
      : `${view?.holder} is editing this draft`;
  throw new DomainError("conflict", `${who}. Take it over to save here.`, {
    issues: [{ path: "device", code: "held", message: `${who}.` }],
  });
}
