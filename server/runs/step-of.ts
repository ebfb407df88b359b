import type { Context } from "@/server/context";
import { step } from "@/server/engine/interpreter";
import type { RunEvent, RunStatus, StepResult } from "@/server/engine/state";
import type { LiveHead } from "./head";
import { fitted, isFull, refuseFull } from "./limits";

export interface Told {
  /** As it is heard: what is too large for a run is heard as a failure. */
  event: RunEvent;
  result: StepResult;
}

/**
 * What the interpreter makes of an event, for the run as it stands. Every door comes by here, so none can bring a run
 * more than it may hold.
 */
export function stepOf(ctx: Context, head: LiveHead, told: RunEvent): Told {
  const mayCome = told.type === "cancel_requested" || told.type === "stopped" || hasEnded(head.state.status);
  if (!mayCome && isFull(ctx, head.seq)) refuseFull(ctx);
  const event = fitted(ctx, told);
  return { event, result: step(head.compiled.plan, head.state, event) };
}

const hasEnded = (status: RunStatus) => status === "completed" || status === "cancelled";
