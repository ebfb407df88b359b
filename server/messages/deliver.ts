import { and, eq } from "drizzle-orm";
import { messages } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { openVault } from "@/server/parties/vault";
import { canSendMail, MailFailure, sendMail } from "@/server/platform/smtp";

export interface DeliverMessage {
  messageId: string;
  /** Nobody will try again after this: a failure is the last word. */
  isLastTry?: boolean;
}

type Outcome = { status: "sent" | "held" | "failed"; failure?: string };

/**
 * Sends a queued mail, or holds it where no mail server is configured. Between sending and noting it a crash may leave
 * a mail that is sent again: with the same Message-ID.
 */
export async function deliverMessage(ctx: Context, input: DeliverMessage): Promise<void> {
  const mail = await inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select()
      .from(messages)
      .where(and(eq(messages.workspaceId, ctx.workspaceId), eq(messages.id, input.messageId)));
    if (!row) throw new DomainError("not_found", "There is no such message.");
    if (row.status !== "queued") return undefined;
    const vault = await openVault(tx, ctx, row.partyId);
    if (vault.erased) return { erased: true as const };
    return vault.open<{ to: string; subject: string; text: string }>(`messages.body:${row.id}`, row.body);
  });
  if (!mail) return;
  if ("erased" in mail) {
    await settle(ctx, input.messageId, { status: "failed", failure: "The party's data was erased." });
    return;
  }
  if (!canSendMail()) {
    await settle(ctx, input.messageId, { status: "held" });
    return;
  }
  try {
    await sendMail({ messageId: input.messageId, ...mail });
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error;
    if (!error.isFinal && !input.isLastTry) throw error;
    await settle(ctx, input.messageId, { status: "failed", failure: error.message });
    return;
  }
  await settle(ctx, input.messageId, { status: "sent" });
}

const events = { sent: "message.sent", held: "message.held", failed: "message.failed" } as const;

async function settle(ctx: Context, id: string, { status, failure }: Outcome): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const changed = await tx
      .update(messages)
      .set({ status, failure: failure ?? null, sentAt: status === "sent" ? ctx.at : null })
      .where(
        and(eq(messages.workspaceId, ctx.workspaceId), eq(messages.id, id), eq(messages.status, "queued")),
      )
      .returning({ id: messages.id });
    if (changed.length === 0) return;
    await recordAudit(tx, ctx, {
      subject: { kind: "message", id },
      action: events[status],
      facts: failure ? { failure } : {},
    });
  });
}
