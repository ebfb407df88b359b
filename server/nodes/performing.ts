import { questionKey } from "@/server/engine/keys";
import type { Json } from "@/server/engine/state";
import type { ToolResult } from "@/server/plugins/call-tool";
import type { Tool, ToolOutputs } from "@/server/plugins/contract";
import type { EffectRequest, EffectResult } from "./runner";

/** One key for every attempt at the same thing. */
export const withoutAttempt = ({ key }: EffectRequest): string => questionKey(key);

/** Nothing was sent, because what it needs is not there. */
export const notSent = (message: string): EffectResult => ({ error: { kind: "input_missing", message } });

/** A tool's result as an effect's, with what went over the wire beside it. */
export function toolResult<T extends Tool>(
  result: ToolResult<T>,
  outputOf: (output: ToolOutputs[T]) => Json,
): EffectResult {
  const seen = result.exchange ? { exchange: result.exchange } : {};
  return result.ok ? { output: outputOf(result.output), ...seen } : { error: result.error, ...seen };
}
