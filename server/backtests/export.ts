import { and, gt } from "drizzle-orm";
import { backtestRecords } from "@/db/schema";
import { csvText } from "@/server/batches/csv/policy";
import { type Context, inTransaction } from "@/server/context";
import { candidateOf } from "./candidate";
import { findBacktest } from "./find";
import type { Tally } from "./policy";
import { recordViews } from "./records";

/** Records read at once; each page is a transaction of its own, for a download may take long. */
const PAGE = 500;

const headings = [
  ...["run", "reference", "party", "decided at", "version", "finding", "decided", "replayed"],
  ...["decided reasons", "replayed reasons", "rules gained", "rules lost", "turned out", "why", "at step"],
];

/** What a backtest found otherwise, as a table. */
export async function exportRecords(
  ctx: Context,
  { backtestId }: { backtestId: string },
): Promise<{ name: string; text: AsyncGenerator<string> }> {
  const { tally } = await inTransaction(ctx, (tx, ctx) => findBacktest(tx, ctx, backtestId));
  return { name: `backtest-${backtestId.slice(-8)}.csv`, text: lines(ctx, backtestId, tally as Tally) };
}

async function* lines(ctx: Context, backtestId: string, tally: Tally): AsyncGenerator<string> {
  yield `\uFEFF${csvText([headings])}`;
  const titles = (hits: readonly string[]) => hits.map((hit) => tally.rules[hit]?.title ?? hit).join("; ");
  const outcome = (key: string | null) => (key === null ? null : (tally.outcomes[key]?.title ?? key));
  for (let after = ""; ; ) {
    const page = await inTransaction(ctx, async (tx, ctx) =>
      recordViews(tx, ctx, backtestId, candidateOf(await findBacktest(tx, ctx, backtestId)).document, {
        where: and(gt(backtestRecords.runId, after)),
        limit: PAGE,
      }),
    );
    yield csvText(
      page.map((one) => [
        ...[one.runId, one.reference, one.party, one.decidedAt, one.version, one.finding],
        ...[outcome(one.decided), outcome(one.replayed), one.decidedCodes.join(" ")],
        ...[one.replayedCodes.join(" "), titles(one.gained), titles(one.lost), one.label, one.reason],
        one.node?.title ?? null,
      ]),
    );
    if (page.length < PAGE) return;
    after = page.at(-1)?.runId ?? "";
  }
}
