import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { checks, decisions, effects, runEvents, runs, runTimers, waits } from "@/db/schema";
import { type AuditInput, recordAuditChain } from "@/server/audit/record";
import { closeCasesOfRun } from "@/server/cases/close-of-run";
import { settleRequirements } from "@/server/collection/settle-requirements";
import type { Context } from "@/server/context";
import type {
  Command,
  DecisionDraft,
  RunEvent,
  RunState,
  RunStatus,
  StepResult,
} from "@/server/engine/state";
import { enqueue } from "@/server/platform/jobs";
import { sha256 } from "@/server/platform/seal";
import { publishEvents } from "@/server/webhooks/publish";
import { finalChecks } from "./final-checks";
import { places, type RunHead } from "./head";
import { madeDecision } from "./made-decision";
import { closeWait, openWait } from "./open-wait";

export interface Committed {
  runId: string;
  status: RunStatus;
  /** Why the event changed nothing, when it did not. */
  ignored?: NonNullable<StepResult["ignored"]>;
  /** Set once the run has decided. */
  decision?: DecisionDraft & { id?: string };
  /** The run as it stands now. For verbs: it holds everything the run knows. */
  state: RunState;
}

export interface CommitOptions {
  /** Rows that hang on a new run and must stand before its waits are opened: its application. */
  attach?: ((tx: Tx, ctx: Context & { tx: Tx }) => Promise<void>) | undefined;
  /** When the worker shall look for due effects; at once unless the caller performs them itself. */
  driveAfter?: Date | undefined;
  /** Nothing is enqueued for effects: the caller is the drive job of this run. */
  isDriving?: boolean | undefined;
}

type OfType<T extends Command["type"]> = Extract<Command, { type: T }>;

const wishes = <T extends Command["type"]>(result: StepResult, type: T): OfType<T>[] =>
  result.commands.filter((command): command is OfType<T> => command.type === type);

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
  const seq = head.seq + 1;
  const body = head.vault.seal(places.event(head.id, seq), event);
  const digest = sha256(body);
  const checked = finalChecks(ctx, head, event, result);
  const decided = madeDecision(ctx, head, result);
  const entries = [
    stepEntry(head, seq, digest, event, result),
    ...checked.entries,
    ...attentionEntries(head, result),
    ...(decided ? [decided.entry] : []),
  ];
  // Sent one behind the other without waiting, the run first: the others point at it.
  await Promise.all([
    writeRun(tx, ctx, head, seq, result),
    writeEvent(tx, ctx, head, { seq, body, digest }, event, result),
    recordAuditChain(tx, ctx, head.tail, entries),
    decided && tx.insert(decisions).values(decided.row).prepare("decision").execute(),
    checked.rows.length > 0 && tx.insert(checks).values(checked.rows),
    writeEffects(tx, ctx, head, event, result),
    writeTimers(tx, ctx, head, event, result),
    writeWaits(tx, ctx, head, event, result),
  ]);
  await options.attach?.(tx, ctx);
  await publishEvents(tx, ctx, entries);
  await tellNouns(ctx, head, result);
  await enqueueJobs(tx, ctx, head, result, options);
  const { decision } = result.state;
  return {
    runId: head.id,
    status: result.state.status,
    state: result.state,
    ...(result.ignored && { ignored: result.ignored }),
    ...(decision && { decision: { ...decision, ...(decided && { id: decided.row.id }) } }),
  };
}

/* Prepared: these three are sent with every step, and a prepared statement needs no question before it. */
function writeRun(tx: Tx, ctx: Context, head: RunHead, seq: number, { state }: StepResult): Promise<unknown> {
  const { workspaceId } = ctx;
  const isOver = hasEnded(state.status);
  const now = {
    status: state.status,
    seq,
    state: head.vault.seal(places.state(head.id), state),
    attention: state.tokens.find((token) => token.incident)?.incident?.reason ?? null,
  };
  if (head.state)
    return tx
      .update(runs)
      .set({ ...now, ...(isOver && !hasEnded(head.state.status) && { finishedAt: ctx.at }) })
      .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, head.id)))
      .prepare("run moved")
      .execute();
  const { id, workflowId, version, partyId, reopensRunId, reference, startedAt } = head;
  return tx
    .insert(runs)
    .values({
      ...{ workspaceId, id, workflowId, version, partyId, reopensRunId, reference, startedAt },
      ...now,
      finishedAt: isOver ? ctx.at : null,
    })
    .prepare("run started")
    .execute();
}

