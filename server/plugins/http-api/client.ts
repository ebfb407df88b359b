import { createHmac } from "node:crypto";
import { type OutboundResult, outboundFetch } from "@/server/platform/outbound";
import { type Json, PluginFailure, type ToolActions, type ToolCall, type ToolOutputs } from "../contract";
import { pluginFailure } from "../outbound-failure";
import type { HttpCredentials, HttpSettings } from "./definition";

type Action = ToolActions["http"];

/** What people read of a text that is not JSON; the whole would fill the record. */
const SHOWN = 16_000;

/** The address with path and query. A path that climbs out of the connection's address is refused. */
export function urlOf(baseUrl: string, path: string, query: Action["query"]): URL {
  const base = new URL(baseUrl);
  const root = base.pathname.replace(/\/+$/, "");
  const url = URL.parse(`${base.origin}${root}${path === "" ? "/" : path}`);
  if (
    !url ||
    url.origin !== base.origin ||
    (root !== "" && url.pathname !== root && !url.pathname.startsWith(`${root}/`))
  )
    throw new PluginFailure("refused", "The path leads out of the connection's address.");
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
  return url;
}

function authHeaders(
  { auth, headerName }: HttpSettings,
  { username, password, token, key, signingSecret }: HttpCredentials,
  asked: { method: string; url: URL; body: string | undefined; at: Date },
): Record<string, string> {
  switch (auth) {
    case "basic":
      return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
    case "bearer":
      return { authorization: `Bearer ${token}` };
    case "header":
      return { [headerName.toLowerCase()]: key };
    case "hmac": {
      const time = String(Math.floor(asked.at.getTime() / 1000));
      const signed = [time, asked.method, `${asked.url.pathname}${asked.url.search}`, asked.body ?? ""].join(
        ".",
      );
      return {
        "x-timestamp": time,
        [headerName.toLowerCase()]: createHmac("sha256", signingSecret).update(signed).digest("hex"),
      };
    }
    case "none":
      return {};
  }
}

/** Sends one request and reads what it can of the answer, whatever its status. */
export async function sendHttp(
  action: Action,
  credentials: HttpCredentials,
  settings: HttpSettings,
  call: ToolCall,
): Promise<ToolOutputs["http"]> {
  const { method, path, query, maxBytes } = action;
  const url = urlOf(settings.baseUrl, path, query);
  const body = action.body === undefined ? undefined : JSON.stringify(action.body);
  const headers = {
    accept: "application/json",
    ...action.headers,
    ...(body !== undefined && { "content-type": "application/json" }),
    "idempotency-key": call.idempotencyKey,
    ...authHeaders(settings, credentials, { method, url, body, at: call.at }),
  };
  call.note({
    request: { method, url: url.href, headers, ...(action.body !== undefined && { body: action.body }) },
  });
  const answer = await outboundFetch({
    url: url.href,
    method,
    headers,
    ...(body !== undefined && { body }),
    timeoutMs: call.timeoutMs,
    maxBytes,
    // A redirected question is asked again elsewhere; anything else was not done, whatever the other place answers.
    maxRedirects: method === "GET" ? 3 : 0,
    signal: call.signal,
  });
  if (!answer.ok) throw failureOf(answer, call.mayRepeat);
  const read = readBody(answer.body);
  call.note({
    response: {
      status: answer.status,
      headers: answer.headers,
      body: typeof read === "string" ? read.slice(0, SHOWN) : read,
    },
  });
  return { status: answer.status, headers: answer.headers, body: read };
}

export const isSuccess = (status: number) => status >= 200 && status <= 299;

/** JSON as JSON, anything else as text; nothing as null. */
function readBody(bytes: Uint8Array): Json {
  const text = Buffer.from(bytes).toString("utf8");
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function failureOf(failure: Extract<OutboundResult, { ok: false }>, mayRepeat: boolean): PluginFailure {
  const { message, mayHaveArrived } = failure;
  if (mayHaveArrived && !mayRepeat)
    return new PluginFailure("unknown", `${message} It may have done what it was asked.`);
  return pluginFailure(failure);
}

/** 429 and 503 promise that nothing was done; other errors of a server promise nothing. */
export function unexpected(status: number, mayRepeat: boolean): PluginFailure {
  const said = `It answered ${status}`;
  if (status === 401 || status === 403)
    return new PluginFailure("refused", `${said}: the credentials were not accepted.`);
  if (status === 429 || status === 503) return new PluginFailure("unavailable", `${said}: not now.`);
  if (status >= 500 || status === 408)
    return mayRepeat
      ? new PluginFailure("unavailable", `${said}.`)
      : new PluginFailure("unknown", `${said}; it may have done what it was asked.`);
  return new PluginFailure("refused", `${said}, which this step does not expect.`);
}
