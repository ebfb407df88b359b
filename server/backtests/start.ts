import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { backtests } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { canonicalJson } from "@/server/platform/canonical";
import { newId } from "@/server/platform/ids";
import { enqueue } from "@/server/platform/jobs";
import { sha256 } from "@/server/platform/seal";
import { getDraft } from "@/server/workflows/get-draft";
import { getVersion } from "@/server/workflows/get-version";
import { inZone } from "@/server/workflows/in-zone";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { whyNotRun } from "@/server/workflows/trial/policy";
import { chooseDecisions, type FrozenFilter } from "./decisions";
import { emptyTally } from "./policy";
import { MOST_RECORDS, type startBacktestInput } from "./schema";

/** One at a time per workflow and person would be too few, a hundred at once would keep everybody waiting. */
const MOST_RUNNING = 5;

/** Begins to replay a draft or a version over what this workflow has decided. What is replayed is frozen here. */
export function startBacktest(
  ctx: Context,
  input: z.output<typeof startBacktestInput>,
): Promise<{ id: string }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workflowId, filter, of } = input;
    const { document, name } = await documentOf(tx, ctx, workflowId, of);
    const broken = whyNotRun(document, nodeCatalogue);
    if (broken) throw new DomainError("conflict", `This cannot be replayed: ${broken}`);
    await refuseTooMany(tx, ctx, workflowId);
    const until = ctx.at.toISOString();
    const { matching, chosen, most } = await chooseDecisions(
      tx,
      ctx,
      workflowId,
      { ...filter, until },
      MOST_RECORDS,
    );
    if (chosen === 0)
      throw new DomainError("conflict", "No decision of this workflow matches. Take a longer period.", {
        issues: [{ path: "filter", code: "no_decisions", message: "Take a longer period." }],
      });
    const id = newId("backtest", ctx.at);
    const hash = sha256(canonicalJson(document));
    await tx.insert(backtests).values({
      ...{ workspaceId: ctx.workspaceId, id, workflowId, document, hash, matching, chosen },
      title: input.title || name,
      state: "running",
      version: of.kind === "version" ? of.version : null,
      revision: of.kind === "draft" ? of.revision : null,
      filter: { ...filter, until, most } satisfies FrozenFilter,
      tally: emptyTally(),
      ...{ startedBy: ctx.actor.id, startedAt: ctx.at, movedAt: ctx.at },
    });
    await recordAudit(tx, ctx, {
      subject: { kind: "backtest", id },
      action: "backtest.started",
      facts: { workflow: workflowId, ...of, hash, decisions: chosen },
    });
    await enqueue(tx, "backtest", { workspaceId: ctx.workspaceId, backtestId: id }, { singletonKey: id });
    return { id };
  });
}

async function documentOf(
  tx: Tx,
  ctx: Context & { tx: Tx },
  workflowId: string,
  of: z.output<typeof startBacktestInput>["of"],
): Promise<{ document: WorkflowDocument; name: string }> {
  if (of.kind === "version") {
    const { document } = await getVersion(ctx, { workflowId, version: of.version });
    return { document, name: `Version ${of.version}` };
  }
  const draft = await getDraft(ctx, { workflowId });
  if (draft.revision !== of.revision)
    throw new DomainError("conflict", "The draft was changed meanwhile. Look at it again, then go on.", {
      issues: [{ path: "of.revision", code: "outdated", message: `The draft is at ${draft.revision} now.` }],
    });
  return { document: await inZone(tx, ctx, draft.document), name: `Draft, revision ${of.revision}` };
}

async function refuseTooMany(tx: Tx, ctx: Context, workflowId: string): Promise<void> {
  const running = await tx
    .select({ id: backtests.id })
    .from(backtests)
    .where(
      and(
        eq(backtests.workspaceId, ctx.workspaceId),
        eq(backtests.workflowId, workflowId),
        eq(backtests.state, "running"),
      ),
    )
    .limit(MOST_RUNNING);
  if (running.length >= MOST_RUNNING)
    throw new DomainError("conflict", "Five backtests are under way. Wait for one, or cancel it.");
}
