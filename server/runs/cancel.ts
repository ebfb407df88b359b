import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { byOf } from "./by";
import type { Committed } from "./commit";
import { commitStep } from "./commit";
import { lockRun } from "./head";
import type { cancelRunInput } from "./schema";
import { stepOf } from "./step-of";

/** Ends a run that has not ended: what it waits for closes, and an answer that still comes changes nothing. */
export function cancelRun(ctx: Context, input: z.output<typeof cancelRunInput>): Promise<Committed> {
  return inTransaction(ctx, async (tx, ctx) => {
    const head = await lockRun(tx, ctx, input.runId);
    const { event, result } = stepOf(ctx, head, {
      type: "cancel_requested",
      at: ctx.at.toISOString(),
      by: byOf(ctx.actor),
      reason: input.reason,
    });
    if (result.ignored)
      throw new DomainError("conflict", "This run has ended already. A finished run never moves again.");
    return commitStep(tx, ctx, head, event, result);
  });
}
