import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { listChanges, listEntries } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { findChange, type ListRecord, lockList } from "./find";
import type { decideChangeInput } from "./schema";
import { putInForce } from "./write-change";

const outcomes = {
  approve: { state: "applied", action: "list.change_approved" },
  refuse: { state: "refused", action: "list.change_refused" },
  take_back: { state: "taken_back", action: "list.change_taken_back" },
} as const;

/** The second pair of eyes: another member puts a change in force or refuses it. Who proposed it may take it back. */
export function decideListChange(ctx: Context, input: z.output<typeof decideChangeInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const list = await lockList(tx, ctx, input.key);
    const change = await findChange(tx, ctx, list, input.changeId);
    if (change.state !== "waiting") throw new DomainError("conflict", "This change is decided already.");
    const isOwn = change.proposedBy === ctx.actor.id;
    const { says, note } = input;
    if (says === "take_back" && !isOwn)
      throw new DomainError("forbidden", "Only who proposed a change can take it back. Refuse it instead.");
    if (says !== "take_back" && isOwn)
      throw new DomainError("forbidden", "You proposed this change: another member must decide about it.");
    if (says === "refuse" && note === "")
      throw new DomainError("invalid", "Say why it is refused.", {
        issues: [{ path: "note", code: "missing", message: "Say why it is refused." }],
      });
    if (says === "approve") await refuseOutdated(tx, ctx, list, change.id);
    const { state, action } = outcomes[says];
    await tx
      .update(listChanges)
      .set({ state, note: note || null, decidedAt: ctx.at, decidedBy: ctx.actor.id })
      .where(and(eq(listChanges.workspaceId, ctx.workspaceId), eq(listChanges.id, change.id)));
    if (says === "approve") await putInForce(tx, ctx, list, change.id);
    await recordAudit(tx, ctx, {
      subject: { kind: "list", id: list.id },
      action,
      facts: { change: change.id, kind: change.kind, entries: change.entries, proposedBy: change.proposedBy },
    });
  });
}

/** What was proposed was proposed about what was known then. */
async function refuseOutdated(tx: Tx, ctx: Context, list: ListRecord, changeId: string): Promise<void> {
  const outdated = await tx
    .select({ value: listEntries.value })
    .from(listEntries)
    .leftJoin(
      sql`list_entries as known`,
      sql`known.workspace_id = ${ctx.workspaceId} and known.list_id = ${list.id} and known.sought = ${listEntries.sought}
        and known.recorded_from is not null and known.recorded_to is null`,
    )
    .where(
      and(
        eq(listEntries.workspaceId, ctx.workspaceId),
        eq(listEntries.changeId, changeId),
        sql`known.change_id is distinct from ${listEntries.replaces}`,
      ),
    )
    .limit(3);
  if (outdated.length > 0)
    throw new DomainError(
      "conflict",
      `What it is about has changed since it was proposed (${outdated.map(({ value }) => value).join(", ")}). Refuse it and propose it anew.`,
    );
}
