import type { Context } from "@/server/context";
import type { EffectError, Json, JsonObject } from "@/server/engine/state";
import type { Exchange } from "@/server/plugins/call-tool";
import type { AnswersLater } from "@/server/plugins/contract";
import type { WorkflowDocument } from "@/server/workflows/schema";

/** One planned effect, opened for whoever performs it. */
export interface EffectRequest {
  runId: string;
  partyId: string;
  /** Command key: unique per attempt. */
  key: string;
  node: string;
  /** The subject it is about; "" when the node asks only once. */
  scope: string;
  visit: number;
  /** From 1. */
  attempt: number;
  input: JsonObject;
  /** The node's settings, as saved. */
  config: JsonObject;
  document: WorkflowDocument;
}

/** `exchange`: what went over the wire, masked, for people to read; the interpreter never sees it. */
export type EffectResult = ({ output: Json } | { error: EffectError }) & { exchange?: Exchange };
/** It was asked; the answer comes by a callback, or counts as missing. */
export interface AnsweredLater {
  later: AnswersLater;
}

/** Does what an effect node wishes. Answers with a result; throws only when `signal` ended it before one was known. */
export interface Runner {
  /** How long one attempt can take; after that somebody else may believe it lost. */
  limitMs(config: JsonObject): number;
  /** Whether an attempt whose answer was lost may be made again without doing anything twice. */
  mayRepeat(ctx: Context, request: EffectRequest): Promise<boolean>;
  run(ctx: Context, request: EffectRequest, signal: AbortSignal): Promise<EffectResult | AnsweredLater>;
}
