import { eq, sql } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import type { Role, WorkspaceKind } from "@/db/enums/enums";
import { users } from "@/db/schema";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { hashPassword } from "./password";
import { normaliseEmail, passwordIssue } from "./schema";
import type { Membership } from "./session";

/** A person's sign-in, without what it is signed in with. */
export interface Account {
  id: string;
  email: string;
  name: string;
}

/** The account of an address, whoever asks. */
export async function findAccount(db: Database | Tx, email: string): Promise<Account | undefined> {
  const [user] = await db
    .select({ id: users.id, email: users.email, name: users.name })
    .from(users)
    .where(eq(users.email, email));
  return user;
}

/** Makes a sign-in with a password already judged. The address must be free. */
export async function createAccount(
  db: Database | Tx,
  input: { email: string; name: string; passwordHash: string; at: Date },
): Promise<Account> {
  const email = normaliseEmail(input.email);
  if (!email) throw new DomainError("invalid", "Enter one e-mail address, like ada@example.com.");
  const account = { id: newId("user", input.at), email, name: input.name };
  await db.insert(users).values({ ...account, passwordHash: input.passwordHash, createdAt: input.at });
  return account;
}

/** The hash of a password a person chose; throws when it is too easy to guess. `path` names the field to mend. */
export async function acceptPassword(password: string, context: string[], path: string): Promise<string> {
  const message = passwordIssue(password, context);
  if (message)
    throw new DomainError("invalid", message, { issues: [{ path, code: "weak_password", message }] });
  return hashPassword(password);
}

/** Where a person is a member, across workspaces. */
export async function membershipsOf(db: Database | Tx, userId: string): Promise<Membership[]> {
  const rows = await db.execute<{
    workspace_id: string;
    member_id: string;
    role: Role;
    name: string;
    workspace_name: string;
    kind: WorkspaceKind;
  }>(sql`select * from app_memberships(${userId})`);
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    memberId: row.member_id,
    role: row.role,
    name: row.name,
    workspaceName: row.workspace_name,
    kind: row.kind,
  }));
}
