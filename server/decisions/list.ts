import { and, desc, eq, gte, lt, or } from "drizzle-orm";
import type { z } from "zod";
import { decisions, runs, workflows } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { decisionRecords } from "./records";
import type { DecisionRecord, listDecisionsInput } from "./schema";

export interface DecisionList {
  data: DecisionRecord[];
  nextCursor: string | null;
}

const ORDER = "decided";

/** A page of the workspace's decisions, the newest first. */
export function listDecisions(
  ctx: Context,
  input: z.output<typeof listDecisionsInput>,
): Promise<DecisionList> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { run, party, workflow, outcome, reference, from, until, limit } = input;
    const place = readCursor(input.cursor, ORDER);
    const before = place && new Date(place.value);
    const rows = await decisionRecords(tx, ctx, {
      where: and(
        run ? eq(decisions.runId, run) : undefined,
        party ? eq(decisions.partyId, party) : undefined,
        workflow ? eq(workflows.key, workflow) : undefined,
        outcome ? eq(decisions.outcome, outcome) : undefined,
        reference ? eq(runs.reference, reference) : undefined,
        from ? gte(decisions.decidedAt, new Date(from)) : undefined,
        until ? lt(decisions.decidedAt, new Date(until)) : undefined,
        place && before
          ? or(
              lt(decisions.decidedAt, before),
              and(eq(decisions.decidedAt, before), lt(decisions.id, place.id)),
            )
          : undefined,
      ),
      orderBy: [desc(decisions.decidedAt), desc(decisions.id)],
      limit: limit + 1,
    });
    const data = rows.slice(0, limit);
    const last = data.at(-1);
    return {
      data,
      nextCursor: last && rows.length > limit ? writeCursor(ORDER, last.decidedAt, last.id) : null,
    };
  });
}
