import type { Tx } from "@/db/client";
import { emptyChain } from "@/server/audit/record";
import type { Context } from "@/server/context";
import { start } from "@/server/engine/interpreter";
import type { JsonObject } from "@/server/engine/state";
import type { Vault } from "@/server/parties/vault";
import { newId } from "@/server/platform/ids";
import type { LiveVersion } from "@/server/workflows/live-version";
import { type Committed, commitAlone } from "./commit";
import { planOfVersion } from "./plan-of";
import { enqueueShadows } from "./shadow/enqueue";
import type { Step } from "./step";

export interface StartRun {
  workflow: LiveVersion;
  partyId: string;
  vault: Vault;
  /** What the run reads under `party`. */
  party: JsonObject;
  /** What the run reads under `input`. */
  input: JsonObject;
  /** The finished run that this one re-opens. */
  reopensRunId?: string;
  /** The caller's own. */
  reference?: string | undefined;
  /** Writes what hangs on the run and must stand before its waits are opened: the application. */
  attach?: (tx: Tx, ctx: Context & { tx: Tx }, run: { runId: string }) => Promise<void>;
  /** For a caller that performs the effects itself: when the worker shall look whether it did. */
  driveAfter?: Date;
}

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

function firstStep(ctx: Context, input: StartRun): Step {
  const { workflow, partyId, vault, party, attach, driveAfter } = input;
  const runId = newId("run", ctx.at);
  const at = ctx.at.toISOString();
  const compiled = planOfVersion(ctx, workflow);
  const given = { runId, input: input.input, party };
  return {
    ctx,
    head: {
      id: runId,
      workflowId: workflow.workflowId,
      version: workflow.version,
      partyId,
      mode: workflow.mode ?? "live",
      shadowOfRunId: null,
      reopensRunId: input.reopensRunId ?? null,
      reference: input.reference ?? null,
      startedAt: ctx.at,
      finishedAt: null,
      seq: 0,
      vault,
      compiled,
      tail: emptyChain,
      state: undefined,
    },
    event: { type: "started", at, ...given },
    result: start(compiled.plan, given, at),
    options: { attach: attach && ((tx, ctx) => attach(tx, ctx, { runId })), driveAfter },
  };
}
