import type { Tx } from "@/db/client";
import { closeCasesOfLines } from "@/server/cases/close-of-lines";
import { closeCasesOfRun } from "@/server/cases/close-of-run";
import { settleRequirements } from "@/server/collection/settle-requirements";
import type { Context } from "@/server/context";
import { closeWait, openWait } from "./open-wait";
import type { Step } from "./step";

/** Opens and closes what people see of a wait, through the noun that owns it. */
export async function tellNouns(ctx: Context & { tx: Tx }, step: Step): Promise<void> {
  const { head, result } = step;
  const lines = endedLines(step);
  if (lines.length > 0) await closeCasesOfLines(ctx, { runId: head.id, lines });
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
  step.result.commands.some(({ type }) => (type === "finish" ? hasWaited(step) : !unheard.includes(type))) ||
  endedLines(step).length > 0;

/** Branches and elements that ended while the run goes on, where people may have had something to do with them. */
function endedLines(step: Step): string[] {
  const { frames = {}, status } = step.result.state;
  if (status === "completed" || status === "cancelled") return [];
  const ended = Object.keys(step.head.state?.frames ?? {}).filter((line) => !Object.hasOwn(frames, line));
  return ended.length > 0 && hasWaited(step) ? ended : [];
}

const hasWaited = ({ head, result }: Step): boolean =>
  result.state.path.some(({ node }) => head.compiled.plan.nodes.get(node)?.work.kind === "wait");
