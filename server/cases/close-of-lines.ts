import { and, eq, notInArray } from "drizzle-orm";
import { cases } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { frameOfKey } from "@/server/engine/keys";
import { changeCase } from "./find";
import { openQueued } from "./open-queued";
import { closedStatuses } from "./policy";

/**
 * Closes what branches and elements that have ended leave open: a case that was sent back to the applicant and never
 * came back. It would keep its queue from everybody else of the party.
 */
export function closeCasesOfLines(
  ctx: Context,
  { runId, lines }: { runId: string; lines: readonly string[] },
): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const active = await tx
      .select()
      .from(cases)
      .where(
        and(
          eq(cases.workspaceId, ctx.workspaceId),
          eq(cases.runId, runId),
          notInArray(cases.status, [...closedStatuses]),
        ),
      )
      .for("update");
    for (const caseFile of active) {
      if (!lines.includes(frameOfKey(caseFile.waitKey) ?? "")) continue;
      const revision = await changeCase(tx, ctx, caseFile, { status: "cancelled", closedAt: ctx.at });
      await recordAudit(tx, ctx, {
        subject: { kind: "case", id: caseFile.id },
        action: "case.closed",
        facts: { status: "cancelled", because: "line_ended", revision },
      });
      await openQueued(ctx, { partyId: caseFile.partyId });
    }
  });
}
