import { type Context, inTransaction } from "@/server/context";
import { env } from "@/server/platform/env";
import { canSendMail, MailFailure, sendMail } from "@/server/platform/smtp";
import { adminAddresses } from "@/server/workspaces/admin-addresses";
import { findEndpoint } from "./find";
import { PAUSE_AFTER_DAYS } from "./policy";

export interface TellAdmins {
  endpointId: string;
  because: string;
}

/** Writes to the admins that an endpoint was paused. Without a mail server the banner in the back office has to do. */
export async function tellAdmins(ctx: Context, input: TellAdmins): Promise<void> {
  if (!canSendMail()) return;
  const { endpoint, addresses } = await inTransaction(ctx, async (tx, ctx) => ({
    endpoint: await findEndpoint(tx, ctx, input.endpointId),
    addresses: await adminAddresses(tx, ctx),
  }));
  if (!endpoint.pausedAt) return;
  const { host } = new URL(endpoint.shownUrl);
  const why =
    input.because === "gone"
      ? "The receiver said that it is gone for good (410)."
      : `Every attempt has failed for ${PAUSE_AFTER_DAYS} days.`;
  const place = `${env().PUBLIC_URL?.replace(/\/+$/, "") ?? ""}/settings/webhooks/${endpoint.id}`;
  for (const { to, memberId } of addresses)
    try {
      await sendMail({
        messageId: `${endpoint.id}-${endpoint.pausedAt.getTime()}-${memberId}`,
        to,
        subject: `Webhooks to ${host} are paused`,
        text: `Gatehouse sends nothing to ${endpoint.shownUrl} any more. ${why}\n\nWhat happens meanwhile is held. Mend the receiver, then resume the endpoint:\n${place}\n`,
      });
    } catch (error) {
      // An address that is refused for good must not keep the others from hearing.
      if (!(error instanceof MailFailure) || !error.isFinal) throw error;
    }
}
