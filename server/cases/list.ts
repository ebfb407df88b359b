import { and, asc, desc, eq, gt, inArray, isNull, lt, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { cases } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { closedStatuses, workableStatuses } from "./policy";
import { caseRows } from "./rows";
import type { CaseList, CaseRow, ListCasesInput } from "./schema";

const MOST = 10_000;
const UNSCORED = -1_000_000;

interface Order {
  by: SQL[];
  value(row: CaseRow): string | number;
  after(place: { value: string | number; id: string }): SQL | undefined;
}

const time = (value: string | number) => new Date(value);
const score = sql`coalesce(${cases.score}, ${sql.raw(String(UNSCORED))})`;

/** Every order ends with the id, so that equal rows stand still between pages. */
const orders: Record<ListCasesInput["sort"], Order> = {
  due: {
    by: [asc(cases.dueAt), asc(cases.id)],
    value: (row) => row.dueAt,
    after: ({ value, id }) =>
      or(gt(cases.dueAt, time(value)), and(eq(cases.dueAt, time(value)), gt(cases.id, id))),
  },
  opened: {
    by: [desc(cases.openedAt), desc(cases.id)],
    value: (row) => row.openedAt,
    after: ({ value, id }) =>
      or(lt(cases.openedAt, time(value)), and(eq(cases.openedAt, time(value)), lt(cases.id, id))),
  },
  score: {
    by: [sql`${score} desc`, desc(cases.id)],
    value: (row) => row.score ?? UNSCORED,
    after: ({ value, id }) =>
      or(sql`${score} < ${Number(value)}`, and(sql`${score} = ${Number(value)}`, lt(cases.id, id))),
  },
};

/** A page of the workspace's cases, with how many there are in all. */
export function listCases(ctx: Context, input: ListCasesInput): Promise<CaseList> {
  return inTransaction(ctx, async (tx, ctx) => {
    const where = and(...filtersOf(ctx, input));
    const order = orders[input.sort];
    const place = readCursor(input.cursor, input.sort);
    const rows = await caseRows(tx, ctx, {
      where: and(where, place && order.after(place)),
      orderBy: order.by,
      limit: input.limit + 1,
    });
    const data = rows.slice(0, input.limit);
    const last = data.at(-1);
    return {
      data,
      nextCursor:
        last && rows.length > input.limit ? writeCursor(input.sort, order.value(last), last.id) : null,
      total: await countUpTo(tx, ctx, where),
    };
  });
}

function filtersOf(ctx: Context, input: ListCasesInput): (SQL | undefined)[] {
  const { queue, status, assignee, olderThanHours, overdue, search } = input;
  return [
    queue ? eq(cases.queue, queue) : undefined,
    status === "active" ? notInArray(cases.status, [...closedStatuses]) : eq(cases.status, status),
    assignee === "nobody" ? isNull(cases.assigneeId) : undefined,
    assignee && assignee !== "nobody"
      ? eq(cases.assigneeId, assignee === "me" ? ctx.actor.id : assignee)
      : undefined,
    olderThanHours ? lt(cases.openedAt, new Date(ctx.at.getTime() - olderThanHours * 3_600_000)) : undefined,
    // A case that waits for the applicant is not late: its clock stands.
    overdue ? and(lt(cases.dueAt, ctx.at), inArray(cases.status, [...workableStatuses])) : undefined,
    input.partyId ? eq(cases.partyId, input.partyId) : undefined,
    input.runId ? eq(cases.runId, input.runId) : undefined,
    search ? searched(search) : undefined,
  ];
}

/** By C-number, or by the party's name or registration number. What people type is text: `%` is a per cent sign. */
function searched(search: string): SQL | undefined {
  const [, digits] = /^(?:c-?)?(\d{1,9})$/i.exec(search) ?? [];
  const wanted = search.replaceAll(/[\\%_]/g, "\\$&");
  const byParty = sql`${cases.partyId} in (select app_search_parties(${wanted}, 1000))`;
  return digits ? or(eq(cases.number, Number(digits)), byParty) : byParty;
}

/** Exact to 10,000: nobody reads further, and counting on would cost more than the page. */
async function countUpTo(tx: Tx, ctx: Context, where: SQL | undefined): Promise<CaseList["total"]> {
  const some = tx
    .select({ one: sql`1` })
    .from(cases)
    .where(and(eq(cases.workspaceId, ctx.workspaceId), where))
    .limit(MOST + 1)
    .as("some");
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(some);
  const count = row?.count ?? 0;
  return { count: Math.min(count, MOST), more: count > MOST };
}
