import { and, eq, ne } from "drizzle-orm";
import type { z } from "zod";
import { decisionBatches } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { BatchView, batchInput } from "./schema";
import { batchViews } from "./views";

/** One batch and how far it is. */
export function getBatch(ctx: Context, input: z.output<typeof batchInput>): Promise<BatchView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const where = and(eq(decisionBatches.id, input.batchId), ne(decisionBatches.status, "receiving"));
    const [view] = await batchViews(tx, ctx, { where, limit: 1 });
    if (!view) throw new DomainError("not_found", "There is no batch with this id in this workspace.");
    return view;
  });
}
