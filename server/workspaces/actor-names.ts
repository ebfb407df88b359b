import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { apiKeys, members } from "@/db/schema";
import type { Context } from "@/server/context";

/** Names of whoever acts, by id: people keep theirs after they leave. What is neither person nor key is the product. */
export async function actorNames(
  tx: Tx,
  ctx: Context,
  ids: readonly string[],
): Promise<(id: string) => string> {
  const wanted = [...new Set(ids)];
  const names = new Map<string, string>();
  if (wanted.length > 0) {
    const people = await tx
      .select({ id: members.id, name: members.name })
      .from(members)
      .where(and(eq(members.workspaceId, ctx.workspaceId), inArray(members.id, wanted)));
    const machines = await tx
      .select({ id: apiKeys.id, name: apiKeys.name })
      .from(apiKeys)
      .where(and(eq(apiKeys.workspaceId, ctx.workspaceId), inArray(apiKeys.id, wanted)));
    for (const { id, name } of people) names.set(id, name);
    for (const { id, name } of machines) names.set(id, `API key ${name}`);
  }
  return (id) => names.get(id) ?? (id.startsWith("vis_") ? "The applicant" : "Gatehouse");
}
