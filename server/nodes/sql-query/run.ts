import type { Json, JsonObject } from "@/server/engine/state";
import { callTool } from "@/server/plugins/call-tool";
import { notSent, toolResult, withoutAttempt } from "../performing";
import type { Runner } from "../runner";
import { sqlQueryConfig } from "./config";
import type { SqlQueryInput } from "./request";

const asked = (input: JsonObject) => input as unknown as SqlQueryInput;

/** Reads the rows. Reading twice does nothing twice. */
export const runSqlQuery: Runner = {
  limitMs: (config) => sqlQueryConfig.parse(config).timeoutMs,
  mayRepeat: async () => true,
  async run(ctx, request, signal) {
    const { connection, action, timeoutMs, problem } = asked(request.input);
    if (problem !== null) return notSent(problem);
    const result = await callTool(ctx, {
      ...{ connection, use: "sql", action, timeoutMs, mayRepeat: true, signal },
      idempotencyKey: withoutAttempt(request),
      attempt: request.attempt,
    });
    return toolResult(result, ({ rows, count, isCut }) => ({ rows, count, isCut }) as unknown as Json);
  },
};
