import { atOnce, type Statement } from "@/db/at-once";
import { type Database, inWorkspace, type Tx } from "@/db/client";
import type { Role } from "@/db/enums/enums";
import { isDeadlock } from "@/server/platform/failure";
import type { Keys } from "@/server/platform/keys";

/** Who acts. Minted by `server/auth` (people, keys, applicants) and by the processes themselves (`system`). */
export type Actor =
  | { kind: "member"; id: string; userId: string; sessionId: string; role: Role; name: string }
  | { kind: "api_key"; id: string; scopes: readonly string[] }
  | { kind: "applicant"; id: string; applicationId: string; linkId: string; device: string }
  | { kind: "system"; id: "engine" | "seed" | "launcher" | "sign-in" };

export interface RunLimits {
  /** Of one journal event, as JSON. */
  bytes: number;
  /** Of a journal. */
  events: number;
}

/** What every verb gets first. `at` is the time of the request: verbs never read a clock. */
export interface Context {
  db: Database;
  workspaceId: string;
  actor: Actor;
  at: Date;
  /** Reference shown with an error and written to the log. */
  requestId: string;
  keys: Keys;
  /** What one run may hold; tests lower it. */
  limits?: RunLimits | undefined;
  /** Set while a verb runs inside another verb's transaction. */
  tx?: Tx;
}

/** Locks are taken in one order: run, application or case, party, audit chain. What slips through is done again. */
const MOST_DEADLOCKS = 3;

async function againAfterDeadlocks<T>(work: () => Promise<T>): Promise<T> {
  for (let met = 1; ; met++) {
    try {
      return await work();
    } catch (error) {
      if (!isDeadlock(error) || met >= MOST_DEADLOCKS) throw error;
    }
  }
}

/**
 * One transaction per verb; a verb called by another joins the caller's. `work` may be done again from its beginning,
 * so it keeps everything it changes in the transaction.
 */
export async function inTransaction<T>(
  ctx: Context,
  work: (tx: Tx, ctx: Context & { tx: Tx }) => Promise<T>,
): Promise<T> {
  if (ctx.tx) return work(ctx.tx, ctx as Context & { tx: Tx });
  return againAfterDeadlocks(() => inWorkspace(ctx.db, ctx.workspaceId, (tx) => work(tx, { ...ctx, tx })));
}

/** A transaction of statements that are all known beforehand, in one round trip. */
export const inOneTrip = (ctx: Context, statements: readonly Statement[]): Promise<void> =>
  againAfterDeadlocks(() => atOnce(ctx.db, ctx.workspaceId, statements));
