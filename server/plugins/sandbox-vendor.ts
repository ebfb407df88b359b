import { setTimeout as pause } from "node:timers/promises";
import { type PluginCall, PluginFailure } from "./contract";
import type { SandboxAnswer } from "./sandbox-answers";
import { troubleOf } from "./sandbox-manners";

const SLOW_MS = 1_500;

/** Does what the row says and sends `file` as a vendor would: text, which the client has to read. */
export async function sendAsVendor(row: SandboxAnswer, call: PluginCall, file: unknown): Promise<string> {
  call.signal.throwIfAborted();
  if (row.manner === "slow") await pause(SLOW_MS, undefined, { signal: call.signal });
  if (row.manner === "never") await pause(call.timeoutMs * 2 + SLOW_MS, undefined, { signal: call.signal });
  // What cannot be read is sent all the same; whoever reads it finds out.
  if (row.manner === "garbage") return "<html><title>502</title>Bad gateway";
  // Whoever cannot wait for a callback hears at once what it would tell.
  const trouble = troubleOf(row, call.attempt);
  if (trouble) throw trouble;
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
