import { type Context, inTransaction } from "@/server/context";
import type { RunEvent } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { type Committed, commitStep } from "./commit";
import { lockRun } from "./head";
import type { CommitOptions } from "./step";
import { stepOf } from "./step-of";

export const MOST_EVENTS = 20_000;

/** Lets the run hear one event: one transaction, or nothing. Late and repeated events are journalled and change nothing. */
export function advanceRun(
  ctx: Context,
  input: { runId: string; event: RunEvent },
  options: CommitOptions = {},
): Promise<Committed> {
  return inTransaction(ctx, async (tx, ctx) => {
    const head = await lockRun(tx, ctx, input.runId);
    if (head.seq >= MOST_EVENTS && input.event.type !== "cancel_requested")
      throw new DomainError(
        "conflict",
        `This run has heard ${MOST_EVENTS} events. It can only be cancelled.`,
      );
    return commitStep(tx, ctx, head, input.event, stepOf(head, input.event), options);
  });
}
