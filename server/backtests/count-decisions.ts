import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { chooseDecisions } from "./decisions";
import { requireWorkflow } from "./find";
import { type countDecisionsInput, MOST_RECORDS } from "./schema";

/** How many decisions a backtest would look at, before it is begun. */
export function countDecisions(
  ctx: Context,
  { workflowId, filter }: z.output<typeof countDecisionsInput>,
): Promise<{ matching: number; chosen: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    await requireWorkflow(tx, ctx, workflowId);
    const until = ctx.at.toISOString();
    const { matching, chosen } = await chooseDecisions(
      tx,
      ctx,
      workflowId,
      { ...filter, until },
      MOST_RECORDS,
    );
    return { matching, chosen };
  });
}
