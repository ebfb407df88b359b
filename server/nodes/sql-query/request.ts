import type { NodeScope } from "@/server/engine/node";
import type { JsonObject } from "@/server/engine/state";
import type { SqlParameter, ToolActions } from "@/server/plugins/contract";
import { isMissingSentence, valueAt } from "../template";
import type { SqlQueryConfig } from "./config";

/** What the worker needs for one query. */
export interface SqlQueryInput {
  connection: string;
  action: ToolActions["sql"];
  timeoutMs: number;
  problem: string | null;
}

/** A value that is missing is not asked about: `= null` finds nothing, which would read as “there is none”. */
export function sqlQueryRequest(config: SqlQueryConfig, scope: NodeScope): JsonObject {
  const { connection, text, maxRows, timeoutMs } = config;
  const found = config.parameters.map((from) => ({ from, value: valueAt(from, scope) }));
  const missing = found.flatMap(({ from, value }) =>
    value === undefined && typeof from === "string" ? [from] : [],
  );
  const parameters = found.map(
    ({ value }): SqlParameter =>
      value === undefined || (typeof value === "object" && value === null)
        ? null
        : typeof value === "object"
          ? JSON.stringify(value)
          : value,
  );
  const input: SqlQueryInput = {
    connection,
    action: { text, parameters, maxRows },
    timeoutMs,
    problem: missing.length > 0 ? isMissingSentence(missing) : null,
  };
  return input as unknown as JsonObject;
}
