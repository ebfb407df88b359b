import { and, asc, desc, eq, gt, lte } from "drizzle-orm";
import { decisionReruns, decisions, rerunRounds } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { enqueue } from "@/server/platform/jobs";
import { makeAgain } from "./make-again";
import { differing, resultOf } from "./rerun/policy";

/** More in one night would keep the worker from its work: a round looks at the newest. */
const MOST_RECENT = 2_000;
const SAMPLE = 200;
const DAY_MS = 86_400_000;

export interface RoundOptions {
  signal?: AbortSignal;
  sample?: number;
}

/**
 * Makes the decisions since the last round once more, and a sample of older ones. A difference is written down, told to
 * the admins and stays on the start page until the decision comes out the same again.
 */
export async function rerunRound(
  ctx: Context,
  { signal, sample = SAMPLE }: RoundOptions = {},
): Promise<{ recent: number; sampled: number; same: number; different: number; erased: number } | undefined> {
  const { recent, older } = await chosen(ctx, sample);
  if (recent.length + older.length === 0) return undefined;
  const done = { recent: 0, sampled: 0, same: 0, different: 0, erased: 0 };
  const rows: (typeof decisionReruns.$inferInsert)[] = [];
  const runOf = new Map<string, string>();
  for (const [index, decisionId] of [...recent, ...older].entries()) {
    if (signal?.aborted) break;
    const again = await inTransaction(ctx, (tx, ctx) => makeAgain(tx, ctx, decisionId));
    done[index < recent.length ? "recent" : "sampled"]++;
    if (!again) {
      done.erased++;
      continue;
    }
    const result = resultOf(again.compared);
    done[result === "same" ? "same" : "different"]++;
    runOf.set(decisionId, again.runId);
    rows.push({
      workspaceId: ctx.workspaceId,
      id: newId("rerun", ctx.at),
      ...{ decisionId, result, differs: differing(again.compared) },
      ...{ origin: "night", by: ctx.actor.id, at: ctx.at },
    });
  }
  await inTransaction(ctx, async (tx, ctx) => {
    const id = newId("rerunRound", ctx.at);
    if (rows.length > 0) await tx.insert(decisionReruns).values(rows);
    await tx.insert(rerunRounds).values({
      workspaceId: ctx.workspaceId,
      ...{ id, startedAt: ctx.at, finishedAt: ctx.at, ...done },
    });
    await recordAudit(tx, ctx, {
      subject: { kind: "workspace", id: ctx.workspaceId },
      action: "decision.round_ended",
      facts: { round: id, ...done },
    });
    for (const { decisionId, result, differs } of rows.filter((row) => row.result !== "same"))
      await recordAudit(tx, ctx, {
        subject: { kind: "run", id: runOf.get(decisionId) ?? "" },
        action: "decision.differed",
        facts: { decision: decisionId, result, differs, round: id },
      });
    if (done.different > 0) await enqueue(tx, "rerun-notice", { workspaceId: ctx.workspaceId, roundId: id });
  });
  return done;
}

/** What this round looks at: everything since the last one, and of what is older some, spread over all the time. */
function chosen(ctx: Context, sample: number): Promise<{ recent: string[]; older: string[] }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const mine = eq(decisions.workspaceId, ctx.workspaceId);
    const [last] = await tx
      .select({ at: rerunRounds.startedAt })
      .from(rerunRounds)
      .where(eq(rerunRounds.workspaceId, ctx.workspaceId))
      .orderBy(desc(rerunRounds.startedAt))
      .limit(1);
    const since = last?.at ?? new Date(ctx.at.getTime() - DAY_MS);
    const recent = await tx
      .select({ id: decisions.id })
      .from(decisions)
      .where(and(mine, gt(decisions.decidedAt, since)))
      .orderBy(desc(decisions.decidedAt))
      .limit(MOST_RECENT);
    const [oldest] = await tx
      .select({ at: decisions.decidedAt })
      .from(decisions)
      .where(mine)
      .orderBy(asc(decisions.decidedAt))
      .limit(1);
    const older = new Set<string>();
    const from = oldest?.at.getTime() ?? since.getTime();
    const step = (since.getTime() - from) / sample;
    // Another place within each stretch every night, so that in time every decision has its turn.
    const place = (ctx.at.getTime() % 9_973) / 9_973;
    for (let i = 0; i < sample && step > 0; i++) {
      const [one] = await tx
        .select({ id: decisions.id })
        .from(decisions)
        .where(and(mine, lte(decisions.decidedAt, new Date(from + (i + place) * step))))
        .orderBy(desc(decisions.decidedAt))
        .limit(1);
      if (one) older.add(one.id);
    }
    const isRecent = new Set(recent.map(({ id }) => id));
    return { recent: [...isRecent], older: [...older].filter((id) => !isRecent.has(id)) };
  });
}
