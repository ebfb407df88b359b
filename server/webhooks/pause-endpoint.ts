import { type Context, inTransaction } from "@/server/context";
import { findEndpoint } from "./find";
import { pauseRow } from "./pause-row";

/** Holds what would be sent until somebody resumes it. Pausing a paused endpoint changes nothing. */
export function pauseEndpoint(ctx: Context, input: { endpointId: string }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    await pauseRow(tx, ctx, await findEndpoint(tx, ctx, input.endpointId, "no key update"), "member");
  });
}
