import { setImmediate } from "node:timers/promises";
import type { Tx } from "@/db/client";
import { backtestRecords, backtests } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import type { RunEvent } from "@/server/engine/state";
import { vaultFrom } from "@/server/parties/vault";
import { failureFacts, isOutage } from "@/server/platform/failure";
import { log } from "@/server/platform/log";
import { places } from "@/server/runs/places";
import { planOf } from "@/server/runs/plan-of";
import { candidateOf } from "./candidate";
import { type DecidedRow, type FrozenFilter, journalsOf, nextDecisions, verdictsOf } from "./decisions";
import { type BacktestRow, lockBacktest, mine } from "./find";
import { addCompared, addNotComparable, comparedOf, compareEndings, STANDS, type Tally } from "./policy";
import { hitTitle, type Replay, replay, versionsOf, type WatchedPlan, watch } from "./replay";

/** Decisions replayed in one transaction: what a killed worker has to do again. */
const CHUNK = 500;
/** Long journals count for more: so many events are read at once. */
const MOST_EVENTS = 4_000;
/** Other work of this process has its turn after so many. */
const BREATH = 20;

type Record = typeof backtestRecords.$inferInsert;

/** Replays the next decisions. What it found, the sums and how far it is are one transaction. `isLeft`: there are more. */
export function performBacktest(
  ctx: Context,
  input: { backtestId: string; most?: number },
): Promise<{ isLeft: boolean }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const backtest = await lockBacktest(tx, ctx, input.backtestId);
    if (backtest.state !== "running") return { isLeft: false };
    const filter = backtest.filter as FrozenFilter;
    const { workflowId, lastRunId } = backtest;
    const found = await nextDecisions(tx, ctx, workflowId, filter, lastRunId, input.most ?? CHUNK);
    const rows = asManyAsFit(found);
    const last = rows.at(-1);
    if (!last) {
      await end(tx, ctx, backtest);
      return { isLeft: false };
    }
    const tally = backtest.tally as Tally;
    const records = await replayAll(tx, ctx, backtest, rows, tally);
    if (records.length > 0) await tx.insert(backtestRecords).values(records);
    await tx
      .update(backtests)
      .set({ tally, lastRunId: last.runId, done: backtest.done + rows.length, movedAt: ctx.at })
      .where(mine(ctx, backtest.id));
    return { isLeft: true };
  });
}

function asManyAsFit(rows: readonly DecidedRow[]): DecidedRow[] {
  let events = 0;
  return rows.filter(({ seq }, i) => {
    events += seq;
    return i === 0 || events <= MOST_EVENTS;
  });
}

async function replayAll(
  tx: Tx,
  ctx: Context,
  backtest: BacktestRow,
  rows: readonly DecidedRow[],
  tally: Tally,
): Promise<Record[]> {
  const candidate = candidateOf(backtest);
  note(tally, candidate);
  const journals = await journalsOf(
    tx,
    ctx,
    rows.map(({ runId }) => runId),
  );
  const verdicts = await verdictsOf(tx, ctx, rows);
  const versions = new Map<number, WatchedPlan>();
  const records: Record[] = [];
  for (const [i, row] of rows.entries()) {
    if (i % BREATH === BREATH - 1) await setImmediate();
    const { runId, outcome } = row;
    const labels = verdicts.get(runId) ?? {};
    const result = await replayOne(tx, ctx, backtest, { candidate, versions, journals, tally }, row);
    const record = {
      workspaceId: ctx.workspaceId,
      backtestId: backtest.id,
      ...{ runId, decided: outcome, decidedCodes: row.reasonCodes },
      label: labels.facts ?? labels.analyst ?? null,
    };
    if ("reason" in result) {
      const { reason, node } = result;
      addNotComparable(tally, reason, node);
      records.push({
        ...{ ...record, finding: "not_comparable", replayed: null, replayedCodes: [], reason, node },
        ...{ gained: [], lost: [] },
      });
      continue;
    }
    const { before, after, standsAt } = result;
    const compared = compareEndings(before, after);
    addCompared(tally, before, after, compared, labels);
    const { finding, gained, lost } = compared;
    for (const hit of [...before.hits, ...after.hits]) name(tally, hit, versions.get(row.version), candidate);
    if (finding !== "same")
      records.push({
        ...{ ...record, finding, gained, lost, node: standsAt, reason: null },
        ...{ replayed: after.outcome, replayedCodes: [...after.reasonCodes] },
      });
  }
  return records;
}

