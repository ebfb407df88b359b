import { and, desc, eq, lt, ne, or } from "drizzle-orm";
import type { z } from "zod";
import { runs, workflows } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { plainRow, runRows } from "./rows";
import type { listRunsInput, RunRow } from "./schema";

export interface RunList {
  data: RunRow[];
  nextCursor: string | null;
}

const ORDER = "started";

/** A page of the workspace's runs, the newest first. */
export function listRuns(ctx: Context, input: z.output<typeof listRunsInput>): Promise<RunList> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workflow, status, partyId, reference, limit } = input;
    const place = readCursor(input.cursor, ORDER);
    const before = place && new Date(place.value);
    const rows = await runRows(tx, ctx, {
      where: and(
        // What runs silently beside another is seen where the two are compared.
        ne(runs.mode, "shadow"),
        workflow ? eq(workflows.key, workflow) : undefined,
        status ? eq(runs.status, status) : undefined,
        partyId ? eq(runs.partyId, partyId) : undefined,
        reference ? eq(runs.reference, reference) : undefined,
        place && before
          ? or(lt(runs.startedAt, before), and(eq(runs.startedAt, before), lt(runs.id, place.id)))
          : undefined,
      ),
      orderBy: [desc(runs.startedAt), desc(runs.id)],
      limit: limit + 1,
    });
    const data = rows.slice(0, limit).map(plainRow);
    const last = data.at(-1);
    return {
      data,
      nextCursor: last && rows.length > limit ? writeCursor(ORDER, last.startedAt, last.id) : null,
    };
  });
}
