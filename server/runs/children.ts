import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runs } from "@/db/schema";
import type { Context } from "@/server/context";
import { waitKey } from "@/server/engine/keys";
import type { ChildEnded, Command, JsonObject, RunEvent, RunState } from "@/server/engine/state";
import { isDomainError } from "@/server/errors";
import { missingInput, subWorkflowStart } from "@/server/nodes/sub-workflow-start/definition";
import { enqueue } from "@/server/platform/jobs";
import type { LiveVersion } from "@/server/workflows/live-version";
import { versionOf } from "@/server/workflows/version-of";
import { byOf } from "./by";
import type { Committed } from "./commit";
import { firstStep, type StartRun } from "./first-step";
import { type LiveHead, lockRun, lockRuns, type RunHead } from "./head";
import { type CommitOptions, type Step, wishes } from "./step";
import { stepOf } from "./step-of";

/** Runs above one another. */
const MOST_DEEP = 8;
/** Children begun in one transaction; the rest begins by jobs, so that a long list holds no run's lock for long. */
const MOST_AT_ONCE = 20;

type Commit = (tx: Tx, steps: readonly Step[]) => Promise<Committed[]>;
export type StartChild = Extract<Command, { type: "start_child" }>;

/** Whether a step begins or ends other runs. */
const hasChildren = ({ result }: Step): boolean =>
  wishes(result, "start_child").length + wishes(result, "cancel_child").length > 0;

/**
 * Begins and ends the runs that steps wished for, in the steps' own transaction. Locks go from parent to child only:
 * who holds a child's lock and wants the parent's leaves a job instead. A child that ends at once is heard at once.
 */
export async function tendChildren(
  tx: Tx,
  steps: readonly Step[],
  committed: readonly Committed[],
  commit: Commit,
): Promise<Committed[]> {
  if (!steps.some(hasChildren)) return [...committed];
  await cancelChildren(tx, steps, commit);
  const now: Committed[] = [];
  for (const [i, step] of steps.entries()) {
    let latest = committed[i] as Committed;
    for (const wish of wishes(step.result, "start_child")) {
      const { ctx, head } = step;
      // What an earlier child of this step brought may have made this one needless.
      if (!isAwaited(latest.state, wish.key)) continue;
      if (!mayBegin(tx)) {
        await enqueue(tx, "child", { workspaceId: ctx.workspaceId, runId: head.id, key: wish.key });
        continue;
      }
      const heard = await beginChild(tx, ctx, { ...head, state: latest.state }, wish, commit, {
        isDriving: step.options.isDriving,
        driveAfter: step.options.driveAfter,
      });
      if (!heard) continue;
      const claimed = [...(latest.claimed ?? []), ...(heard.claimed ?? [])];
      latest = { ...heard, ...(step.options.isDriving && { claimed }) };
    }
    now.push(latest);
  }
  return now;
}

const begunIn = new WeakMap<Tx, number>();

function mayBegin(tx: Tx): boolean {
  const begun = (begunIn.get(tx) ?? 0) + 1;
  begunIn.set(tx, begun);
  return begun <= MOST_AT_ONCE;
}

/** Whether the run still stands at the node that waits for this child. */
export const isAwaited = (state: RunState, key: string): boolean =>
  state.tokens.some((token) => token.phase === "child" && waitKey(state, token) === key);

/** Begins the child; answers what the parent made of its end when it has ended already, or could not begin. */
export async function beginChild(
  tx: Tx,
  ctx: Context,
  head: RunHead & { state: RunState },
  wish: Pick<StartChild, "key" | "workflow" | "version" | "input">,
  commit: Commit,
  options: CommitOptions = {},
): Promise<Committed | undefined> {
  const found = await childVersion(tx, ctx, head, wish);
  if (typeof found === "string")
    return hearEnd(tx, ctx, head.id, endOf(ctx, wish.key, found), commit, options);
  const step = firstOf(ctx, {
    workflow: found,
    partyId: head.partyId,
    vault: head.vault,
    party: head.state.data.party,
    input: wish.input,
    reference: head.reference ?? undefined,
    parent: { runId: head.id, key: wish.key, depth: head.depth + 1 },
  });
  if (typeof step === "string") return hearEnd(tx, ctx, head.id, endOf(ctx, wish.key, step), commit, options);
  const [begun] = await commit(tx, [{ ...step, options: { ...step.options, isHeard: true } }]);
  if (!begun || !hasEnded(begun.state)) return undefined;
  return hearEnd(tx, ctx, head.id, endOf(ctx, wish.key, begun), commit, options);
}

