import { noted } from "@/db/at-once";
import type { Tx } from "@/db/client";
import { writeChanges } from "@/db/rows";
import { type Context, inOneTrip, inTransaction } from "@/server/context";
import type { DecisionDraft, RunEvent, RunState, RunStatus, StepResult } from "@/server/engine/state";
import { areUnheard, publishEvents } from "@/server/webhooks/publish";
import { tendChildren } from "./children";
import { type Claimed, claimOf } from "./claimed";
import type { LiveHead, RunHead } from "./head";
import { isFull, stopEvent } from "./limits";
import { type CommitOptions, type Step, wishes } from "./step";
import { type StepChanges, stepChanges } from "./step-changes";
import { enqueueSteps } from "./step-jobs";
import { stepOf } from "./step-of";
import { concernsNouns, tellNouns } from "./tell-nouns";

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
export async function commitSteps(
  tx: Tx,
  steps: readonly Step[],
  written: StepChanges = stepChanges(steps),
): Promise<Committed[]> {
  // The run that a step begins with is the one that is written, or nothing is: who held its lock sees no difference.
  await writeChanges(tx, written.changes, steps.length);
  for (const { ctx, options } of steps) await options.attach?.(tx, { ...ctx, tx });
  for (const [index, { ctx, head }] of steps.entries())
    if (head.mode !== "shadow") await publishEvents(tx, ctx, written.entries[index] ?? []);
  for (const step of steps) await tellNouns({ ...step.ctx, tx }, step);
  await enqueueSteps(tx, steps);
  const done = await stopFull(tx, steps, written, committed(steps, written));
  return tendChildren(tx, steps, done, commitSteps);
}

/**
 * `commitSteps` in a transaction of its own. When nothing has to be asked for between its statements, as with most steps
 * that concern no person, all of it is one round trip. `more` belongs to it, and sends only what is `prepared`.
 */
export async function commitAlone(
  ctx: Context,
  steps: readonly Step[],
  more?: (tx: Tx, committed: Committed[]) => Promise<void>,
): Promise<Committed[]> {
  if (steps.length === 0) return [];
  const written = stepChanges(steps);
  if (ctx.tx || steps.some((step) => fills(step) || tellsSomebody(step)) || !isUnheard(ctx, steps, written))
    return inTransaction(ctx, async (tx) => {
      const done = await commitSteps(tx, steps, written);
      await more?.(tx, done);
      return done;
    });
  const { tx, statements } = noted();
  await writeChanges(tx, written.changes, steps.length);
  await enqueueSteps(tx, steps);
  const done = committed(steps, written);
  await more?.(tx, done);
  await inOneTrip(ctx, statements);
  return done;
}

/** Whether the run has now heard all it may, and has not ended. */
const fills = ({ ctx, head, event, result: { state } }: Step): boolean =>
  head.mode !== "shadow" &&
  event.type !== "stopped" &&
  state.status !== "completed" &&
  state.status !== "cancelled" &&
  isFull(ctx, head.seq + 1);

/** A run whose journal is full stops in the same transaction, so that nothing comes to it any more and people see it. */
async function stopFull(
  tx: Tx,
  steps: readonly Step[],
  { next }: StepChanges,
  done: Committed[],
): Promise<Committed[]> {
  const full = steps.flatMap((step, index) => (fills(step) ? [{ ...step, head: next[index]! }] : []));
  if (full.length === 0) return done;
  const stopped = await commitSteps(
    tx,
    full.map(({ ctx, head, options: { isDriving } }) => ({
      ...{ ctx, head, options: { isDriving } },
      ...stepOf(ctx, head, stopEvent(ctx, head.id)),
    })),
  );
  const of = new Map(stopped.map((one) => [one.runId, one]));
  return done.map((one) => ({ ...one, ...of.get(one.runId) }));
}

const isUnheard = (ctx: Context, steps: readonly Step[], { entries }: StepChanges): boolean =>
  areUnheard(ctx, entries.filter((_, index) => steps[index]?.head.mode !== "shadow").flat());

const tellsSomebody = (step: Step): boolean => step.options.attach !== undefined || concernsNouns(step);

function committed(steps: readonly Step[], { decisionIds, next }: StepChanges): Committed[] {
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
