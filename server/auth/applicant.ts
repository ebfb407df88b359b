import { randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { applicantLinks, applicantVisits } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { database } from "@/server/platform/database";
import { newId } from "@/server/platform/ids";
import { keys } from "@/server/platform/keys";
import { sha256 } from "@/server/platform/seal";
import { cookieNames, readCookies, setCookie } from "./cookies";
import { deviceOf, siteOf } from "./site";

/** The header by which applicant pages say which application they show. */
export const APPLICATION_HEADER = "x-gatehouse-application";
const VISIT_DAYS = 7;
const DAY_MS = 86_400_000;

/** One sentence for a wrong, expired and revoked link alike: it must not tell whether the link ever existed. */
const closed = () =>
  new DomainError("unauthenticated", "This link does not work any more. Ask for a new one where you got it.");

const applicantActor = (visit: { id: string; applicationId: string; linkId: string; device: string }) => ({
  kind: "applicant" as const,
  ...visit,
});

/**
 * The context of an applicant's browser: its cookie names a visit, the visit an application. Pages pass the application
 * they show; without one the browser must hold exactly one visit, so that a request cannot reach the wrong application.
 */
export async function applicantContext(
  request: Request | Headers,
  more: { applicationId?: string; at?: Date; requestId?: string } = {},
): Promise<Context> {
  const headers = request instanceof Headers ? request : request.headers;
  const at = more.at ?? new Date();
  const cookies = readCookies(headers);
  const prefix = cookieNames(siteOf(headers)).visit("");
  const wanted = more.applicationId ?? headers.get(APPLICATION_HEADER);
  const tokens = wanted
    ? [cookies.get(`${prefix}${wanted}`)]
    : [...cookies].filter(([name]) => name.startsWith(prefix)).map(([, value]) => value);
  const [token] = tokens;
  if (!token || tokens.length > 1) throw closed();

  const db = database();
  const [visit] = await db.execute<{
    workspace_id: string;
    id: string;
    application_id: string;
    link_id: string;
    device: string;
    expires_at: string | Date;
    link_expires_at: string | Date;
    link_revoked_at: string | Date | null;
  }>(sql`select * from app_find_applicant_visit(${sha256(token)})`);
  const isOpen =
    visit &&
    !visit.link_revoked_at &&
    new Date(visit.expires_at) > at &&
    new Date(visit.link_expires_at) > at &&
    (!wanted || visit.application_id === wanted);
  if (!isOpen) throw closed();
  return {
    db,
    workspaceId: visit.workspace_id,
    actor: applicantActor({
      id: visit.id,
      applicationId: visit.application_id,
      linkId: visit.link_id,
      device: visit.device,
    }),
    at,
    requestId: more.requestId ?? newId("request", at),
    keys: keys(),
  };
}

export interface OpenedLink {
  applicationId: string;
  /** The `Set-Cookie` value to answer with, before sending the browser to a clean address. */
  setCookie: string;
}

/** Swaps a link's token for a cookie of this browser. Throws one and the same refusal for every kind of bad token. */
export async function openLink(token: string, headers: Headers, at = new Date()): Promise<OpenedLink> {
  const db = database();
  const [link] = /^[A-Za-z0-9_-]{43}$/.test(token)
    ? await db.execute<{
        workspace_id: string;
        id: string;
        application_id: string;
        expires_at: string | Date;
        revoked_at: string | Date | null;
      }>(sql`select * from app_find_applicant_link(${sha256(token)})`)
    : [];
  if (!link || link.revoked_at || new Date(link.expires_at) <= at) throw closed();

  const secret = randomBytes(32).toString("base64url");
  const device = deviceOf(headers);
  const expiresAt = new Date(
    Math.min(new Date(link.expires_at).getTime(), at.getTime() + VISIT_DAYS * DAY_MS),
  );
  const actor = applicantActor({
    id: newId("visit", at),
    applicationId: link.application_id,
    linkId: link.id,
    device,
  });
  const ctx: Context = {
    db,
    workspaceId: link.workspace_id,
    actor,
    at,
    requestId: newId("request", at),
    keys: keys(),
  };
  await inTransaction(ctx, async (tx) => {
    await tx.insert(applicantVisits).values({
      workspaceId: ctx.workspaceId,
      id: actor.id,
      linkId: link.id,
      applicationId: link.application_id,
      tokenHash: sha256(secret),
      device,
      createdAt: at,
      expiresAt,
    });
    await tx
      .update(applicantLinks)
      .set({ lastUsedAt: at })
      .where(and(eq(applicantLinks.workspaceId, ctx.workspaceId), eq(applicantLinks.id, link.id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "application", id: link.application_id },
      action: "link.opened",
      facts: { link: link.id, visit: actor.id, device },
    });
  });
  const site = siteOf(headers);
  const name = cookieNames(site).visit(link.application_id);
  return {
    applicationId: link.application_id,
    setCookie: setCookie(site, name, secret, Math.floor((expiresAt.getTime() - at.getTime()) / 1000)),
  };
}
