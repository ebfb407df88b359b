import type { Tx } from "@/db/client";
import { emptyChain } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { start } from "@/server/engine/interpreter";
import type { JsonObject, RunEvent } from "@/server/engine/state";
import type { Vault } from "@/server/parties/vault";
import { newId } from "@/server/platform/ids";
import type { LiveVersion } from "@/server/workflows/live-version";
import { type Committed, commitStep } from "./commit";
import { planOfVersion } from "./plan-of";

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
export function startRun(ctx: Context, input: StartRun): Promise<Committed> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workflow, partyId, vault, party, attach, driveAfter } = input;
    const runId = newId("run", ctx.at);
    const at = ctx.at.toISOString();
    const compiled = planOfVersion(ctx, workflow);
    const given = { runId, input: input.input, party };
    const event: RunEvent = { type: "started", at, ...given };
    const head = {
      id: runId,
      workflowId: workflow.workflowId,
      version: workflow.version,
      partyId,
      reopensRunId: input.reopensRunId ?? null,
      reference: input.reference ?? null,
      startedAt: ctx.at,
      seq: 0,
      vault,
      compiled,
      tail: emptyChain,
      state: undefined,
    };
    return commitStep(tx, ctx, head, event, start(compiled.plan, given, at), {
      attach: attach && ((tx, ctx) => attach(tx, ctx, { runId })),
      driveAfter,
    });
  });
}
