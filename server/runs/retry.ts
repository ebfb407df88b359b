import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { Committed } from "./commit";
import { lockRun } from "./head";
import { resolveIncident } from "./resolve";
import type { retryRunInput } from "./schema";

/** Tries again wherever the run stopped in an incident: all of them, or none. */
export function retryRun(ctx: Context, input: z.output<typeof retryRunInput>): Promise<Committed> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { runId, reason } = input;
    const { state } = await lockRun(tx, ctx, runId);
    let committed: Committed | undefined;
    for (const { id, incident } of state.tokens)
      if (incident)
        committed = await resolveIncident(ctx, {
          runId,
          tokenId: id,
          answer: { action: "retry" },
          reason,
        });
    if (!committed)
      throw new DomainError("conflict", "This run has nothing to try again: nothing in it stands still.");
    return committed;
  });
}
