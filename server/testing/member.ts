import { randomBytes } from "node:crypto";
import type { Role } from "@/db/enums/enums";
import { members, users } from "@/db/schema";
import { type Actor, type Context, inTransaction } from "@/server/context";
import { newId } from "@/server/platform/ids";

export type MemberActor = Extract<Actor, { kind: "member" }>;

/** Adds a member with a role, and returns the context acting as them. Nobody can sign in as them. */
export async function joinAs(
  ctx: Context,
  role: Role,
  name: string = role,
): Promise<Context & { actor: MemberActor }> {
  const userId = newId("user", ctx.at);
  const id = newId("member", ctx.at);
  const email = `${randomBytes(6).toString("hex")}@example.com`;
  await ctx.db.insert(users).values({ id: userId, email, name, passwordHash: "none", createdAt: ctx.at });
  await inTransaction(ctx, (tx) =>
    tx.insert(members).values({ workspaceId: ctx.workspaceId, id, userId, role, name, createdAt: ctx.at }),
  );
  const sessionId = newId("session", ctx.at);
  return { ...ctx, actor: { kind: "member", id, userId, sessionId, role, name } };
}
