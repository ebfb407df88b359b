import { and, desc, eq } from "drizzle-orm";
import type { z } from "zod";
import { decisionReruns, decisions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { actorNames } from "@/server/workspaces/actor-names";
import type { decisionInput, RerunRow } from "./rerun/schema";

const MOST = 20;

/** How often a decision was made once more and what came out, the latest first. */
export function rerunsOf(ctx: Context, input: z.output<typeof decisionInput>): Promise<RerunRow[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { decisionId } = input;
    const [known] = await tx
      .select({ id: decisions.id })
      .from(decisions)
      .where(and(eq(decisions.workspaceId, ctx.workspaceId), eq(decisions.id, decisionId)));
    if (!known) throw new DomainError("not_found", "There is no decision with this id in this workspace.");
    const rows = await tx
      .select()
      .from(decisionReruns)
      .where(and(eq(decisionReruns.workspaceId, ctx.workspaceId), eq(decisionReruns.decisionId, decisionId)))
      .orderBy(desc(decisionReruns.at), desc(decisionReruns.id))
      .limit(MOST);
    const nameOf = await actorNames(
      tx,
      ctx,
      rows.map(({ by }) => by),
    );
    return rows.map(({ id, origin, by, result, differs, at }) => ({
      ...{ id, origin, result, differs },
      by: nameOf(by),
      at: at.toISOString(),
    }));
  });
}
