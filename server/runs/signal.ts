import { type Context, inTransaction } from "@/server/context";
import { answerKey } from "@/server/engine/keys";
import type { JsonObject } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { byOf } from "./by";
import { type Committed, commitStep } from "./commit";
import { lockRun } from "./head";
import { stepOf } from "./step-of";

export interface RunSignal {
  runId: string;
  waitKey: string;
  /** Unique per signal, e.g. the submission's id: a copy is recognised. */
  key: string;
  payload: JsonObject;
}

/**
 * Answers a wait. A copy of a signal that was heard changes nothing and is no error; a signal for a wait that is over
 * is refused, and with it everything the caller did in this transaction.
 */
export function signalRun(ctx: Context, input: RunSignal): Promise<Committed> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { runId, waitKey, key, payload } = input;
    const head = await lockRun(tx, ctx, runId);
    // A finished run hears nothing, but a copy of what it heard before is still a copy.
    if (Object.hasOwn(head.state.heard, answerKey(waitKey, key)))
      return { runId, status: head.state.status, state: head.state, ignored: "repeated" as const };
    const { event, result } = stepOf(ctx, head, {
      type: "signal_received",
      at: ctx.at.toISOString(),
      ...{ key, waitKey, payload },
      by: byOf(ctx.actor),
    });
    if (result.ignored === "refused")
      throw new DomainError("invalid", result.refusal ?? "The run cannot use this answer.");
    if (result.ignored)
      throw new DomainError(
        "conflict",
        "This was answered or decided meanwhile. Reload to see where it stands.",
      );
    return commitStep(tx, ctx, head, event, result);
  });
}