const hasEnded = (status: RunStatus) => status === "completed" || status === "cancelled";

function writeEvent(
  tx: Tx,
  ctx: Context,
  head: RunHead,
  sealed: { seq: number; body: Uint8Array; digest: string },
  event: RunEvent,
  { ignored }: StepResult,
): Promise<unknown> {
  return tx
    .insert(runEvents)
    .values({
      workspaceId: ctx.workspaceId,
      runId: head.id,
      ...sealed,
      type: event.type,
      ignored: ignored ?? null,
      at: new Date(event.at),
      recordedAt: ctx.at,
    })
    .prepare("run event")
    .execute();
}

/** Effects that were planned, answered, or are wanted no more. */
async function writeEffects(tx: Tx, ctx: Context, head: RunHead, event: RunEvent, result: StepResult) {
  const mine = and(eq(effects.workspaceId, ctx.workspaceId), eq(effects.runId, head.id));
  if (event.type === "effect_succeeded" || event.type === "effect_failed") {
    const failure = event.type === "effect_failed" ? event.error : undefined;
    const status = failure ? (failure.kind === "unknown" ? "unknown" : "failed") : "succeeded";
    const said = failure ? { error: failure } : { output: event.type === "effect_succeeded" && event.output };
    if (result.ignored !== "repeated")
      await tx
        .update(effects)
        .set({
          status: result.ignored ? "late" : status,
          result: head.vault.seal(places.result(head.id, event.key), said),
          finishedAt: ctx.at,
          leaseUntil: null,
        })
        .where(and(mine, eq(effects.key, event.key)));
  }
  const given = unwanted(head, result);
  if (given.length > 0)
    await tx
      .update(effects)
      .set({ status: "late", finishedAt: ctx.at, leaseUntil: null })
      .where(and(mine, inArray(effects.key, given), inArray(effects.status, ["planned", "started"])));
  const planned = wishes(result, "perform");
  if (planned.length > 0)
    await tx.insert(effects).values(
      planned.map(({ key, node, scope, attempt, visit, input }) => ({
        workspaceId: ctx.workspaceId,
        runId: head.id,
        ...{ key, node, scope, attempt },
        status: "planned" as const,
        request: head.vault.seal(places.request(head.id, key), { visit, input }),
        plannedAt: ctx.at,
      })),
    );
}

/** Keys of commands whose token went on or stopped: an answer could change nothing, so nobody needs to ask any more. */
function unwanted(head: RunHead, result: StepResult): string[] {
  if (!head.state || result.ignored) return [];
  const working = result.state.tokens.filter((token) => token.phase === "effect");
  const wanted = new Set(working.flatMap((token) => token.pending.map((one) => one.key)));
  return head.state.tokens
    .flatMap((token) => token.pending)
    .filter((one) => one.status === "performing" && !wanted.has(one.key))
    .map((one) => one.key);
}

async function writeTimers(tx: Tx, ctx: Context, head: RunHead, event: RunEvent, result: StepResult) {
  const over = wishes(result, "cancel_timer").map((command) => command.key);
  if (event.type === "timer_fired") over.push(event.key);
  if (over.length > 0)
    await tx
      .update(runTimers)
      .set({ closedAt: ctx.at })
      .where(
        and(
          eq(runTimers.workspaceId, ctx.workspaceId),
          eq(runTimers.runId, head.id),
          inArray(runTimers.key, over),
          isNull(runTimers.closedAt),
        ),
      );
  const begun = wishes(result, "start_timer");
  if (begun.length > 0)
    await tx.insert(runTimers).values(
      begun.map(({ key, fireAt }) => ({
        workspaceId: ctx.workspaceId,
        runId: head.id,
        key,
        fireAt: new Date(fireAt),
      })),
    );
}

