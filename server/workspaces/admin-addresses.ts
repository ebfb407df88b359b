import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { members, users } from "@/db/schema";
import type { Context } from "@/server/context";

/** Where the admins of this workspace read mail. */
export const adminAddresses = (tx: Tx, ctx: Context): Promise<{ to: string; memberId: string }[]> =>
  tx
    .select({ to: users.email, memberId: members.id })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(eq(members.workspaceId, ctx.workspaceId), eq(members.role, "admin"), isNull(members.removedAt)),
    );
