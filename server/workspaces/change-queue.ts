import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { queues } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { changeQueueInput } from "./schema";

/** Changes a queue's title, time allowed or checklist; cases opened before keep their due time. */
export function changeQueue(ctx: Context, input: z.output<typeof changeQueueInput>): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const mine = and(eq(queues.workspaceId, ctx.workspaceId), eq(queues.key, input.key));
    const [before] = await tx.select().from(queues).where(mine).for("update");
    if (!before) throw new DomainError("not_found", "There is no such queue here.");
    const { title = before.title, slaHours = before.slaHours, checklist = before.checklist } = input;
    await tx.update(queues).set({ title, slaHours, checklist }).where(mine);
    await recordAudit(tx, ctx, {
      subject: { kind: "queue", id: input.key },
      action: "queue.changed",
      facts: { before: { title: before.title, slaHours: before.slaHours }, after: { title, slaHours } },
    });
  });
}
