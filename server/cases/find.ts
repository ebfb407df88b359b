import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { cases, runs } from "@/db/schema";
import type { Actor, Context } from "@/server/context";
import { DomainError } from "@/server/errors";

export type CaseRecord = typeof cases.$inferSelect;

const mine = (ctx: Context, caseId: string) =>
  and(eq(cases.workspaceId, ctx.workspaceId), eq(cases.id, caseId));

/** A case of this workspace, as it is. */
export async function findCase(tx: Tx, ctx: Context, caseId: string): Promise<CaseRecord> {
  const [row] = await tx.select().from(cases).where(mine(ctx, caseId));
  if (!row) throw new DomainError("not_found", "There is no such case in this workspace.");
  return row;
}

/** A case locked for a change: two people who act at once take turns. */
export async function lockCase(tx: Tx, ctx: Context, caseId: string): Promise<CaseRecord> {
  const [row] = await tx.select().from(cases).where(mine(ctx, caseId)).for("update");
  if (!row) throw new DomainError("not_found", "There is no such case in this workspace.");
  return row;
}

/** The case and its run, run first: the engine locks in this order too, so a verdict and a timer cannot deadlock. */
export async function lockCaseAndRun(tx: Tx, ctx: Context, caseId: string): Promise<CaseRecord> {
  const { runId } = await findCase(tx, ctx, caseId);
  await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId)))
    .for("update");
  return lockCase(tx, ctx, caseId);
}

/** Writes a change of a case and counts its revision on; answers the new revision. */
export async function changeCase(
  tx: Tx,
  ctx: Context,
  caseFile: CaseRecord,
  change: Partial<CaseRecord>,
): Promise<number> {
  const revision = caseFile.revision + 1;
  await tx
    .update(cases)
    .set({ ...change, revision })
    .where(mine(ctx, caseFile.id));
  return revision;
}

/** Notes and assignments may come from another system too; a verdict is a person's. */
export function requireNamed(ctx: Context): Extract<Actor, { kind: "member" | "api_key" }> {
  if (ctx.actor.kind !== "member" && ctx.actor.kind !== "api_key")
    throw new DomainError("forbidden", "Only a member of this workspace, or an API key, can do this.");
  return ctx.actor;
}

/** Cases are decided by people: a key or a process cannot take one or decide one. */
export function requireMember(ctx: Context): Extract<Actor, { kind: "member" }> {
  if (ctx.actor.kind !== "member")
    throw new DomainError("forbidden", "Only a member of this workspace can do this.");
  return ctx.actor;
}