async function replayOne(
  tx: Tx,
  ctx: Context,
  { workflowId, id }: BacktestRow,
  known: {
    candidate: WatchedPlan;
    versions: Map<number, WatchedPlan>;
    journals: ReadonlyMap<string, { seq: number; body: Uint8Array }[]>;
    tally: Tally;
  },
  row: DecidedRow,
): Promise<Replay> {
  const { runId, version } = row;
  const vault = vaultFrom(ctx, row.partyId, row.wrapped);
  if (vault.erased) return { reason: "erased", node: null };
  try {
    const journal = (known.journals.get(runId) ?? []).map(({ seq, body }) =>
      vault.open<RunEvent>(places.event(runId, seq), body),
    );
    for (const one of versionsOf({ version, journal })) {
      if (known.versions.has(one)) continue;
      const { plan, document } = await planOf(tx, ctx, { workflowId, version: one });
      const watched = watch(document, plan);
      known.versions.set(one, watched);
      note(known.tally, watched);
    }
    return await replay({ ...ctx, tx }, known.candidate, (one) => known.versions.get(one) as WatchedPlan, {
      ...row,
      journal,
    });
  } catch (error) {
    if (isOutage(error)) throw error;
    log().error({ backtest: id, run: runId, ...failureFacts(error) }, "a decision could not be replayed");
    return { reason: "failed", node: null };
  }
}

/** Outcomes are told in the words of the versions that knew them; the one that is replayed has the last word. */
function note(tally: Tally, { document }: WatchedPlan): void {
  for (const { key, title, kind } of document.outcomes)
    if (!Object.hasOwn(tally.outcomes, key)) tally.outcomes[key] = { title, kind };
  tally.outcomes[STANDS] ??= { title: "Waits for people", kind: "review" };
}

function name(tally: Tally, hit: string, before: WatchedPlan | undefined, after: WatchedPlan): void {
  const rule = tally.rules[hit];
  if (rule?.title !== "") return;
  const titles = [after, before].flatMap((one) => (one ? [hitTitle(one.document, hit)] : []));
  rule.title = titles.find((title) => title !== hit) ?? hit;
}

async function end(tx: Tx, ctx: Context, { id, tally, done }: BacktestRow): Promise<void> {
  await tx.update(backtests).set({ state: "done", endedAt: ctx.at, movedAt: ctx.at }).where(mine(ctx, id));
  const { flipped, notComparable } = tally as Tally;
  await recordAudit(tx, ctx, {
    subject: { kind: "backtest", id },
    action: "backtest.ended",
    facts: { decisions: done, compared: comparedOf(tally as Tally), flipped, notComparable },
  });
}

/** Gives up a backtest that cannot go on however often it is tried, and says so. */
export function failBacktest(ctx: Context, { backtestId }: { backtestId: string }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { state, done } = await lockBacktest(tx, ctx, backtestId);
    if (state !== "running") return;
    const failure = "It stopped where it could not go on. Start it again; the log of the worker says more.";
    await tx
      .update(backtests)
      .set({ state: "failed", endedAt: ctx.at, movedAt: ctx.at, failure })
      .where(mine(ctx, backtestId));
    await recordAudit(tx, ctx, {
      subject: { kind: "backtest", id: backtestId },
      action: "backtest.ended",
      facts: { decisions: done, failed: true },
    });
  });
}
