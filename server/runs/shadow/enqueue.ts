import type { Tx } from "@/db/client";
import type { Context } from "@/server/context";
import { enqueueAll } from "@/server/platform/jobs";
import type { Committed } from "../commit";
import type { StartRun } from "../first-step";

/** Most runs that ask vendors have their answers by then; the sweep looks again for the others. */
const FIRST_LOOK_MS = 5_000;

/** A job per version that runs silently beside these runs. Without such a version it costs nothing. */
export async function enqueueShadows(
  tx: Tx,
  ctx: Context,
  inputs: readonly StartRun[],
  started: readonly Committed[],
): Promise<void> {
  const wanted = inputs.flatMap(({ workflow }, i) => {
    const run = started[i];
    const isDecided = run?.status === "completed";
    return (workflow.shadows ?? []).flatMap((version) =>
      run
        ? {
            data: { workspaceId: ctx.workspaceId, runId: run.runId, version: String(version) },
            ...(!isDecided && { startAfter: new Date(ctx.at.getTime() + FIRST_LOOK_MS) }),
          }
        : [],
    );
  });
  await enqueueAll(tx, "shadow", wanted);
}
