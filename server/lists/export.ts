import { and, asc, gt } from "drizzle-orm";
import type { z } from "zod";
import { listEntries } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { csvText } from "@/server/batches/csv/policy";
import { type Context, inTransaction } from "@/server/context";
import { findList } from "./find";
import { knownIn } from "./known";
import { entryState } from "./policy";
import type { listInput } from "./schema";

const PAGE = 5_000;

/** What is known of a list's entries as CSV, read while it is sent. Its columns are those an import reads. */
export async function exportEntries(
  ctx: Context,
  { key }: z.output<typeof listInput>,
): Promise<{ name: string; text: AsyncGenerator<string> }> {
  const list = await inTransaction(ctx, async (tx, ctx) => {
    const found = await findList(tx, ctx, key);
    await recordAudit(tx, ctx, {
      subject: { kind: "list", id: found.id },
      action: "list.exported",
      facts: { key },
    });
    return found;
  });
  async function* pages(): AsyncGenerator<string> {
    yield csvText([["value", "reason", "owner", "valid_from", "valid_to", "state", "id"]]);
    for (let after = ""; ; ) {
      const rows = await inTransaction(ctx, (tx, ctx) =>
        tx
          .select()
          .from(listEntries)
          .where(and(knownIn(ctx, list), gt(listEntries.entryId, after)))
          .orderBy(asc(listEntries.entryId))
          .limit(PAGE),
      );
      yield csvText(
        rows.map((row) => [
          ...[row.value, row.reason, row.owner, row.validFrom.toISOString()],
          ...[row.validTo?.toISOString() ?? "", entryState(row, ctx.at), row.entryId],
        ]),
      );
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = last.entryId;
    }
  }
  return { name: `${key}-${ctx.at.toISOString().slice(0, 10)}.csv`, text: pages() };
}
