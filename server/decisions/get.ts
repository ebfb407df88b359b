import { eq } from "drizzle-orm";
import { decisions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { decisionRecords } from "./records";
import type { DecisionRecord } from "./schema";

/** One decision, whoever made it. */
export function getDecision(ctx: Context, input: { id: string }): Promise<DecisionRecord> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [row] = await decisionRecords(tx, ctx, { where: eq(decisions.id, input.id), limit: 1 });
    if (!row) throw new DomainError("not_found", "There is no decision with this id in this workspace.");
    return row;
  });
}
