import { PluginFailure } from "./contract";
import type { SandboxAnswer } from "./sandbox-answers";

/** Why the sandbox gives no answer at this attempt, as its test value asks; nothing when it answers. */
export function troubleOf({ manner }: SandboxAnswer, attempt: number): PluginFailure | undefined {
  switch (manner) {
    case "never":
      return new PluginFailure("timeout", "The sandbox did not answer in time.");
    case "down":
      return new PluginFailure("unavailable", "The sandbox is unavailable, as its test value asks.");
    case "down_once":
      return attempt <= 1
        ? new PluginFailure("unavailable", "The sandbox is unavailable at the first attempt.")
        : undefined;
    case "refuses":
      return new PluginFailure("refused", "The sandbox refused the question, as its test value asks.");
    case "garbage":
      return new PluginFailure("garbage", "The vendor's answer could not be read.");
    default:
      return undefined;
  }
}
