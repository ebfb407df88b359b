import type { Context } from "@/server/context";
import { inTransaction } from "@/server/context";
import { planOf } from "@/server/runs/plan-of";
import type { LiveVersion } from "./live-version";
import { isChallenged } from "./sticky";

/** The version that decides about this party: the challenger for its share of them, the live one for all others. */
export function assignVersion(ctx: Context, live: LiveVersion, partyId: string): Promise<LiveVersion> {
  const { workflowId, challenger } = live;
  if (!challenger || !isChallenged(workflowId, partyId, challenger.percent)) return Promise.resolve(live);
  return inTransaction(ctx, async (tx, ctx) => {
    const { version } = challenger;
    const { document } = await planOf(tx, ctx, { workflowId, version });
    return { workflowId, version, document, mode: "challenger" };
  });
}
