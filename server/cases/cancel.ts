import { and, eq, notInArray } from "drizzle-orm";
import { cases } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { changeCase } from "./find";
import { openQueued } from "./open-queued";
import { closedStatuses } from "./policy";

/** Closes the case of a review wait that ended without its verdict: the run was cancelled, or went on by itself. */
export function cancelCase(ctx: Context, input: { runId: string; waitKey: string }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [caseFile] = await tx
      .select()
      .from(cases)
      .where(
        and(
          eq(cases.workspaceId, ctx.workspaceId),
          eq(cases.runId, input.runId),
          eq(cases.waitKey, input.waitKey),
          notInArray(cases.status, [...closedStatuses]),
        ),
      )
      .for("update");
    if (!caseFile) return;
    const revision = await changeCase(tx, ctx, caseFile, { status: "cancelled", closedAt: ctx.at });
    await recordAudit(tx, ctx, {
      subject: { kind: "case", id: caseFile.id },
      action: "case.closed",
      facts: { status: "cancelled", because: "wait_ended", revision },
    });
    await openQueued(ctx, { partyId: caseFile.partyId });
  });
}