async function writeWaits(tx: Tx, ctx: Context, head: RunHead, event: RunEvent, result: StepResult) {
  const over = wishes(result, "close_wait").map((command) => command.key);
  if (event.type === "signal_received" && !result.ignored) over.push(event.waitKey);
  if (over.length > 0)
    await tx
      .update(waits)
      .set({ closedAt: ctx.at })
      .where(
        and(
          eq(waits.workspaceId, ctx.workspaceId),
          eq(waits.runId, head.id),
          inArray(waits.key, over),
          isNull(waits.closedAt),
        ),
      );
  const opened = wishes(result, "await_signal");
  if (opened.length > 0)
    await tx.insert(waits).values(
      opened.map(({ key, node, visit, signal, request }) => ({
        workspaceId: ctx.workspaceId,
        runId: head.id,
        ...{ key, node, visit, signal },
        request: head.vault.seal(places.wait(head.id, key), request),
        openedAt: ctx.at,
      })),
    );
}

const actions = {
  started: "run.started",
  incident_resolved: "run.resolved",
  cancel_requested: "run.cancelled",
} as const;

/** One entry per journal event: it holds the digest that the verifier compares with the journal. */
function stepEntry(
  head: RunHead,
  seq: number,
  digest: string,
  event: RunEvent,
  { state, ignored }: StepResult,
): AuditInput {
  const of = <T extends object>(isSo: boolean, facts: () => T) => (isSo ? facts() : {});
  return {
    subject: { kind: "run", id: head.id },
    action: event.type in actions ? actions[event.type as keyof typeof actions] : "run.advanced",
    facts: {
      seq,
      digest,
      event: event.type,
      status: state.status,
      ...of(Boolean(ignored), () => ({ ignored })),
      ...of(event.type === "started", () => ({ workflow: head.workflowId, version: head.version })),
      ...("key" in event && { key: event.key }),
      ...(event.type === "effect_failed" && { failure: event.error.kind }),
      ...(event.type === "incident_resolved" && { answer: event.how.action, token: event.tokenId }),
    },
    // Why somebody resolved or cancelled is a person's own words, and may name one.
    ...("reason" in event && { personal: { vault: head.vault, values: { reason: event.reason } } }),
  };
}

const attentionEntries = (head: RunHead, result: StepResult): AuditInput[] =>
  wishes(result, "raise_incident").map(({ node, visit }) => ({
    subject: { kind: "run", id: head.id },
    action: "run.attention",
    facts: { node, visit },
  }));

/** Opens and closes what people see of a wait, through the noun that owns it. */
async function tellNouns(ctx: Context & { tx: Tx }, head: RunHead, result: StepResult): Promise<void> {
  for (const command of result.commands) {
    if (command.type === "await_signal") await openWait(ctx, head.id, command);
    if (command.type === "close_wait") await closeWait(ctx, head.id, command);
    if (command.type !== "finish") continue;
    await closeCasesOfRun(ctx, { runId: head.id, status: command.status });
    await settleRequirements(ctx, { runId: head.id });
  }
}

async function enqueueJobs(
  tx: Tx,
  ctx: Context,
  head: RunHead,
  result: StepResult,
  { driveAfter, isDriving }: CommitOptions,
): Promise<void> {
  const run = { workspaceId: ctx.workspaceId, runId: head.id };
  for (const { key, fireAt } of wishes(result, "start_timer"))
    await enqueue(tx, "timer", { ...run, key }, { startAfter: new Date(fireAt) });
  if (!isDriving && result.commands.some((command) => command.type === "perform"))
    await enqueue(tx, "drive", run, {
      singletonKey: head.id,
      ...(driveAfter && { startAfter: driveAfter }),
    });
}
