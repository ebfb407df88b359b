import { effectNode } from "@/server/engine/node";
import type { JsonObject } from "@/server/engine/state";
import { askingOutlets, deadlineMsOf, FIRST_DELAY_MS } from "../asking";
import { failureSaid, some } from "../said";
import { operandsIn, placeholdersIn } from "../template";
import { httpRequestConfig } from "./config";
import { httpRequestExamples } from "./examples";
import { httpRequest } from "./request";

export const httpRequestNode = effectNode({
  type: "http_request",
  version: 1,
  title: "HTTP request",
  summary: "Asks or tells a system of yours over HTTP and keeps what you name of its answer.",
  group: "Data",
  icon: "world-share",
  config: httpRequestConfig,
  outlets: ({ deadlineMinutes }) => askingOutlets("Answered", deadlineMinutes),
  describe({ method, connection, path, answer }) {
    const kept = Object.keys(answer);
    const what = kept.length === 0 ? "its status is kept" : `${kept.join(", ")} are kept`;
    return `“${connection}” is sent ${method} “${path}”; ${kept.length === 1 ? `${kept[0]} is kept` : what}.`;
  },
  asks: ({ connection }) => ({ connection, use: "http" }),
  reads: ({ path, query, headers, body }) => [
    ...placeholdersIn(path, "path"),
    ...operandsIn(query, "query"),
    ...operandsIn(headers, "headers"),
    ...placeholdersIn(body, "body"),
  ],
  retry: ({ attempts }) => ({ attempts, firstDelayMs: FIRST_DELAY_MS }),
  deadlineMs: ({ deadlineMinutes }) => deadlineMsOf(deadlineMinutes),
  requests: (config, scope) => [{ scope: "", input: httpRequest(config, scope) }],
  settle(_, __, [answer]) {
    if (!answer?.error) return { outlet: "done", output: answer?.output as JsonObject };
    return { outlet: "failed", output: { failure: answer.error.kind } };
  },
  said(output) {
    const { status, ...kept } = output;
    const failed = failureSaid(output);
    if (failed !== null || typeof status !== "number") return failed;
    const count = Object.keys(kept).length;
    return `Answered with ${status}${count > 0 ? `; ${some(count, "value")} kept` : ""}.`;
  },
  examples: httpRequestExamples,
});
