import type { Context, RunLimits } from "@/server/context";
import type { RunEvent } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import type { RunHead } from "./head";

const limits: RunLimits = { bytes: 1024 * 1024, events: 20_000 };
const limitsOf = (ctx: Context): RunLimits => ctx.limits ?? limits;

/** The last two places of a journal are kept: for the stop that people see, and for the cancel that ends it. */
const KEPT = 2;
/** What sealing adds to the JSON. */
const ENVELOPE = 29;

/** Whether the run has heard all it may. It stands still, and can only be cancelled. */
export const isFull = (ctx: Context, seq: number): boolean => seq >= limitsOf(ctx).events - KEPT;

/** What the events of machines may not hold is not heard as it is; people and other systems are told to send less. */
export function fitted(ctx: Context, event: RunEvent): RunEvent {
  if (!mayBeLarge(event) || Buffer.byteLength(JSON.stringify(event)) <= limitsOf(ctx).bytes) return event;
  switch (event.type) {
    case "effect_succeeded": {
      const { at, key } = event;
      const error = { kind: "garbage" as const, message: "The answer was too long to be kept." };
      return { type: "effect_failed", at, key, error };
    }
    case "effect_failed":
      return {
        ...event,
        error: { kind: event.error.kind, message: "It failed, and said too much about it." },
      };
    case "child_ended": {
      const { type, at, key, runId } = event;
      const reason = `what it came to is larger than ${sizeOf(ctx)}.`;
      return { type, at, key, status: "refused", ...(runId !== undefined && { runId }), reason };
    }
    case "incident_resolved":
      throw tooLarge(ctx, "answer.output", "This answer");
    case "signal_received":
      throw tooLarge(ctx, "payload", "This answer");
    default:
      throw tooLarge(ctx, "input", "What the run begins with, its input and what is known of its party,");
  }
}

const mayBeLarge = ({ type }: RunEvent) => type !== "timer_fired" && type !== "stopped";

function tooLarge(ctx: Context, path: string, what: string): DomainError {
  const message = `${what} is too large: a run takes ${sizeOf(ctx)} at once. Leave out what it does not need, and send what is long as a document.`;
  return new DomainError("invalid", message, { issues: [{ path, code: "too_large", message }] });
}

function sizeOf(ctx: Context): string {
  const { bytes } = limitsOf(ctx);
  return bytes >= limits.bytes ? `${bytes / limits.bytes} MiB` : `${bytes} bytes`;
}

const words = (ctx: Context) => `it has heard ${limitsOf(ctx).events - KEPT} events, the most a run may.`;

export function refuseFull(ctx: Context): never {
  const message = `This run can only be cancelled: ${words(ctx)} Cancel it, and begin again if it is still needed.`;
  throw new DomainError("conflict", message, {
    issues: [{ path: "runId", code: "run_is_full", message }],
  });
}

/** What a run hears when its journal is full and it has not ended: everything under way ends, and people see it. */
export const stopEvent = (ctx: Context, runId: string): RunEvent => ({
  type: "stopped",
  at: ctx.at.toISOString(),
  key: `${runId}:stopped`,
  reason: `The run can go no further: ${words(ctx)} Cancel it, and begin again if it is still needed.`,
});

/** The last look at what is written, for whoever came by no door: it would be a mistake of ours. */
export function mustFit(ctx: Context, { id, mode }: RunHead, seq: number, sealed: Uint8Array): void {
  if (mode === "shadow") return;
  const { bytes, events } = limitsOf(ctx);
  if (sealed.length - ENVELOPE > bytes) throw new Error(`an event of ${id} is larger than a run may hear`);
  if (seq > events) throw new Error(`${id} has heard more than a run may`);
}
