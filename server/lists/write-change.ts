import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { listChanges, listEntries, lists } from "@/db/schema";
import { type AuditInput, recordAudit } from "@/server/audit/record";
import type { Context } from "@/server/context";
import { newId } from "@/server/platform/ids";
import type { ListRecord } from "./find";
import type { EntryRow } from "./known";

/** What shall be known of an entry from now on. */
export type NextEntry = Pick<
  EntryRow,
  "entryId" | "value" | "sought" | "validFrom" | "validTo" | "isWithdrawn" | "reason" | "owner" | "replaces"
>;

type ChangeRow = typeof listChanges.$inferSelect;

const actions = {
  add: "list.entry_added",
  change: "list.entry_changed",
  withdraw: "list.entry_withdrawn",
  import: "list.imported",
} as const satisfies { [kind in ChangeRow["kind"]]: AuditInput["action"] };

const CHUNK = 2_000;

/** A change of a list, whose rows are added by `addRows` and put in force by `endChange`. */
export async function beginChange(
  tx: Tx,
  ctx: Context,
  list: ListRecord,
  change: { kind: ChangeRow["kind"]; reason: string },
): Promise<string> {
  const id = newId("listChange", ctx.at);
  await tx.insert(listChanges).values({
    ...{ workspaceId: ctx.workspaceId, id, listId: list.id, ...change, state: "waiting", entries: 0 },
    ...{ proposedAt: ctx.at, proposedBy: ctx.actor.id },
  });
  return id;
}

export async function addRows(
  tx: Tx,
  ctx: Context,
  list: ListRecord,
  changeId: string,
  rows: readonly NextEntry[],
): Promise<void> {
  for (let i = 0; i < rows.length; i += CHUNK)
    await tx.insert(listEntries).values(
      rows.slice(i, i + CHUNK).map((row) => ({
        ...{ workspaceId: ctx.workspaceId, listId: list.id, changeId, ...row },
      })),
    );
}

/** Puts the change in force, or leaves it to a second pair of eyes where the list asks for one. */
export async function endChange(
  tx: Tx,
  ctx: Context,
  list: ListRecord,
  change: { id: string; kind: ChangeRow["kind"]; entries: number },
): Promise<{ changeId: string; state: "waiting" | "applied" }> {
  const { id, kind, entries } = change;
  const state = list.needsApproval ? "waiting" : "applied";
  await tx
    .update(listChanges)
    .set({ state, entries })
    .where(and(eq(listChanges.workspaceId, ctx.workspaceId), eq(listChanges.id, id)));
  if (state === "applied") await putInForce(tx, ctx, list, id);
  await recordAudit(tx, ctx, {
    subject: { kind: "list", id: list.id },
    action: state === "applied" ? actions[kind] : "list.change_proposed",
    facts: { change: id, kind, entries },
  });
  return { changeId: id, state };
}

/** A change of one entry. */
export async function writeEntry(
  tx: Tx,
  ctx: Context,
  list: ListRecord,
  kind: Exclude<ChangeRow["kind"], "import">,
  next: NextEntry,
) {
  const id = await beginChange(tx, ctx, list, { kind, reason: next.reason });
  await addRows(tx, ctx, list, id, [next]);
  return endChange(tx, ctx, list, { id, kind, entries: 1 });
}

/** From now on the change's rows are what is known; those whose place they take end at the same instant. */
export async function putInForce(tx: Tx, ctx: Context, list: ListRecord, changeId: string): Promise<void> {
  // Requests may overlap: what is known never begins before what it took the place of.
  const at = ctx.at > list.changedAt ? ctx.at : list.changedAt;
  const next = sql`list_entries as next`;
  await tx
    .update(listEntries)
    .set({ recordedTo: at })
    .from(next)
    .where(
      and(
        eq(listEntries.workspaceId, ctx.workspaceId),
        eq(listEntries.listId, list.id),
        isNotNull(listEntries.recordedFrom),
        isNull(listEntries.recordedTo),
        sql`next.workspace_id = ${ctx.workspaceId} and next.change_id = ${changeId}`,
        sql`next.list_id = ${listEntries.listId} and next.sought = ${listEntries.sought}`,
      ),
    );
  await tx
    .update(listEntries)
    .set({ recordedFrom: at })
    .where(and(eq(listEntries.workspaceId, ctx.workspaceId), eq(listEntries.changeId, changeId)));
  await tx
    .update(lists)
    .set({ changedAt: at })
    .where(and(eq(lists.workspaceId, ctx.workspaceId), eq(lists.id, list.id)));
}
