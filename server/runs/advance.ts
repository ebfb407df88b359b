import { type Context, inTransaction } from "@/server/context";
import type { RunEvent } from "@/server/engine/state";
import { type Committed, commitStep } from "./commit";
import { lockRun } from "./head";
import { isFull } from "./limits";
import type { CommitOptions } from "./step";
import { stepOf } from "./step-of";

/**
 * Lets the run hear an answer: one transaction, or nothing. Late and repeated ones are journalled and change nothing; a
 * run that has heard all it may has asked for none, so there they are not even kept.
 */
export function advanceRun(
  ctx: Context,
  input: { runId: string; event: RunEvent },
  options: CommitOptions = {},
): Promise<Committed> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { runId } = input;
    const head = await lockRun(tx, ctx, runId);
    const { state } = head;
    if (isFull(ctx, head.seq)) return { runId, status: state.status, state, ignored: "late" };
    const { event, result } = stepOf(ctx, head, input.event);
    return commitStep(tx, ctx, head, event, result, options);
  });
}
