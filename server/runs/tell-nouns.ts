import type { Tx } from "@/db/client";
import { closeCasesOfRun } from "@/server/cases/close-of-run";
import { settleRequirements } from "@/server/collection/settle-requirements";
import type { Context } from "@/server/context";
import { closeWait, openWait } from "./open-wait";
import type { Step } from "./step";

/** Opens and closes what people see of a wait, through the noun that owns it. */
export async function tellNouns(ctx: Context & { tx: Tx }, step: Step): Promise<void> {
  const { head, result } = step;
  for (const command of result.commands) {
    if (command.type === "await_signal") await openWait(ctx, head.id, command);
    if (command.type === "close_wait") await closeWait(ctx, head.id, command);
    // Who never waited for people left them nothing to close, and most runs never do.
    if (command.type !== "finish" || !hasWaited(step)) continue;
    await closeCasesOfRun(ctx, { runId: head.id, status: command.status });
    await settleRequirements(ctx, { runId: head.id });
  }
}

/** What a step may wish for that nobody else hears of: no noun, no other run. */
const unheard: readonly string[] = ["perform", "start_timer", "cancel_timer", "raise_incident"];

/** Whether `tellNouns` has anybody to tell. */
export const concernsNouns = (step: Step): boolean =>
  step.result.commands.some(({ type }) => (type === "finish" ? hasWaited(step) : !unheard.includes(type)));

const hasWaited = ({ head, result }: Step): boolean =>
  result.state.path.some(({ node }) => head.compiled.plan.nodes.get(node)?.work.kind === "wait");
