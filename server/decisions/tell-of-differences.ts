import { and, eq } from "drizzle-orm";
import { rerunRounds } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { env } from "@/server/platform/env";
import { canSendMail, MailFailure, sendMail } from "@/server/platform/smtp";
import { adminAddresses } from "@/server/workspaces/admin-addresses";

/** Writes to the admins that decisions came out otherwise. Without a mail server the start page has to do. */
export async function tellOfDifferences(ctx: Context, input: { roundId: string }): Promise<void> {
  if (!canSendMail()) return;
  const { round, addresses } = await inTransaction(ctx, async (tx, ctx) => ({
    round: (
      await tx
        .select()
        .from(rerunRounds)
        .where(and(eq(rerunRounds.workspaceId, ctx.workspaceId), eq(rerunRounds.id, input.roundId)))
    )[0],
    addresses: await adminAddresses(tx, ctx),
  }));
  if (!round) return;
  const { different, same } = round;
  const these = different === 1 ? "1 stored decision comes" : `${different} stored decisions come`;
  const place = `${env().PUBLIC_URL?.replace(/\/+$/, "") ?? ""}/decisions/reruns`;
  for (const { to, memberId } of addresses)
    try {
      await sendMail({
        messageId: `${round.id}-${memberId}`,
        to,
        subject: `${these} out otherwise`,
        text: `Gatehouse made ${different + same} stored decisions once more on their own versions. ${these} out otherwise than on record. Either a record was altered, or the software no longer decides as it did.\n\nLook at each, and run “npm run audit:verify”:\n${place}\n`,
      });
    } catch (error) {
      // An address that is refused for good must not keep the others from hearing.
      if (!(error instanceof MailFailure) || !error.isFinal) throw error;
    }
}
