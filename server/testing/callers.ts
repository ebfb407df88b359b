import { encode } from "next-auth/jwt";
import { roles } from "@/db/enums/enums";
import { sessions } from "@/db/schema";
import { createLink } from "@/server/applications/link";
import { openLink } from "@/server/auth/applicant";
import { cookieNames } from "@/server/auth/cookies";
import { sessionSecret } from "@/server/auth/session";
import { siteOf } from "@/server/auth/site";
import type { Context } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { createApiKey } from "@/server/workspaces/create-api-key";
import type { ApiScope } from "@/server/workspaces/policy";
import { joinAs } from "./member";

export const ORIGIN = "http://gatehouse.test";

const from = (more: Record<string, string>) =>
  new Headers({ host: new URL(ORIGIN).host, origin: ORIGIN, "sec-fetch-site": "same-origin", ...more });

/** Headers of a browser in which a member of the role is signed in, through the real session. */
export async function memberHeaders(ctx: Context, role: (typeof roles)[number]): Promise<Headers> {
  const at = new Date();
  const { actor } = await joinAs({ ...ctx, at }, role);
  const sid = newId("session", at);
  await ctx.db.insert(sessions).values({
    id: sid,
    userId: actor.userId,
    createdAt: at,
    lastSeenAt: at,
    expiresAt: new Date(at.getTime() + 3_600_000),
    device: "a test",
  });
  const token = await encode({ token: { sid }, secret: sessionSecret() });
  return from({ cookie: `${cookieNames(siteOf(from({}))).session}=${encodeURIComponent(token)}` });
}

/** Headers of the browser in which an application's link was opened. */
export async function applicantHeaders(ctx: Context, applicationId: string): Promise<Headers> {
  const at = new Date();
  const { link } = await createLink({ ...ctx, at }, { applicationId });
  const { setCookie } = await openLink(link.split("/").at(-1) ?? "", from({}), at);
  return from({ cookie: setCookie.split(";")[0] ?? "" });
}

/** Headers of a program with an API key of exactly these scopes. */
export async function keyHeaders(ctx: Context, scopes: ApiScope[]): Promise<Headers> {
  const admin = await joinAs({ ...ctx, at: new Date() }, "admin");
  const { key } = await createApiKey(admin, { name: "A test", scopes });
  return from({ authorization: `Bearer ${key}` });
}

export const anonymousHeaders = (): Headers => from({});
export { roles };
