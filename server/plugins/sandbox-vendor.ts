import { setTimeout as pause } from "node:timers/promises";
import { type PluginCall, PluginFailure } from "./contract";
import type { SandboxAnswer } from "./sandbox-answers";

const SLOW_MS = 1_500;

/** Does what the row says and sends `file` as a vendor would: text, which the client has to read. */
export async function sendAsVendor(row: SandboxAnswer, call: PluginCall, file: unknown): Promise<string> {
  call.signal.throwIfAborted();
  switch (row.manner) {
    case "slow":
      await pause(SLOW_MS, undefined, { signal: call.signal });
      break;
    case "never":
      await pause(call.timeoutMs * 2 + SLOW_MS, undefined, { signal: call.signal });
      throw new PluginFailure("timeout", "The sandbox did not answer in time.");
    case "down":
      throw new PluginFailure("unavailable", "The sandbox is unavailable, as its test value asks.");
    case "down_once":
      if (call.attempt <= 1)
        throw new PluginFailure("unavailable", "The sandbox is unavailable at the first attempt.");
      break;
    case "refuses":
      throw new PluginFailure("refused", "The sandbox refused the question, as its test value asks.");
    case "garbage":
      return "<html><title>502</title>Bad gateway";
    case "answers":
    // Whoever cannot wait for the callback hears at once what it would tell.
    case "calls_back":
    case "forgets":
      break;
  }
  return JSON.stringify(file);
}

/** Reads a vendor's text as JSON; what is not JSON is garbage. */
export function readVendorText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new PluginFailure("garbage", "The vendor's answer could not be read.");
  }
}
