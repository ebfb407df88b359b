import type { Tx } from "@/db/client";
import { emptyChain } from "@/server/audit/record";
import type { Context } from "@/server/context";
import { start } from "@/server/engine/interpreter";
import type { JsonObject } from "@/server/engine/state";
import type { Vault } from "@/server/parties/vault";
import { newId } from "@/server/platform/ids";
import type { LiveVersion } from "@/server/workflows/live-version";
import { fitted } from "./limits";
import { planOfVersion } from "./plan-of";
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
  /** The run that waits for this one's end, under which key, and how many stand above. */
  parent?: { runId: string; key: string; depth: number };
  /** The caller's own. */
  reference?: string | undefined;
  /** Writes what hangs on the run and must stand before its waits are opened: the application. */
  attach?: (tx: Tx, ctx: Context & { tx: Tx }, run: { runId: string }) => Promise<void>;
  /** For a caller that performs the effects itself: when the worker shall look whether it did. */
  driveAfter?: Date;
}

/** A new run and what it makes of its start, not written yet. */
export function firstStep(ctx: Context, input: StartRun): Step {
  const { workflow, partyId, vault, party, attach, driveAfter } = input;
  const runId = newId("run", ctx.at);
  const at = ctx.at.toISOString();
  const compiled = planOfVersion(ctx, workflow);
  const given = { runId, input: input.input, party };
  const event = fitted(ctx, { type: "started", at, ...given });
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
      parent: input.parent ? { runId: input.parent.runId, key: input.parent.key } : null,
      depth: input.parent?.depth ?? 0,
      reference: input.reference ?? null,
      startedAt: ctx.at,
      finishedAt: null,
      seq: 0,
      behind: 0,
      vault,
      compiled,
      tail: emptyChain,
      state: undefined,
    },
    event,
    result: start(compiled.plan, given, at),
    options: { attach: attach && ((tx, ctx) => attach(tx, ctx, { runId })), driveAfter },
  };
}
