import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { members } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { createAccount, findAccount } from "@/server/auth/accounts";
import { generatePassword, hashPassword } from "@/server/auth/password";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import type { addMemberInput } from "./schema";

/**
 * Adds a person. Somebody new gets a generated password, answered once and kept nowhere; somebody who signs in to another
 * workspace already keeps theirs.
 */
export async function addMember(ctx: Context, input: z.output<typeof addMemberInput>) {
  const password = generatePassword();
  // Hashing takes a while: not inside the transaction.
  const passwordHash = await hashPassword(password);
  return inTransaction(ctx, async (tx) => {
    const existing = await findAccount(tx, input.email);
    const account =
      existing ??
      (await createAccount(tx, { email: input.email, name: input.name, passwordHash, at: ctx.at }));
    const [before] = await tx
      .select()
      .from(members)
      .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.userId, account.id)))
      .for("update");
    if (before && !before.removedAt) {
      const message = "This person is a member already. Change their role in the list.";
      throw new DomainError("conflict", message, { issues: [{ path: "email", code: "taken", message }] });
    }
    const memberId = before?.id ?? newId("member", ctx.at);
    const values = { role: input.role, name: input.name };
    if (before)
      await tx
        .update(members)
        .set({ ...values, removedAt: null })
        .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, memberId)));
    else
      await tx.insert(members).values({
        ...values,
        workspaceId: ctx.workspaceId,
        id: memberId,
        userId: account.id,
        createdAt: ctx.at,
      });
    await recordAudit(tx, ctx, {
      subject: { kind: "member", id: memberId },
      action: "member.added",
      facts: { role: input.role, user: account.id },
    });
    return { memberId, password: existing ? undefined : password };
  });
}
