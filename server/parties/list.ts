import { and, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { parties } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { partyRows } from "./rows";
import type { listPartiesInput, PartyRow } from "./schema";

export interface PartyList {
  data: PartyRow[];
  nextCursor: string | null;
}

/** The workspace's parties, the newest first. Ids grow with time, so they are the order. */
export function listParties(ctx: Context, input: z.output<typeof listPartiesInput>): Promise<PartyList> {
  return inTransaction(ctx, async (tx, ctx) => {
    const place = readCursor(input.cursor, "newest");
    const rows = await partyRows(tx, ctx, {
      where: and(
        input.kind ? eq(parties.kind, input.kind) : undefined,
        input.reference ? eq(parties.reference, input.reference) : undefined,
        input.search ? searched(input.search) : undefined,
        place ? lt(parties.id, place.id) : undefined,
      ),
      orderBy: [desc(parties.id)],
      limit: input.limit + 1,
    });
    const data = rows.slice(0, input.limit);
    const last = data.at(-1);
    return {
      data,
      nextCursor: last && rows.length > input.limit ? writeCursor("newest", "", last.id) : null,
    };
  });
}

/** By name or registration number. What people type is text: `%` is a per cent sign. */
function searched(search: string): SQL {
  const wanted = search.replaceAll(/[\\%_]/g, "\\$&");
  return sql`${parties.id} in (select app_search_parties(${wanted}, 1000))`;
}
