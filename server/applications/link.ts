import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { applicantLinks, applications, workspaces } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { env } from "@/server/platform/env";
import { newId } from "@/server/platform/ids";
import { sha256 } from "@/server/platform/seal";

const DAY_MS = 86_400_000;

export interface CreatedLink {
  id: string;
  /** The address to send; it holds the token, of which only the hash is kept. */
  link: string;
  expiresAt: Date;
}

/** Our address where no request tells it, for mail. */
function ownOrigin(): string {
  const { PUBLIC_URL, HOST, PORT } = env();
  return PUBLIC_URL ? new URL(PUBLIC_URL).origin : `http://${HOST}:${PORT}`;
}

/** Makes a link to the applicant's pages: 256 random bits, for as many days as the workspace says. */
export function createLink(
  ctx: Context,
  input: { applicationId: string; origin?: string | undefined },
): Promise<CreatedLink> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({ settings: workspaces.settings })
      .from(applications)
      .innerJoin(workspaces, eq(workspaces.id, applications.workspaceId))
      .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.id, input.applicationId)));
    if (!row) throw new DomainError("not_found", "This application does not exist.");
    const token = randomBytes(32).toString("base64url");
    const id = newId("link", ctx.at);
    const expiresAt = new Date(ctx.at.getTime() + row.settings.linkDays * DAY_MS);
    await tx.insert(applicantLinks).values({
      workspaceId: ctx.workspaceId,
      id,
      applicationId: input.applicationId,
      tokenHash: sha256(token),
      createdAt: ctx.at,
      expiresAt,
    });
    await recordAudit(tx, ctx, {
      subject: { kind: "application", id: input.applicationId },
      action: "link.created",
      facts: { link: id, expiresAt: expiresAt.toISOString() },
    });
    return { id, link: `${input.origin ?? ownOrigin()}/c/${token}`, expiresAt };
  });
}