/** The child's first step, or in a sentence why there is none. */
function firstOf(ctx: Context, input: StartRun): Step | string {
  try {
    return firstStep(ctx, input);
  } catch (error) {
    if (isDomainError(error)) return error.message;
    throw error;
  }
}

const hasEnded = ({ status }: RunState) => status === "completed" || status === "cancelled";

/** The version a child begins with, or in a sentence why it cannot begin. */
async function childVersion(
  tx: Tx,
  ctx: Context,
  { depth, compiled }: RunHead,
  { workflow, version, input }: Pick<StartChild, "workflow" | "version" | "input">,
): Promise<LiveVersion | string> {
  if (depth + 1 > MOST_DEEP)
    return `it would be the ${depth + 1}th run inside another; at most ${MOST_DEEP} are possible.`;
  let found: LiveVersion;
  try {
    found = await versionOf({ ...ctx, tx }, { key: workflow, version });
  } catch (error) {
    if (isDomainError(error)) return error.message;
    throw error;
  }
  const { document } = found;
  const start = Object.values(document.nodes).find(({ type }) => type === subWorkflowStart.type);
  if (!start) return `“${document.title}” does not begin as a sub-workflow.`;
  if (document.settings.partyKind !== compiled.document.settings.partyKind)
    return `“${document.title}” decides about another kind of party.`;
  const missing = missingInput(start.config, input);
  return missing.length > 0 ? `“${document.title}” needs ${missing.join(", ")}.` : found;
}

/** What a parent hears of its child: why it could not begin, or what it came to. */
export function endOf(
  ctx: Context,
  key: string,
  child: string | { runId: string; state: RunState },
): ChildEnded {
  const event = { type: "child_ended", at: ctx.at.toISOString(), key } as const;
  if (typeof child === "string") return { ...event, status: "refused", reason: child };
  const { runId, state } = child;
  if (!state.decision) return { ...event, status: "cancelled", runId };
  const { outcome, reasonCodes, outputs } = state.decision;
  return { ...event, status: "completed", runId, outcome, reasonCodes, outputs };
}

/** Lets the parent hear, in this transaction; it is locked already, or made in it. */
export async function hearEnd(
  tx: Tx,
  ctx: Context,
  parentId: string,
  event: RunEvent,
  commit: Commit,
  options: CommitOptions,
): Promise<Committed | undefined> {
  const head = await lockRun(tx, ctx, parentId);
  const [committed] = await commit(tx, [{ ctx, head, ...stepOf(ctx, head, event), options }]);
  return committed;
}

/** All of them are locked before the first is ended, so that two who end overlapping families take turns. */
async function cancelChildren(tx: Tx, steps: readonly Step[], commit: Commit): Promise<void> {
  for (const { ctx, head, result } of steps) {
    const keys = wishes(result, "cancel_child").map(({ key }) => key);
    if (keys.length === 0) continue;
    const children = await tx
      .select({ id: runs.id })
      .from(runs)
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          eq(runs.parentRunId, head.id),
          inArray(runs.parentKey, keys),
          isNull(runs.finishedAt),
        ),
      );
    if (children.length === 0) continue;
    const mine = new Set(children.map(({ id }) => id));
    const heads = await lockRuns(tx, ctx, await familyOf(tx, ctx, [...mine]));
    const event = {
      type: "cancel_requested" as const,
      at: ctx.at.toISOString(),
      by: byOf(ctx.actor),
      reason: "The run that waited for this one goes on without it.",
    };
    const ending = heads
      .filter((head) => mine.has(head.id) && !hasEnded(head.state))
      .map(
        (head: LiveHead): Step => ({
          ctx,
          head,
          ...stepOf(ctx, head, event),
          options: { isHeard: true },
        }),
      );
    if (ending.length > 0) await commit(tx, ending);
  }
}

/** These runs and all that stand below them. */
async function familyOf(tx: Tx, ctx: Context, ids: string[]): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    with recursive family as (
      select id from runs where workspace_id = ${ctx.workspaceId} and id in ${ids}
      union all
      select r.id from runs r join family f on r.parent_run_id = f.id
      where r.workspace_id = ${ctx.workspaceId} and r.finished_at is null
    ) select id from family`);
  return rows.map(({ id }) => id);
}

export type ChildRequest = { workflow: string; version: number | "live"; input: JsonObject };
