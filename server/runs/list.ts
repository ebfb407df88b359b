import { and, asc, desc, eq, gt, gte, isNotNull, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runs, workflows } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { plainRow, runRows } from "./rows";
import type { ListRunsInput, RunList } from "./schema";
import { hoursBefore } from "./since";
import { trailMarks } from "./trail/policy";

const MOST = 10_000;

/** A page of the workspace's runs, with how many there are in all. */
export function listRuns(ctx: Context, input: ListRunsInput): Promise<RunList> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { sort = "newest", limit } = input;
    const where = and(...filtersOf(ctx, input));
    const place = readCursor(input.cursor, sort);
    const rows = await runRows(tx, ctx, {
      where: and(where, place && beyond(sort, new Date(place.value), place.id)),
      orderBy:
        sort === "oldest" ? [asc(runs.startedAt), asc(runs.id)] : [desc(runs.startedAt), desc(runs.id)],
      limit: limit + 1,
    });
    const data = rows.slice(0, limit).map(plainRow);
    const last = data.at(-1);
    return {
      data,
      nextCursor: last && rows.length > limit ? writeCursor(sort, last.startedAt, last.id) : null,
      ...(input.cursor === undefined && { total: await countUpTo(tx, ctx, where) }),
    };
  });
}

/** Ends with the id, so that runs of one moment stand still between pages. */
function beyond(sort: "newest" | "oldest", at: Date, id: string): SQL | undefined {
  const past = sort === "oldest" ? gt : lt;
  return or(past(runs.startedAt, at), and(eq(runs.startedAt, at), past(runs.id, id)));
}

function filtersOf(ctx: Context, input: ListRunsInput): (SQL | undefined)[] {
  const { mode, workflow, version, status, olderThanHours, newerThanHours, partyId, reference, search } =
    input;
  return [
    // What runs silently beside another is seen when it is asked for, and where the two are compared.
    mode ? eq(runs.mode, mode) : ne(runs.mode, "shadow"),
    workflow
      ? sql`${runs.workflowId} = (select ${workflows.id} from ${workflows} where ${workflows.workspaceId} = ${ctx.workspaceId} and ${workflows.key} = ${workflow})`
      : undefined,
    version ? eq(runs.version, version) : undefined,
    status ? statusIs(status) : undefined,
    olderThanHours ? lt(runs.startedAt, hoursBefore(ctx.at, olderThanHours)) : undefined,
    newerThanHours ? gte(runs.startedAt, hoursBefore(ctx.at, newerThanHours)) : undefined,
    input.node === undefined ? undefined : hasBeen(trailMarks(input.node, input)),
    partyId ? eq(runs.partyId, partyId) : undefined,
    reference ? eq(runs.reference, reference) : undefined,
    search ? searched(search) : undefined,
  ];
}

const hasBeen = (marks: readonly string[]): SQL =>
  sql`(${sql.join(
    marks.map((mark) => sql`strpos(${runs.trail}, ${mark}) > 0`),
    sql` or `,
  )})`;

/** In the words of the partial indexes, where there is one. */
function statusIs(status: NonNullable<ListRunsInput["status"]>): SQL | undefined {
  if (status === "active") return isNull(runs.finishedAt);
  if (status === "attention") return isNotNull(runs.attention);
  return status === "running" || status === "waiting"
    ? and(isNull(runs.finishedAt), eq(runs.status, status))
    : eq(runs.status, status);
}

/** By reference, by id, or by the party's name or registration number. What people type is text: `%` is a per cent sign. */
function searched(search: string): SQL | undefined {
  const wanted = search.replaceAll(/[\\%_]/g, "\\$&");
  return or(
    eq(runs.reference, search),
    eq(runs.id, search),
    sql`${runs.partyId} in (select app_search_parties(${wanted}, 1000))`,
  );
}

/** Exact to 10,000: nobody reads further, and counting on would cost more than the page. */
async function countUpTo(
  tx: Tx,
  ctx: Context,
  where: SQL | undefined,
): Promise<NonNullable<RunList["total"]>> {
  const some = tx
    .select({ one: sql`1` })
    .from(runs)
    .where(and(eq(runs.workspaceId, ctx.workspaceId), where))
    .limit(MOST + 1)
    .as("some");
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(some);
  const count = row?.count ?? 0;
  return { count: Math.min(count, MOST), more: count > MOST };
}
