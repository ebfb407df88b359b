import { setTimeout as pause } from "node:timers/promises";
import { type Context, inTransaction } from "@/server/context";
import type { RunEvent } from "@/server/engine/state";
import { isDomainError } from "@/server/errors";
import type { AnsweredLater, EffectResult } from "@/server/nodes/runner";
import { findRunner } from "@/server/nodes/runners";
import { failureFacts, isOutage } from "@/server/platform/failure";
import { enqueue } from "@/server/platform/jobs";
import { log } from "@/server/platform/log";
import { awaitCallback, type Claims, releaseEffect, unclaimEffects } from "./claim";
import type { Claimed } from "./claimed";
import type { Committed } from "./commit";
import type { LiveHead } from "./head";
import { advanceAmongOthers, claimAmongOthers } from "./together";

export interface DriveRun {
  runId: string;
  /** The clock of whoever drives: a drive outlasts the request that begins it. */
  now: () => Date;
  /** Ends calls that are under way; what they asked is given back for another worker. */
  signal?: AbortSignal;
}

const nothingDue: Claims = { claimed: [], leasedUntil: undefined };

/**
 * Performs the run's due effects, all at once, and whatever their answers make due, until nothing is. Each is three
 * facts: claimed, asked, answered; whoever dies in between leaves a lease that ends, never a second question unseen.
 * What an answer makes due is claimed by the commit that writes the answer.
 */
export async function driveRun(ctx: Context, input: DriveRun): Promise<void> {
  const never = new AbortController().signal;
  const { runId, now, signal = never } = input;
  const at = (): Context => ({ ...ctx, at: now() });
  const underWay = new Set<Promise<void>>();
  let broken: { error: unknown } | undefined;
  const drive: Drive = { at, signal, mayGoOn: () => !signal.aborted && !broken, known: undefined };
  let isIdle = false;
  const begin = (effect: Claimed): void => {
    const work: Promise<void> = perform(drive, effect)
      .then((next) => {
        ({ isIdle } = next);
        next.claimed.forEach(begin);
      })
      .catch((error: unknown) => {
        broken ??= { error };
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };
  for (;;) {
    const { claimed, leasedUntil, head } =
      signal.aborted || broken || isIdle ? nothingDue : await claimAmongOthers(at(), runId);
    drive.known = head;
    claimed.forEach(begin);
    if (underWay.size === 0) {
      if (broken) throw broken.error;
      signal.throwIfAborted();
      if (leasedUntil) await lookAgain(at(), runId, leasedUntil);
      return;
    }
    // As long as one answer leads to the next question, nobody needs to look for what else is due.
    for (const before = underWay.size; underWay.size >= before; ) await Promise.race(underWay);
  }
}

interface Drive {
  at: () => Context;
  signal: AbortSignal;
  /** Whether what becomes due is still taken on. */
  mayGoOn: () => boolean;
  /** The run as this drive left it last: usually nobody else moves it meanwhile, and then it need not be read again. */
  known: LiveHead | undefined;
}

interface Performed {
  /** What the answer made due. */
  claimed: Claimed[];
  /** No effect of the run is left to be performed by anybody. */
  isIdle: boolean;
}

async function perform(drive: Drive, effect: Claimed): Promise<Performed> {
  const { at, signal } = drive;
  const { runId, key } = effect.request;
  let result: EffectResult | AnsweredLater;
  try {
    signal.throwIfAborted();
    result = await answerOf(at(), effect, signal);
  } catch (error) {
    if (signal.aborted || isOutage(error)) {
      // Nobody knows whether it was done: the next to claim it decides by what the node may repeat.
      await patiently(() => releaseEffect(at(), effect), signal);
      throw error;
    }
    // It would fail the same way for ever, and nobody would see the run stand still.
    log().error({ key, ...failureFacts(error) }, "an effect could not be performed");
    result = { error: { kind: "garbage", message: "It failed in a way it does not explain." } };
  }
  const ctx = at();
  if ("later" in result) {
    const { later } = result;
    await patiently(() => awaitCallback(ctx, effect, later), signal);
    return { claimed: [], isIdle: false };
  }
  const event = eventOf(key, ctx.at, result);
  let tried = 0;
  const committed = await patiently(() => {
    tried++;
    const { known } = drive;
    drive.known = undefined;
    return advanceAmongOthers(
      ctx,
      { runId, event, known },
      {
        isDriving: drive.mayGoOn(),
        exchange: result.exchange,
      },
    );
  }, signal);
  drive.known = committed.next;
  // The first try was committed and its answer lost: what it claimed for us was never asked.
  if (tried > 1 && committed.ignored === "repeated")
    await patiently(() => unclaimEffects(ctx, runId), signal);
  return { claimed: committed.claimed ?? [], isIdle: committed.ignored === undefined && isIdleIn(committed) };
}

const isIdleIn = ({ state }: Committed): boolean =>
  !state.tokens.some((token) => token.pending.some((one) => one.status === "performing"));

async function answerOf(
  ctx: Context,
  { request, type, wasLost, wasSilent }: Claimed,
  signal: AbortSignal,
): Promise<EffectResult | AnsweredLater> {
  const runner = findRunner(type);
  if (!runner) return { error: { kind: "refused", message: `This version cannot perform “${type}”.` } };
  if (wasLost && !(await runner.mayRepeat(ctx, request)))
    return {
      error: {
        kind: "unknown",
        message:
          "It was asked, and the answer was lost. Asking again could do it twice, so a person decides.",
      },
    };
  if (wasSilent)
    return {
      error: {
        kind: (await runner.mayRepeat(ctx, request)) ? "timeout" : "unknown",
        message: "The vendor promised its answer, and did not tell it in time.",
      },
    };
  return runner.run(ctx, request, signal);
}

const eventOf = (key: string, at: Date, result: EffectResult): RunEvent => ({
  at: at.toISOString(),
  key,
  ...("error" in result
    ? { type: "effect_failed" as const, error: result.error }
    : { type: "effect_succeeded" as const, output: result.output }),
});

/** Longer than a database takes to come back; after that the lease has ended and another asks. */
const KEEP_FOR_MS = 120_000;
const LONGEST_PAUSE_MS = 1_000;

/**
 * What is known is worth waiting for a database that restarts: an answer, or the vendor is asked again; a claim given
 * back, or the run stands still until its lease ends.
 */
async function patiently<T>(write: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const end = performance.now() + KEEP_FOR_MS;
  for (let tried = 1; ; tried++) {
    try {
      return await write();
    } catch (error) {
      if (isDomainError(error) || signal.aborted || performance.now() > end) throw error;
      await pause(Math.min(100 * 2 ** tried, LONGEST_PAUSE_MS), undefined, { signal }).catch(() => {});
    }
  }
}

/** Somebody else is at what is left, or died at it: a job looks again when the lease ends. */
function lookAgain(ctx: Context, runId: string, when: Date): Promise<void> {
  return inTransaction(ctx, (tx) =>
    enqueue(
      tx,
      "drive",
      { workspaceId: ctx.workspaceId, runId },
      { singletonKey: runId, startAfter: new Date(when.getTime() + 500) },
    ),
  );
}
