import { and, eq, like, or } from "drizzle-orm";
import type { z } from "zod";
import { workflows } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { freeKeyInput } from "./schema";

const LONGEST = 64;

/** Whether a key is free, and the nearest one that is. Archived workflows keep theirs. */
export function freeKey(
  ctx: Context,
  { key }: z.output<typeof freeKeyInput>,
): Promise<{ isFree: boolean; free: string }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const base = key.slice(0, LONGEST - 4);
    const rows = await tx
      .select({ key: workflows.key })
      .from(workflows)
      .where(
        and(
          eq(workflows.workspaceId, ctx.workspaceId),
          or(eq(workflows.key, key), like(workflows.key, `${base.replaceAll("_", "\\_")}\\_%`)),
        ),
      );
    const taken = new Set(rows.map((row) => row.key));
    if (!taken.has(key)) return { isFree: true, free: key };
    for (let n = 2; ; n++) if (!taken.has(`${base}_${n}`)) return { isFree: false, free: `${base}_${n}` };
  });
}
