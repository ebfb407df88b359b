import type { Tx } from "@/db/client";
import { enqueueAll } from "@/server/platform/jobs";
import { type Step, wishes } from "./step";

/** Timers, and somebody who performs what was planned. A run of pure nodes enqueues nothing. */
export async function enqueueSteps(tx: Tx, steps: readonly Step[]): Promise<void> {
  const timers = steps.flatMap(({ ctx, head, result }) =>
    wishes(result, "start_timer").map(({ key, fireAt }) => ({
      data: { workspaceId: ctx.workspaceId, runId: head.id, key },
      startAfter: new Date(fireAt),
    })),
  );
  const drives = steps
    .filter(({ result, options }) => !options.isDriving && wishes(result, "perform").length > 0)
    .map(({ ctx, head, options }) => ({
      data: { workspaceId: ctx.workspaceId, runId: head.id },
      singletonKey: head.id,
      ...(options.driveAfter && { startAfter: options.driveAfter }),
    }));
  const ended = steps.flatMap(({ ctx, head: { parent }, result, options }) =>
    parent && !options.isHeard && wishes(result, "finish").length > 0
      ? [{ data: { workspaceId: ctx.workspaceId, ...parent } }]
      : [],
  );
  await enqueueAll(tx, "child", ended);
  await enqueueAll(tx, "timer", timers);
  await enqueueAll(tx, "drive", drives);
}
