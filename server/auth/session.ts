import { sql } from "drizzle-orm";
import { decode } from "next-auth/jwt";
import type { Role, WorkspaceKind } from "@/db/enums/enums";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { database } from "@/server/platform/database";
import { newId } from "@/server/platform/ids";
import { keys } from "@/server/platform/keys";
import { cookieNames, readCookies } from "./cookies";
import { siteOf } from "./site";

export const IDLE_MINUTES = 30;
export const SESSION_HOURS = 12;
const TOUCH_SECONDS = 60;

export interface Membership {
  workspaceId: string;
  memberId: string;
  role: Role;
  name: string;
  workspaceName: string;
  kind: WorkspaceKind;
}

/** A live session: who signed in, and where they are a member. */
export interface LiveSession {
  id: string;
  userId: string;
  email: string;
  name: string;
  memberships: Membership[];
}

/** What the staff pages and procedures know of the person: a context and the words of the shell. */
export interface CurrentMember {
  ctx: Context;
  session: LiveSession;
  membership: Membership;
}

/** The secret of session cookies, as next-auth wants it. */
export function sessionSecret(): string {
  return Buffer.from(keys().session).toString("hex");
}

/** The session a request names, if its cookie is ours; says nothing about whether it lives. */
export async function sessionIdOf(headers: Headers): Promise<string | undefined> {
  const token = readCookies(headers).get(cookieNames(siteOf(headers)).session);
  if (!token) return undefined;
  try {
    const claims = await decode({ token, secret: sessionSecret() });
    return typeof claims?.["sid"] === "string" ? claims["sid"] : undefined;
  } catch {
    return undefined;
  }
}

/** The session of a request, read from its row every time: ending a session acts on the next request. */
export async function liveSession(headers: Headers, at: Date): Promise<LiveSession | undefined> {
  const id = await sessionIdOf(headers);
  if (!id) return undefined;
  const db = database();
  const rows = await db.execute<{
    user_id: string;
    email: string;
    user_name: string;
    idle: boolean;
    stale: boolean;
    workspace_id: string | null;
    member_id: string;
    role: Role;
    name: string;
    workspace_name: string;
    kind: WorkspaceKind;
  }>(sql`
    select s.user_id, u.email, u.name as user_name,
      s.last_seen_at < ${at.toISOString()}::timestamptz - make_interval(mins => ${IDLE_MINUTES}) as idle,
      s.last_seen_at < ${at.toISOString()}::timestamptz - make_interval(secs => ${TOUCH_SECONDS}) as stale,
      m.workspace_id, m.member_id, m.role, m.name, m.workspace_name, m.kind
    from sessions s join users u on u.id = s.user_id
    left join lateral app_memberships(u.id) m on true
    where s.id = ${id} and s.revoked_at is null and u.disabled_at is null
      and s.expires_at > ${at.toISOString()}::timestamptz
    order by m.workspace_id`);
  const [first] = rows;
  if (!first || first.idle) return undefined;
  if (first.stale)
    await db.execute(
      sql`update sessions set last_seen_at = greatest(last_seen_at, ${at.toISOString()}::timestamptz) where id = ${id}`,
    );
  return {
    id,
    userId: first.user_id,
    email: first.email,
    name: first.user_name,
    memberships: rows
      .filter((row) => row.workspace_id !== null)
      .map((row) => ({
        workspaceId: row.workspace_id!,
        memberId: row.member_id,
        role: row.role,
        name: row.name,
        workspaceName: row.workspace_name,
        kind: row.kind,
      })),
  };
}

/**
 * The member a request acts as, for server components and doors. The cookie `gh_workspace` chooses among the person's
 * memberships; a workspace they do not belong to is not a choice.
 */
export async function currentMember(
  headers: Headers,
  more: { at?: Date; requestId?: string } = {},
): Promise<CurrentMember | undefined> {
  const at = more.at ?? new Date();
  const session = await liveSession(headers, at);
  if (!session) return undefined;
  const wanted = readCookies(headers).get(cookieNames(siteOf(headers)).workspace);
  const membership = session.memberships.find((m) => m.workspaceId === wanted) ?? session.memberships[0];
  if (!membership) return undefined;
  return {
    session,
    membership,
    ctx: {
      db: database(),
      workspaceId: membership.workspaceId,
      actor: {
        kind: "member",
        id: membership.memberId,
        userId: session.userId,
        sessionId: session.id,
        role: membership.role,
        name: membership.name,
      },
      at,
      requestId: more.requestId ?? newId("request", at),
      keys: keys(),
    },
  };
}

/** The context of a signed-in member; throws `unauthenticated` without one. Permissions are the caller's to check. */
export async function staffContext(
  request: Request | Headers,
  more: { at?: Date; requestId?: string } = {},
): Promise<Context> {
  const member = await currentMember(request instanceof Headers ? request : request.headers, more);
  if (!member) throw new DomainError("unauthenticated", "Sign in to go on.");
  return member.ctx;
}
