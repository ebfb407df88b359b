import type { Database } from "@/db/client";
import { type Context, inTransaction } from "@/server/context";
import type { RunEvent } from "@/server/engine/state";
import { coalesce } from "@/server/platform/coalesce";
import { advanceRun } from "./advance";
import { type Claims, claimEffects, claimTogether } from "./claim";
import { type Committed, commitAlone, commitSteps } from "./commit";
import { type LiveHead, lockRuns } from "./head";
import { isFull } from "./limits";
import type { CommitOptions, Step } from "./step";
import { stepOf } from "./step-of";

/**
 * Steps of different runs that come at the same time, as answers of vendors do, written by one transaction: what a
 * commit costs is paid once. Runs that somebody else holds are not waited for here, but each on its own.
 */

interface Heard {
  ctx: Context;
  runId: string;
  event: RunEvent;
  options: CommitOptions;
  /** The run as the caller's last step left it. Whether that still holds is found out by writing. */
  known?: LiveHead | undefined;
}

interface Claiming {
  ctx: Context;
  runId: string;
}

interface Lanes {
  advance: (heard: Heard) => Promise<Committed>;
  claim: (claiming: Claiming) => Promise<Claims>;
}

const MOST = 64;
const lanesOf = new WeakMap<Database, Map<string, Lanes>>();

/** One pair of lanes per pool and workspace: a transaction sees one workspace. */
function lanes({ db, workspaceId }: Context): Lanes {
  const known = lanesOf.get(db) ?? new Map<string, Lanes>();
  lanesOf.set(db, known);
  const found = known.get(workspaceId);
  if (found) return found;
  const made: Lanes = {
    advance: coalesce({
      together: advanceTogether,
      alone: ({ ctx, runId, event, options }) => advanceRun(ctx, { runId, event }, options),
      keyOf: ({ runId }) => runId,
      ...{ most: MOST, atOnce: 4 },
    }),
    claim: coalesce({
      together: (items) => claimAll(items),
      alone: ({ ctx, runId }) => claimEffects(ctx, runId),
      keyOf: ({ runId }) => runId,
      ...{ most: MOST, atOnce: 1 },
    }),
  };
  known.set(workspaceId, made);
  return made;
}

/** `advanceRun`, sharing its commit with whoever comes at the same time. */
export const advanceAmongOthers = (
  ctx: Context,
  input: { runId: string; event: RunEvent; known?: LiveHead | undefined },
  options: CommitOptions,
): Promise<Committed> =>
  ctx.tx ? advanceRun(ctx, input, options) : lanes(ctx).advance({ ctx, ...input, options });

/** `claimEffects`, sharing its commit with whoever comes at the same time. */
export const claimAmongOthers = (ctx: Context, runId: string): Promise<Claims> =>
  ctx.tx ? claimEffects(ctx, runId) : lanes(ctx).claim({ ctx, runId });

async function advanceTogether(items: readonly Heard[]): Promise<(Committed | undefined)[]> {
  const ctx = contextOf(items);
  const known = items.flatMap(({ known }) => known ?? []);
  if (known.length === items.length) return inOrder(items, await commitAlone(ctx, stepsOf(items, known)));
  return inTransaction(ctx, async (tx) => {
    const unknown = items.flatMap(({ runId, known }) => (known ? [] : [runId]));
    const locked = await lockRuns(tx, ctx, unknown, { skipLocked: true });
    const steps = stepsOf(items, [...known, ...locked]);
    return inOrder(items, steps.length > 0 ? await commitSteps(tx, steps) : []);
  });
}

/** In one order whoever writes, so that no two batches wait for each other. */
function stepsOf(items: readonly Heard[], heads: readonly LiveHead[]): Step[] {
  const of = new Map(heads.map((head) => [head.id, head]));
  return items
    .flatMap(({ ctx, runId, event, options }) => {
      const head = of.get(runId);
      return head && !isFull(ctx, head.seq) ? [{ ctx, head, ...stepOf(ctx, head, event), options }] : [];
    })
    .sort((a, b) => (a.head.id < b.head.id ? -1 : 1));
}

function inOrder(items: readonly Heard[], committed: readonly Committed[]): (Committed | undefined)[] {
  const of = new Map(committed.map((one) => [one.runId, one]));
  return items.map(({ runId }) => of.get(runId));
}

async function claimAll(items: readonly Claiming[]): Promise<(Claims | undefined)[]> {
  const of = await claimTogether(
    contextOf(items),
    items.map(({ runId }) => runId),
  );
  return items.map(({ runId }) => of.get(runId));
}

function contextOf(items: readonly { ctx: Context }[]): Context {
  const last = items.at(-1);
  if (!last) throw new Error("nobody is in the batch");
  return last.ctx;
}
