import { and, asc, eq } from "drizzle-orm";
import type { z } from "zod";
import { waits } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { answerKey } from "@/server/engine/keys";
import type { JsonObject } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import type { Committed } from "./commit";
import { lockRun } from "./head";
import type { sendSignalInput } from "./schema";
import { signalRun } from "./signal";

/**
 * Sends a run the signal that a wait node names. Where several waits have the name, the one that has waited longest
 * hears it. A copy, by its key, changes nothing; a signal that nobody waits for is refused, so its sender tries again.
 */
export function sendSignal(ctx: Context, input: z.output<typeof sendSignalInput>): Promise<Committed> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { runId, name, key, payload } = input;
    const { state } = await lockRun(tx, ctx, runId);
    const named = await tx
      .select({ key: waits.key, closedAt: waits.closedAt })
      .from(waits)
      .where(
        and(
          eq(waits.workspaceId, ctx.workspaceId),
          eq(waits.runId, runId),
          eq(waits.signal, `signal:${name}`),
        ),
      )
      .orderBy(asc(waits.openedAt), asc(waits.key));
    if (named.some((wait) => Object.hasOwn(state.heard, answerKey(wait.key, key))))
      return { runId, status: state.status, state, ignored: "repeated" as const };
    const open = named.find((wait) => wait.closedAt === null);
    if (!open)
      throw new DomainError(
        "conflict",
        `This run does not wait for “${name}” now. Send it again when it does.`,
        {
          issues: [{ path: "name", code: "not_awaited", message: `Nobody waits for “${name}”.` }],
        },
      );
    return signalRun(ctx, { runId, waitKey: open.key, key, payload: payload as JsonObject });
  });
}
