import type { Context } from "@/server/context";
import type { EffectError } from "@/server/engine/state";
import { failureFacts } from "@/server/platform/failure";
import { log } from "@/server/platform/log";
import { enterCircuit, noteOutcome } from "./circuit";
import type { ResolvedConnection } from "./resolve-connection";

/** Failures that say the other side is not well; a refusal is an answer too. */
export const isOutage = (kind: string): boolean =>
  kind === "unavailable" || kind === "timeout" || kind === "unknown";

/**
 * Asks through a connection with its limits: not at all while it is switched off or its circuit is open, and what came
 * of it is kept for every other worker. An open circuit answers `unavailable`, so the interpreter tries again later.
 */
export async function askThrough<R extends { ok: true } | { ok: false; error: EffectError }>(
  ctx: Context,
  connection: ResolvedConnection,
  ask: () => Promise<R>,
): Promise<R | { ok: false; error: EffectError }> {
  const { title } = connection;
  if (connection.isDisabled)
    return failed("refused", `“${title}” is switched off. Switch it on under Settings → Connections.`);
  const entry = await enterCircuit(ctx, connection);
  if (entry.isOpen)
    return failed("unavailable", `“${title}” failed too often and rests until ${entry.until.toISOString()}.`);
  const result = await ask();
  const isReached = result.ok || !isOutage(result.error.kind);
  try {
    await noteOutcome(ctx, connection, { isWell: isReached, isReached, isProbe: entry.isProbe });
  } catch (error) {
    // The answer is worth more than the note about it.
    log().warn(
      { connection: connection.id, ...failureFacts(error) },
      "a connection's health could not be noted",
    );
  }
  return result;
}

const failed = (kind: EffectError["kind"], message: string) => ({
  ok: false as const,
  error: { kind, message },
});
