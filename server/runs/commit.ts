import type { Tx } from "@/db/client";
import { writeChanges } from "@/db/rows";
import type { Context } from "@/server/context";
import type { DecisionDraft, RunEvent, RunState, RunStatus, StepResult } from "@/server/engine/state";
import { publishEvents } from "@/server/webhooks/publish";
import { type Claimed, claimOf } from "./claimed";
import type { LiveHead, RunHead } from "./head";
import { type CommitOptions, type Step, wishes } from "./step";
import { stepChanges } from "./step-changes";
import { enqueueSteps } from "./step-jobs";
import { tellNouns } from "./tell-nouns";

export interface Committed {
  runId: string;
  status: RunStatus;
  /** Why the event changed nothing, when it did not. */
  ignored?: NonNullable<StepResult["ignored"]>;
  /** Set once the run has decided. */
  decision?: DecisionDraft & { id?: string };
  /** What the caller that drives the run holds now, and performs next. */
  claimed?: Claimed[];
  /** The run as its next step finds it, unless somebody else moves it first. */
  next?: LiveHead;
  /** The run as it stands now. For verbs: it holds everything the run knows. */
  state: RunState;
}

/**
 * Writes what a step did, in the caller's transaction: journal, state, everything the step wished for, audit, jobs.
 * Either all of it stands afterwards or the event was never heard.
 */
export async function commitStep(
  tx: Tx,
  ctx: Context & { tx: Tx },
  head: RunHead,
  event: RunEvent,
  result: StepResult,
  options: CommitOptions = {},
): Promise<Committed> {
  const [committed] = await commitSteps(tx, [{ ctx, head, event, result, options }]);
  if (!committed) throw new Error("a step was not written");
  return committed;
}

/** The same for steps of different runs, which then stand or fall together. One statement writes all their rows. */
export async function commitSteps(tx: Tx, steps: readonly Step[]): Promise<Committed[]> {
  const { changes, entries, decisionIds, next } = stepChanges(steps);
  // Nobody who held the run's lock sees this; who went by what he remembered of the run begins again.
  if ((await writeChanges(tx, changes)) !== steps.length) throw new Error("a run has moved on meanwhile");
  for (const { ctx, options } of steps) await options.attach?.(tx, { ...ctx, tx });
  for (const [index, { ctx, head }] of steps.entries())
    if (head.mode !== "shadow") await publishEvents(tx, ctx, entries[index] ?? []);
  for (const step of steps) await tellNouns({ ...step.ctx, tx }, step);
  await enqueueSteps(tx, steps);
  return steps.map(({ ctx, head, result, options }, index) => {
    const { state, ignored } = result;
    const id = decisionIds[index];
    return {
      runId: head.id,
      status: state.status,
      state,
      ...(ignored && { ignored }),
      ...(options.isDriving && { claimed: claimsOf(ctx, head, result), next: next[index]! }),
      ...(state.decision && { decision: { ...state.decision, ...(id !== undefined && { id }) } }),
    };
  });
}

const claimsOf = (ctx: Context, { id, partyId, compiled }: RunHead, result: StepResult): Claimed[] =>
  wishes(result, "perform").map((wish) =>
    claimOf(ctx, { runId: id, partyId, document: compiled.document }, wish, false),
  );
