import type { Context } from "@/server/context";
import { type Committed, commitAlone } from "./commit";
import { firstStep, type StartRun } from "./first-step";
import { enqueueShadows } from "./shadow/enqueue";

/** Starts a run pinned to the version. Everything pure happens at once; a run without effects may be decided already. */
export async function startRun(ctx: Context, input: StartRun): Promise<Committed> {
  const [started] = await startRuns(ctx, [input]);
  if (!started) throw new Error("a run was not started");
  return started;
}

/** Starts many runs, each as if alone, in one transaction and with the statements of one: all of them stand, or none. */
export function startRuns(ctx: Context, inputs: readonly StartRun[]): Promise<Committed[]> {
  return commitAlone(
    ctx,
    inputs.map((input) => firstStep(ctx, input)),
    (tx, started) => enqueueShadows(tx, ctx, inputs, started),
  );
}
