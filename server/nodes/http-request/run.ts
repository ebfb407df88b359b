import type { Json, JsonObject } from "@/server/engine/state";
import { callTool } from "@/server/plugins/call-tool";
import { readPath } from "@/server/rules/core/read";
import { isMissing } from "@/server/rules/core/value";
import { notSent, toolResult, withoutAttempt } from "../performing";
import type { Runner } from "../runner";
import { httpRequestConfig } from "./config";
import type { HttpRequestInput } from "./request";

const asked = (input: JsonObject) => input as unknown as HttpRequestInput;

/** Sends the request and keeps of the answer what the settings name. */
export const runHttpRequest: Runner = {
  limitMs: (config) => httpRequestConfig.parse(config).timeoutMs,
  mayRepeat: async (_, { input }) => asked(input).mayRepeat,
  async run(ctx, request, signal) {
    const { connection, action, timeoutMs, mayRepeat, problem } = asked(request.input);
    if (problem !== null) return notSent(problem);
    const result = await callTool(ctx, {
      ...{ connection, use: "http", action, timeoutMs, mayRepeat, signal },
      idempotencyKey: withoutAttempt(request),
      attempt: request.attempt,
    });
    const { answer } = httpRequestConfig.parse(request.config);
    return toolResult(result, (output) => ({ ...kept(answer, output), status: output.status }));
  },
};

/** Names whose value is missing are left out: a rule sees them as missing, never as empty. */
function kept(answer: { [name: string]: string }, output: object): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(answer).flatMap(([name, path]): [string, Json][] => {
      const value = readPath(output, path);
      return isMissing(value) ? [] : [[name, value as Json]];
    }),
  );
}
