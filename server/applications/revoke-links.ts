import { and, eq, gt, isNull } from "drizzle-orm";
import { applicantLinks, applications } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";

/** Closes every open link of an application, and with it every browser that came by one. Returns how many. */
export function revokeLinks(ctx: Context, input: { applicationId: string }): Promise<number> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [application] = await tx
      .select({ id: applications.id })
      .from(applications)
      .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.id, input.applicationId)));
    if (!application) throw new DomainError("not_found", "This application does not exist.");
    const revoked = await tx
      .update(applicantLinks)
      .set({ revokedAt: ctx.at })
      .where(
        and(
          eq(applicantLinks.workspaceId, ctx.workspaceId),
          eq(applicantLinks.applicationId, application.id),
          isNull(applicantLinks.revokedAt),
          gt(applicantLinks.expiresAt, ctx.at),
        ),
      )
      .returning({ id: applicantLinks.id });
    for (const { id } of revoked)
      await recordAudit(tx, ctx, {
        subject: { kind: "application", id: application.id },
        action: "link.revoked",
        facts: { link: id },
      });
    return revoked.length;
  });
}
