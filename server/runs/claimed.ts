import type { Context } from "@/server/context";
import type { Command, JsonObject } from "@/server/engine/state";
import type { EffectRequest } from "@/server/nodes/runner";

/** An effect that its holder, and nobody else until the lease ends, is about to perform. */
export interface Claimed {
  request: EffectRequest;
  type: string;
  /** Somebody started it before and never told the answer. */
  wasLost: boolean;
  /** A vendor took the question, promised an answer, and never told it. */
  wasSilent?: boolean;
  /** When this claim was made; tells it from a later one. */
  claimedAt: Date;
}

type Wish = Pick<
  Extract<Command, { type: "perform" }>,
  "key" | "node" | "scope" | "visit" | "attempt" | "input"
>;

export function claimOf(
  ctx: Context,
  run: Pick<EffectRequest, "runId" | "partyId" | "document">,
  { key, node, scope, visit, attempt, input }: Wish,
  wasLost: boolean,
): Claimed {
  const { type = "", config = {} } = run.document.nodes[node] ?? {};
  return {
    request: { ...run, key, node, scope, visit, attempt, input, config: config as JsonObject },
    type,
    wasLost,
    claimedAt: ctx.at,
  };
}
