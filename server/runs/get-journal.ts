import { and, asc, eq, gt } from "drizzle-orm";
import type { z } from "zod";
import { runEvents, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { RunEvent } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { openVault } from "@/server/parties/vault";
import { actorNames } from "@/server/workspaces/actor-names";
import { requirePermission } from "@/server/workspaces/require";
import { places } from "./places";
import type { RunJournal, runJournalInput } from "./schema";
import { openState } from "./stored-state";

/**
 * A page of what the run heard, in order, as the interpreter reads it: whoever folds all of it must come to what is
 * stored, so nothing in it is left out. It is for those who may read the party it is about.
 */
export function getRunJournal(ctx: Context, input: z.output<typeof runJournalInput>): Promise<RunJournal> {
  requirePermission(ctx, "parties.view");
  return inTransaction(ctx, async (tx, ctx) => {
    const { runId, cursor: after = 0, limit } = input;
    const [run] = await tx
      .select()
      .from(runs)
      .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId)));
    if (!run) throw new DomainError("not_found", "This run does not exist.");
    const vault = await openVault(tx, ctx, run.partyId);
    if (vault.erased)
      throw new DomainError(
        "conflict",
        "This party's data was erased, so the journal cannot be read any more.",
      );
    const rows = await tx
      .select()
      .from(runEvents)
      .where(
        and(eq(runEvents.workspaceId, ctx.workspaceId), eq(runEvents.runId, runId), gt(runEvents.seq, after)),
      )
      .orderBy(asc(runEvents.seq))
      .limit(limit);
    const last = rows.at(-1)?.seq ?? after;
    const isLast = last >= run.seq;
    const heard = rows.map(({ seq, type, ignored, recordedAt, body }) => ({
      ...{ seq, type, ignored },
      recordedAt: recordedAt.toISOString(),
      event: vault.open<RunEvent>(places.event(runId, seq), body),
    }));
    const nameOf = await actorNames(
      tx,
      ctx,
      heard.flatMap(({ event }) => ("by" in event ? [event.by.id] : [])),
    );
    return {
      events: heard.map((entry) => ({
        ...entry,
        by: "by" in entry.event ? nameOf(entry.event.by.id) : null,
      })),
      nextCursor: isLast ? null : last,
      seq: run.seq,
      stored: isLast ? await openState(tx, ctx, vault, run) : null,
    };
  });
}
