import { effectNode } from "@/server/engine/node";
import type { JsonObject } from "@/server/engine/state";
import { askingOutlets, deadlineMsOf, FIRST_DELAY_MS } from "../asking";
import { failureSaid, some } from "../said";
import { operandsIn } from "../template";
import { sqlQueryConfig } from "./config";
import { sqlQueryExamples } from "./examples";
import { sqlQueryRequest } from "./request";

export const sqlQuery = effectNode({
  type: "sql_query",
  version: 1,
  title: "SQL query",
  summary: "Reads rows from a PostgreSQL database of yours; it can only read.",
  group: "Data",
  icon: "database-search",
  config: sqlQueryConfig,
  outlets: ({ deadlineMinutes }) => askingOutlets("Done", deadlineMinutes),
  describe: ({ connection, maxRows }) =>
    maxRows === 1
      ? `One row is read from “${connection}”.`
      : `Up to ${maxRows} rows are read from “${connection}”.`,
  asks: ({ connection }) => ({ connection, use: "sql" }),
  reads: ({ parameters }) => operandsIn(parameters, "parameters"),
  retry: ({ attempts }) => ({ attempts, firstDelayMs: FIRST_DELAY_MS }),
  deadlineMs: ({ deadlineMinutes }) => deadlineMsOf(deadlineMinutes),
  requests: (config, scope) => [{ scope: "", input: sqlQueryRequest(config, scope) }],
  settle(_, __, [answer]) {
    if (!answer?.error) return { outlet: "done", output: answer?.output as JsonObject };
    return { outlet: "failed", output: { failure: answer.error.kind } };
  },
  said(output) {
    const { count, isCut } = output;
    const failed = failureSaid(output);
    if (failed !== null || typeof count !== "number") return failed;
    return isCut === true ? `More rows than it keeps: the first ${count}.` : `${some(count, "row")}.`;
  },
  examples: sqlQueryExamples,
});
