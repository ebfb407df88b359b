import type { Tx } from "@/db/client";
import type { Context } from "@/server/context";
import type { Command, RunEvent, StepResult } from "@/server/engine/state";
import type { Exchange } from "@/server/plugins/call-tool";
import type { RunHead } from "./head";

export interface CommitOptions {
  /** Rows that hang on a new run and must stand before its waits are opened: its application. */
  attach?: ((tx: Tx, ctx: Context & { tx: Tx }) => Promise<void>) | undefined;
  /** When the worker shall look for due effects; at once unless the caller performs them itself. */
  driveAfter?: Date | undefined;
  /** The caller is the drive job of this run: nothing is enqueued for effects, and those planned now are claimed for it. */
  isDriving?: boolean | undefined;
  /** What was asked and answered, masked, for people to read: kept with the answer it led to. */
  exchange?: Exchange | undefined;
  /** The parent is told of this run's end in the same transaction, by who commits the step. */
  isHeard?: boolean | undefined;
}

/** The signal under which a wait for another run's end is kept. */
export const CHILD = "child";

/** What one run heard and made of it, ready to be written. */
export interface Step {
  /** Who lets it hear, and when. */
  ctx: Context;
  head: RunHead;
  event: RunEvent;
  result: StepResult;
  options: CommitOptions;
}

type OfType<T extends Command["type"]> = Extract<Command, { type: T }>;

/** What the step wishes for, of one kind. */
export const wishes = <T extends Command["type"]>(result: StepResult, type: T): OfType<T>[] =>
  result.commands.filter((command): command is OfType<T> => command.type === type);
