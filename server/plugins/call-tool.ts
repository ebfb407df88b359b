import { setTimeout as pause } from "node:timers/promises";
import type { Context } from "@/server/context";
import type { EffectError } from "@/server/engine/state";
import { isDomainError } from "@/server/errors";
import { log } from "@/server/platform/log";
import { askThrough } from "./ask-through";
import {
  isVendor,
  type Json,
  type JsonObject,
  PluginFailure,
  type Tool,
  type ToolActions,
  type ToolCall,
  type ToolOutputs,
  type ToolPlugin,
} from "./contract";
import { masked, scrub, scrubText, secretsIn } from "./mask";
import { type ResolvedConnection, resolveConnection } from "./resolve-connection";

export interface ToolQuestion<T extends Tool> {
  /** The connection's key, as the node names it. */
  connection: string;
  use: T;
  action: ToolActions[T];
  /** The same for every attempt at one thing: run, node, scope and visit, without the attempt. */
  idempotencyKey: string;
  attempt: number;
  timeoutMs: number;
  mayRepeat: boolean;
  signal?: AbortSignal;
}

/** What went over the wire, for people: without credentials, what is named like a secret masked. */
export interface Exchange {
  request: Json;
  response: Json;
}

export type ToolResult<T extends Tool> = (
  | { ok: true; output: ToolOutputs[T] }
  | { ok: false; error: EffectError }
) & { exchange?: Exchange };

const AGAIN_AFTER_MS = 200;
/** The plugin's own limit ends first: it knows whether anything had arrived. This one ends a plugin that has none. */
const GRACE_MS = 500;

/** Uses a tool once through a connection. Failures are results; it throws only when `signal` ended it. */
export async function callTool<T extends Tool>(ctx: Context, asked: ToolQuestion<T>): Promise<ToolResult<T>> {
  asked.signal?.throwIfAborted();
  const found = await findTool(ctx, asked.connection, asked.use);
  if ("error" in found) return { ok: false, error: found.error };
  const { connection, plugin } = found;
  return askThrough<ToolResult<T>>(ctx, connection, () =>
    applyTool(
      ctx,
      connection,
      (call, credentials, settings) => plugin.act(asked.action, credentials, settings, call),
      {
        ...asked,
        timeoutMs: Math.min(asked.timeoutMs, connection.limits.timeoutMs),
      },
    ),
  );
}

async function findTool<T extends Tool>(
  ctx: Context,
  key: string,
  use: T,
): Promise<{ connection: ResolvedConnection; plugin: ToolPlugin<T> } | { error: EffectError }> {
  try {
    const connection = await resolveConnection(ctx, { key });
    const { plugin } = connection;
    if (isVendor(plugin) || plugin.definition.use !== use)
      return refused(`“${connection.title}” is a ${plugin.definition.title} and cannot be used here.`);
    return { connection, plugin: plugin as unknown as ToolPlugin<T> };
  } catch (error) {
    if (isDomainError(error)) return refused(error.message);
    throw error;
  }
}

const refused = (message: string) => ({ error: { kind: "refused" as const, message } });

type Conduct = Pick<ToolQuestion<Tool>, "idempotencyKey" | "attempt" | "timeoutMs" | "mayRepeat" | "signal">;

/** One use of a tool under its limits. Whatever comes back has had the credentials taken out of it. */
export async function applyTool<O extends Json | object>(
  ctx: Context,
  { credentials, settings, limits }: Pick<ResolvedConnection, "credentials" | "settings" | "limits">,
  work: (call: ToolCall, credentials: JsonObject, settings: JsonObject) => Promise<O>,
  { signal: outer, ...conduct }: Conduct,
): Promise<({ ok: true; output: O } | { ok: false; error: EffectError }) & { exchange?: Exchange }> {
  const secrets = secretsIn(credentials);
  const limit = AbortSignal.timeout(conduct.timeoutMs + GRACE_MS);
  const signal = outer ? AbortSignal.any([outer, limit]) : limit;
  let seen: Partial<Exchange> = {};
  const call: ToolCall = {
    ...conduct,
    signal,
    at: ctx.at,
    note: (part) => {
      seen = { ...seen, ...part };
    },
  };
  const exchange = () =>
    seen.request === undefined
      ? {}
      : {
          exchange: {
            request: masked(seen.request, secrets),
            response: masked(seen.response ?? null, secrets),
          },
        };
  log().debug({ key: conduct.idempotencyKey, attempt: conduct.attempt }, "asking");
  for (let tried = 1; ; tried++) {
    try {
      const output = await work(call, credentials, settings);
      return { ok: true, output: scrub(output as Json, secrets) as O, ...exchange() };
    } catch (error) {
      outer?.throwIfAborted();
      const failure = failureOf(error, limit.aborted, conduct);
      if (
        failure.neverArrived &&
        failure.kind === "unavailable" &&
        tried < limits.attempts &&
        !limit.aborted
      ) {
        await pause(AGAIN_AFTER_MS * tried, undefined, { signal }).catch(() => {});
        outer?.throwIfAborted();
        continue;
      }
      return {
        ok: false,
        error: { kind: failure.kind, message: scrubText(failure.message, secrets) },
        ...exchange(),
      };
    }
  }
}

function failureOf(error: unknown, isLate: boolean, { timeoutMs, mayRepeat }: Conduct): PluginFailure {
  if (error instanceof PluginFailure) return error;
  if (isLate)
    return mayRepeat
      ? new PluginFailure("timeout", `No answer within ${timeoutMs} ms.`)
      : new PluginFailure("unknown", `No answer within ${timeoutMs} ms; it may have done what it was asked.`);
  // The message may quote what was sent, so it stays here.
  return new PluginFailure("garbage", "The plugin failed in a way it does not explain.");
}
