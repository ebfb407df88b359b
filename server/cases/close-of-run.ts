import { and, eq, notInArray } from "drizzle-orm";
import { cases } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { changeCase } from "./find";
import { openQueued } from "./open-queued";
import { closedStatuses } from "./policy";

/**
 * Closes what a finished run leaves open: a case that still waited for the applicant when their time ran out, or when
 * the run was cancelled.
 */
export function closeCasesOfRun(
  ctx: Context,
  input: { runId: string; status: "completed" | "cancelled" },
): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const left = await tx
      .select()
      .from(cases)
      .where(
        and(
          eq(cases.workspaceId, ctx.workspaceId),
          eq(cases.runId, input.runId),
          notInArray(cases.status, [...closedStatuses]),
        ),
      )
      .for("update");
    const status = input.status === "completed" ? "decided" : "cancelled";
    for (const caseFile of left) {
      const revision = await changeCase(tx, ctx, caseFile, { status, closedAt: ctx.at });
      await recordAudit(tx, ctx, {
        subject: { kind: "case", id: caseFile.id },
        action: "case.closed",
        facts: { status, because: `run_${input.status}`, revision },
      });
      await openQueued(ctx, { partyId: caseFile.partyId });
    }
  });
}
