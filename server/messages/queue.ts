import { messages } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import type { Vault } from "@/server/parties/vault";
import { newId } from "@/server/platform/ids";
import { enqueue } from "@/server/platform/jobs";

export interface QueueMessage {
  vault: Vault;
  applicationId: string | null;
  /** Command key or event that causes it: a second message of one cause is its copy, and is not written. */
  causeKey: string;
  template: string;
  /** Key of the mail connection it leaves by; without one, the server's own. */
  connection?: string;
  to: string;
  subject: string;
  text: string;
}

/** Writes a mail and the job that delivers it, in the transaction of what causes it: it leaves only if that stands. */
export function queueMessage(ctx: Context, input: QueueMessage): Promise<{ id: string | undefined }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { vault, applicationId, causeKey, template, connection, to, subject, text } = input;
    const id = newId("message", ctx.at);
    const [written] = await tx
      .insert(messages)
      .values({
        workspaceId: ctx.workspaceId,
        id,
        partyId: vault.partyId,
        applicationId,
        causeKey,
        template,
        connection: connection ?? null,
        status: "queued",
        body: vault.seal(`messages.body:${id}`, { to, subject, text }),
        createdAt: ctx.at,
      })
      .onConflictDoNothing({ target: [messages.workspaceId, messages.causeKey] })
      .returning({ id: messages.id });
    if (!written) return { id: undefined };
    await recordAudit(tx, ctx, {
      subject: { kind: "message", id },
      action: "message.queued",
      facts: { template, application: applicationId },
    });
    await enqueue(tx, "mail", { workspaceId: ctx.workspaceId, messageId: id });
    return { id };
  });
}
