import type { NodeScope } from "@/server/engine/node";
import type { Json, JsonObject } from "@/server/engine/state";
import type { ToolActions } from "@/server/plugins/contract";
import { filled, filledJson, isMissingSentence, type Operand, unfilled, valueAt } from "../template";
import type { HttpRequestConfig } from "./config";

/** What the worker needs for one request. */
export interface HttpRequestInput {
  connection: string;
  action: ToolActions["http"];
  timeoutMs: number;
  mayRepeat: boolean;
  /** Why nothing can be sent: the address lacks a value, or a value would lead elsewhere. */
  problem: string | null;
}

const text = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));
/** A line break would begin another header. */
const oneLine = (value: string) => value.replace(/[\r\n\0]+/g, " ").trim();

const texts = (from: { [name: string]: Operand }, scope: NodeScope, as = (value: string) => value) =>
  Object.fromEntries(
    Object.entries(from).flatMap(([name, operand]): [string, string][] => {
      const value = valueAt(operand, scope);
      return value === undefined ? [] : [[name, as(text(value))]];
    }),
  );

/** Every character of a value is encoded, but two values walk through paths by themselves. */
function problemOf({ path }: HttpRequestConfig, filledPath: string, scope: NodeScope): string | null {
  const missing = unfilled(path, scope);
  if (missing.length > 0) return isMissingSentence(missing);
  const climbs = filledPath.split("/").some((part) => part === "." || part === "..");
  return climbs ? "A value in the path is nothing but dots, which would lead elsewhere." : null;
}

export function httpRequest(config: HttpRequestConfig, scope: NodeScope): JsonObject {
  const path = filled(config.path, scope, encodeURIComponent);
  const body = config.body === undefined ? undefined : filledJson(config.body as Json, scope);
  const input: HttpRequestInput = {
    connection: config.connection,
    action: {
      method: config.method,
      path,
      query: texts(config.query, scope),
      headers: texts(config.headers, scope, oneLine),
      ...(body !== undefined && config.method !== "GET" && { body }),
      expect: config.expect,
      maxBytes: config.maxKilobytes * 1024,
    },
    timeoutMs: config.timeoutMs,
    mayRepeat: config.method === "GET" || config.isRepeatable,
    problem: problemOf(config, path, scope),
  };
  return input as unknown as JsonObject;
}
