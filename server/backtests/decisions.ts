import { and, asc, eq, gt, gte, inArray, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisions, labels, partyKeys, runEvents, runs } from "@/db/schema";
import type { Context } from "@/server/context";
import type { LabelSource } from "./policy";
import type { BacktestFilter } from "./schema";

/** What a backtest keeps of its filter: the same decisions also when it goes on tomorrow. */
export interface FrozenFilter extends BacktestFilter {
  /** Decided by then. */
  until: string;
  /** Of a sample: runs whose number is not above this one. */
  most: string | null;
}

const DAY_MS = 86_400_000;
/** Spreads a sample evenly; the same decisions each time, so that two backtests can be compared. */
const number = sql`hashtextextended(${runs.id}, 0)`;

function matching(
  ctx: Context,
  workflowId: string,
  filter: BacktestFilter & { until: string },
): SQL | undefined {
  const { from, to, versions, outcomes, modes, until } = filter;
  return and(
    eq(runs.workspaceId, ctx.workspaceId),
    eq(runs.workflowId, workflowId),
    inArray(runs.mode, modes.length > 0 ? modes : ["live", "challenger"]),
    lte(decisions.decidedAt, new Date(until)),
    from ? gte(decisions.decidedAt, new Date(from)) : undefined,
    to ? lt(decisions.decidedAt, new Date(Date.parse(to) + DAY_MS)) : undefined,
    versions.length > 0 ? inArray(runs.version, versions) : undefined,
    outcomes.length > 0 ? inArray(decisions.outcome, outcomes) : undefined,
  );
}

const joined = and(eq(decisions.workspaceId, runs.workspaceId), eq(decisions.runId, runs.id));

/** How many decisions a filter lets through, and which number bounds a sample of them. */
export async function chooseDecisions(
  tx: Tx,
  ctx: Context,
  workflowId: string,
  filter: BacktestFilter & { until: string },
  most: number,
): Promise<{ matching: number; chosen: number; most: string | null }> {
  const where = matching(ctx, workflowId, filter);
  const [counted] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(runs)
    .innerJoin(decisions, joined)
    .where(where);
  const all = counted?.count ?? 0;
  const wanted = Math.min(filter.sample ?? most, most);
  if (all <= wanted) return { matching: all, chosen: all, most: null };
  const [last] = await tx
    .select({ number: sql<string>`${number}::text` })
    .from(runs)
    .innerJoin(decisions, joined)
    .where(where)
    .orderBy(number)
    .limit(1)
    .offset(wanted - 1);
  return { matching: all, chosen: wanted, most: last?.number ?? null };
}

export interface DecidedRow {
  runId: string;
  partyId: string;
  version: number;
  seq: number;
  outcome: string;
  outcomeKind: string;
  reasonCodes: string[];
  decidedBy: string[];
  /** The party's key as it is stored; null: erased. */
  wrapped: Uint8Array | null;
}

/** The next decisions in the order of their runs, which is that of time. */
export function nextDecisions(
  tx: Tx,
  ctx: Context,
  workflowId: string,
  filter: FrozenFilter,
  after: string,
  limit: number,
): Promise<DecidedRow[]> {
  return tx
    .select({
      runId: runs.id,
      partyId: runs.partyId,
      version: runs.version,
      seq: runs.seq,
      outcome: decisions.outcome,
      outcomeKind: decisions.outcomeKind,
      reasonCodes: decisions.reasonCodes,
      decidedBy: decisions.decidedBy,
      wrapped: partyKeys.wrapped,
    })
    .from(runs)
    .innerJoin(decisions, joined)
    .leftJoin(
      partyKeys,
      and(eq(partyKeys.workspaceId, runs.workspaceId), eq(partyKeys.partyId, runs.partyId)),
    )
    .where(
      and(
        matching(ctx, workflowId, filter),
        gt(runs.id, after),
        filter.most === null ? undefined : sql`${number} <= ${filter.most}::bigint`,
      ),
    )
    .orderBy(asc(runs.id))
    .limit(limit);
}

/** What the runs heard, sealed, by run and in order. */
export async function journalsOf(
  tx: Tx,
  ctx: Context,
  runIds: readonly string[],
): Promise<Map<string, { seq: number; body: Uint8Array }[]>> {
  const found = new Map<string, { seq: number; body: Uint8Array }[]>();
  if (runIds.length === 0) return found;
  const rows = await tx
    .select({ runId: runEvents.runId, seq: runEvents.seq, body: runEvents.body })
    .from(runEvents)
    .where(
      and(
        eq(runEvents.workspaceId, ctx.workspaceId),
        inArray(runEvents.runId, [...runIds]),
        isNull(runEvents.ignored),
      ),
    )
    .orderBy(asc(runEvents.runId), asc(runEvents.seq));
  for (const { runId, ...event } of rows) {
    const journal = found.get(runId);
    if (journal) journal.push(event);
    else found.set(runId, [event]);
  }
  return found;
}

type Known = Pick<DecidedRow, "runId" | "partyId" | "outcomeKind" | "decidedBy">;

/**
 * What turned out about decisions: what was said of the run itself goes before what was said of its party, and one bad
 * fact before any good one. A member's own decision is a source of its own.
 */
export async function verdictsOf(
  tx: Tx,
  ctx: Context,
  rows: readonly Known[],
): Promise<Map<string, { [S in LabelSource]?: "bad" | "good" | undefined }>> {
  const found = rows.length === 0 ? [] : await labelsOf(tx, ctx, rows);
  const byRun = new Map<string, "bad" | "good">();
  const byParty = new Map<string, "bad" | "good">();
  for (const { kind, runId, partyId } of found) {
    const verdict = kind === "confirmed_good" ? "good" : "bad";
    const [map, key] = runId === null ? ([byParty, partyId] as const) : ([byRun, runId] as const);
    if (map.get(key) !== "bad") map.set(key, verdict);
  }
  return new Map(
    rows.map(({ runId, partyId, outcomeKind, decidedBy }) => {
      const byPeople = decidedBy.some((one) => one !== "system");
      const analyst = byPeople ? verdictOfKind(outcomeKind) : undefined;
      return [runId, { facts: byRun.get(runId) ?? byParty.get(partyId), analyst }];
    }),
  );
}

const verdictOfKind = (kind: string) =>
  kind === "negative" ? "bad" : kind === "positive" ? "good" : undefined;

const labelsOf = (tx: Tx, ctx: Context, rows: readonly Known[]) =>
  tx
    .select({ kind: labels.kind, runId: labels.runId, partyId: labels.partyId })
    .from(labels)
    .where(
      and(
        eq(labels.workspaceId, ctx.workspaceId),
        or(
          inArray(labels.runId, [...new Set(rows.map(({ runId }) => runId))]),
          and(
            isNull(labels.runId),
            inArray(labels.partyId, [...new Set(rows.map(({ partyId }) => partyId))]),
          ),
        ),
      ),
    );
