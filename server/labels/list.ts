import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import { labels, parties } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { formatMoney } from "@/server/rules/core/currency";
import { actorNames } from "@/server/workspaces/actor-names";
import type { LabelView, listLabelsInput } from "./schema";

const ORDER = "labels";

/** A page of what turned out, the newest first. */
export function listLabels(
  ctx: Context,
  input: z.output<typeof listLabelsInput>,
): Promise<{ data: LabelView[]; nextCursor: string | null }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { kind, partyId, limit } = input;
    const place = readCursor(input.cursor, ORDER);
    const rows = await tx
      .select({ label: labels, party: { id: parties.id, name: parties.name } })
      .from(labels)
      .innerJoin(parties, and(eq(parties.workspaceId, labels.workspaceId), eq(parties.id, labels.partyId)))
      .where(
        and(
          eq(labels.workspaceId, ctx.workspaceId),
          kind ? eq(labels.kind, kind) : undefined,
          partyId ? eq(labels.partyId, partyId) : undefined,
          place ? lt(labels.id, place.id) : undefined,
        ),
      )
      .orderBy(desc(labels.id))
      .limit(limit + 1);
    const nameOf = await actorNames(
      tx,
      ctx,
      rows.map(({ label }) => label.createdBy),
    );
    const data = rows.slice(0, limit).map(({ label, party }): LabelView => {
      const { id, kind, runId, knownOn, source, reference, amount, currency } = label;
      const money = amount === null || currency === null ? null : formatMoney({ amount, currency });
      return {
        ...{
          id,
          label: kind,
          party,
          run: runId,
          date: knownOn,
          source,
          sourceReference: reference,
          currency,
        },
        amount: money === null ? null : money.slice(4).replaceAll(",", ""),
        createdBy: nameOf(label.createdBy),
        createdAt: label.createdAt.toISOString(),
      };
    });
    const last = data.at(-1);
    return { data, nextCursor: last && rows.length > limit ? writeCursor(ORDER, "", last.id) : null };
  });
}
