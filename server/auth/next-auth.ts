import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type AuthOptions } from "next-auth";
import { isDomainError } from "@/server/errors";
import { readBounded } from "@/server/platform/bounded-json";
import { database } from "@/server/platform/database";
import { failureFacts } from "@/server/platform/failure";
import { log } from "@/server/platform/log";
import { cookieNames, readCookies, setCookie } from "./cookies";
import { DEVICE_DAYS, newDevice } from "./devices";
import { safeCallbackPath } from "./schema";
import { liveSession, SESSION_HOURS, sessionIdOf, sessionSecret } from "./session";
import { signIn, signOut } from "./sign-in";
import { addressOf, deviceOf, isSameOrigin, siteOf } from "./site";

/* The library under Node is CommonJS seen from ES modules, under the bundler it is not. */
const nextAuth = ((NextAuth as unknown as { default?: typeof NextAuth }).default ??
  NextAuth) as typeof NextAuth;

const MAX_FORM_BYTES = 16 * 1024;
const allowed: Record<string, readonly string[]> = {
  GET: ["csrf", "providers", "session", "signin", "signout", "error"],
  POST: ["callback", "signout"],
};

/** Next-auth for one request: a password provider, and a token that carries the session's id and nothing else. */
function optionsFor(headers: Headers, at: Date, setCookies: string[]): AuthOptions {
  const site = siteOf(headers);
  const names = cookieNames(site);
  const cookie = (name: string) => ({
    name,
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure: site.secure },
  });
  return {
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: SESSION_HOURS * 3600 },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    useSecureCookies: site.secure,
    cookies: {
      sessionToken: cookie(names.session),
      csrfToken: cookie(names.csrf),
      callbackUrl: cookie(names.callback),
    },
    // The library's own lines may quote what people typed.
    logger: {
      error: (code) => log().warn({ code }, "sign-in library"),
      warn: () => {},
      debug: () => {},
    },
    providers: [
      {
        id: "credentials",
        name: "E-mail and password",
        type: "credentials",
        credentials: { email: {}, password: {} },
        authorize: async (typed) => {
          const result = await signIn(database(), {
            email: String(typed?.email ?? ""),
            password: String(typed?.password ?? ""),
            address: addressOf(headers),
            deviceCookie: readCookies(headers).get(names.device),
            device: deviceOf(headers),
            at,
          }).catch((error: unknown) => {
            // The library puts an error's text into an address, where it would be logged.
            log().error(failureFacts(error), "signing in failed");
            throw new Error("Unavailable");
          });
          if (!result.ok)
            throw new Error(
              result.code === "TooManyTries" ? `TooManyTries.${result.retryAfterSeconds}` : result.code,
            );
          // A browser has one session: the one it held before ends here, so it cannot be fixed or forgotten.
          const before = await sessionIdOf(headers);
          if (before) await signOut(database(), before, at);
          setCookies.push(setCookie(site, names.device, newDevice(result.email), DEVICE_DAYS * 86_400));
          return { id: result.sessionId };
        },
      },
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => `${baseUrl}${safeCallbackPath(url, baseUrl)}`,
      jwt: async ({ token, user }) => {
        if (user) return { sid: user.id };
        if (!(await liveSession(headers, at))) throw new Error("the session has ended");
        return { sid: token["sid"] };
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.["sid"] === "string") await signOut(database(), token["sid"], at);
      },
    },
  };
}

/** What the library writes to, turned into a `Response`. */
function responseSink() {
  const headers = new Headers();
  let status = 200;
  let body: string | null = null;
  const sink = {
    status(code: number) {
      status = code;
      return sink;
    },
    getHeader: (name: string) =>
      name.toLowerCase() === "set-cookie" ? headers.getSetCookie() : headers.get(name),
    setHeader(name: string, value: string | string[]) {
      headers.delete(name);
      for (const one of [value].flat()) headers.append(name, one);
      return sink;
    },
    json(value: unknown) {
      headers.set("content-type", "application/json");
      body = JSON.stringify(value);
    },
    send(value: unknown) {
      if (typeof value === "string") body = value;
      else if (value !== undefined) sink.json(value);
    },
    end() {},
  };
  return { sink, done: () => new Response(body, { status, headers }) };
}

async function readForm(request: Request): Promise<Record<string, string>> {
  const text = await readBounded(request, MAX_FORM_BYTES);
  return Object.fromEntries(new URLSearchParams(text));
}

/** Signing in and out. Everything the library could do beside that is not there. */
export async function handleAuth(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const [action = "", provider, ...rest] = url.pathname.split("/").slice(3);
  const known = allowed[request.method]?.includes(action) && rest.length === 0;
  if (!known || (action === "callback" && provider !== "credentials"))
    return new Response(null, { status: 404 });
  const { headers } = request;
  const site = siteOf(headers);
  let form: Record<string, string> = {};
  if (request.method === "POST") {
    if (!isSameOrigin(headers)) {
      log().warn({ path: url.pathname }, "a sign-in from another origin was refused");
      return Response.json({ url: `${site.origin}/sign-in?error=Callback` }, { status: 403 });
    }
    try {
      form = await readForm(request);
    } catch (error) {
      if (isDomainError(error)) return Response.json({ message: error.message }, { status: 413 });
      throw error;
    }
  }
  // The library learns its address from these alone: from us, never from a setting that may be stale.
  process.env["AUTH_TRUST_HOST"] = "1";
  delete process.env["NEXTAUTH_URL"];
  const { host, protocol } = new URL(site.origin);
  const names = cookieNames(site);
  const cookies = Object.fromEntries(
    [...readCookies(headers)].filter(([name]) => name === names.session || name === names.csrf),
  );
  const error = /^[A-Za-z0-9.]{1,40}$/.exec(url.searchParams.get("error") ?? "")?.[0];
  const setCookies: string[] = [];
  const { sink, done } = responseSink();
  const call = {
    method: request.method,
    query: {
      nextauth: [action, provider].filter((part) => part !== undefined),
      callbackUrl: safeCallbackPath(url.searchParams.get("callbackUrl"), site.origin),
      ...(error ? { error } : {}),
    },
    body: form,
    cookies,
    headers: { host, "x-forwarded-host": host, "x-forwarded-proto": protocol.slice(0, -1) },
  };
  await nextAuth(
    call as unknown as NextApiRequest,
    sink as unknown as NextApiResponse,
    optionsFor(headers, new Date(), setCookies),
  );
  const response = done();
  for (const value of setCookies) response.headers.append("set-cookie", value);
  response.headers.set("cache-control", "no-store");
  return response;
}
