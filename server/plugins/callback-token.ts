import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Context } from "@/server/context";
import { env } from "@/server/platform/env";
import type { CallbackAddress } from "./contract";

/** Which question a callback answers. */
export interface Asked {
  connectionId: string;
  runId: string;
  /** Command key: one attempt at one question. */
  key: string;
}

const spoken = z.tuple([z.string().max(64), z.string().max(400)]);

const macOf = (ctx: Context, { connectionId, runId, key }: Asked): Buffer =>
  createHmac("sha256", ctx.keys.master)
    .update(["callback", ctx.workspaceId, connectionId, runId, key].join("\n"))
    .digest();

/** Where the vendor tells its answer to this question, and the token that nobody else can have. */
export function callbackAddress(ctx: Context, asked: Asked): CallbackAddress {
  const words = Buffer.from(JSON.stringify([asked.runId, asked.key])).toString("base64url");
  const origin = env().PUBLIC_URL?.replace(/\/+$/, "") ?? "";
  return {
    url: `${origin}/api/webhooks/${asked.connectionId}`,
    token: `${words}.${macOf(ctx, asked).toString("base64url")}`,
  };
}

/** The question a token belongs to; undefined unless we made it, for this connection. */
export function readCallbackToken(ctx: Context, connectionId: string, token: string): Asked | undefined {
  const [words = "", mac = ""] = token.split(".");
  const given = Buffer.from(mac, "base64url");
  try {
    const [runId, key] = spoken.parse(JSON.parse(Buffer.from(words, "base64url").toString("utf8")));
    const asked = { connectionId, runId, key };
    const expected = macOf(ctx, asked);
    return given.byteLength === expected.byteLength && timingSafeEqual(given, expected) ? asked : undefined;
  } catch {
    // No words of ours.
    return undefined;
  }
}
