import type { EffectError, JsonObject } from "@/server/engine/state";
import { log } from "@/server/platform/log";
import {
  type AnswersLater,
  type CallbackAddress,
  type Capability,
  type CheckAnswer,
  PluginFailure,
  parseAnswer,
  requestSchemas,
  type VendorPlugin,
} from "./contract";

export interface PluginQuestion {
  plugin: VendorPlugin;
  credentials: JsonObject;
  settings: JsonObject;
  capability: Capability;
  request: JsonObject;
  /** The same for every attempt at one question: run, node, scope and visit, without the attempt. */
  idempotencyKey: string;
  /** From 1. */
  attempt: number;
  timeoutMs: number;
  at: Date;
  /** Ends the call from outside, e.g. when the worker shuts down. */
  signal?: AbortSignal;
  /** Left out by whoever cannot wait for an answer that comes later. */
  callback?: CallbackAddress;
}

export type PluginResult = { ok: true; answer: CheckAnswer } | { ok: false; error: EffectError };
export type LaterResult = PluginResult | { ok: true; later: AnswersLater };

const failed = (kind: EffectError["kind"], message: string) => ({
  ok: false as const,
  error: { kind, message },
});

/**
 * Asks a vendor once. Every failure becomes an EffectError; it throws only when `signal` ended the call, for then
 * nobody knows whether the vendor was asked.
 */
export async function callPlugin(
  question: PluginQuestion & { callback: CallbackAddress },
): Promise<LaterResult>;
export async function callPlugin(question: PluginQuestion): Promise<PluginResult>;
export async function callPlugin(question: PluginQuestion): Promise<LaterResult> {
  const { plugin, capability, timeoutMs, signal: outer } = question;
  outer?.throwIfAborted();
  if (!plugin.definition.capabilities.includes(capability))
    return failed("refused", `${plugin.definition.title} does not do this kind of check.`);
  const request = requestSchemas[capability].safeParse(question.request);
  if (!request.success) {
    const fields = [...new Set(request.error.issues.map((issue) => issue.path.join(".")))];
    return failed("input_missing", `The check could not be asked: ${fields.join(", ")} is missing.`);
  }
  const limit = AbortSignal.timeout(timeoutMs);
  const signal = outer ? AbortSignal.any([outer, limit]) : limit;
  log().debug({ key: question.idempotencyKey, attempt: question.attempt }, "asking");
  try {
    const answering = plugin.check(
      capability,
      request.data as JsonObject,
      question.credentials,
      question.settings,
      {
        idempotencyKey: question.idempotencyKey,
        attempt: question.attempt,
        timeoutMs,
        signal,
        at: question.at,
        callback: question.callback,
      },
    );
    const said = await endedBy(signal, answering);
    if (!("later" in said)) return { ok: true, answer: parseAnswer(capability, said) };
    return question.callback
      ? { ok: true, later: said.later }
      : failed("garbage", "The vendor answers later, and nobody can wait for it here.");
  } catch (error) {
    outer?.throwIfAborted();
    if (limit.aborted || (error instanceof PluginFailure && error.kind === "timeout"))
      // A vendor that cannot recognise a repeated call must not be asked again: it may have heard the first.
      return plugin.definition.idempotent
        ? failed("timeout", `No answer within ${timeoutMs} ms.`)
        : failed("unknown", `No answer within ${timeoutMs} ms; the vendor may have done what it was asked.`);
    if (error instanceof PluginFailure) return failed(error.kind, error.message);
    // The message may quote what was asked, so it stays here.
    return failed("garbage", "The plugin failed in a way it does not explain.");
  }
}

/** A plugin that ignores the signal is left behind when the time is over. */
function endedBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
  });
}
