import { and, eq } from "drizzle-orm";
import { messages } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { openVault } from "@/server/parties/vault";
import { canSendMail, type Mail, MailFailure, sendMail } from "@/server/platform/smtp";
import { callTool } from "@/server/plugins/call-tool";

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
    const body = vault.open<{ to: string; subject: string; text: string }>(
      `messages.body:${row.id}`,
      row.body,
    );
    return { ...body, connection: row.connection };
  });
  if (!mail) return;
  if ("erased" in mail) {
    await settle(ctx, input.messageId, { status: "failed", failure: "The party's data was erased." });
    return;
  }
  if (mail.connection === null && !canSendMail()) {
    await settle(ctx, input.messageId, { status: "held" });
    return;
  }
  try {
    const { connection, ...letter } = mail;
    if (connection === null) await sendMail({ messageId: input.messageId, ...letter });
    else await sendBy(ctx, connection, { messageId: input.messageId, ...letter });
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error;
    if (!error.isFinal && !input.isLastTry) throw error;
    await settle(ctx, input.messageId, { status: "failed", failure: error.message });
    return;
  }
  await settle(ctx, input.messageId, { status: "sent" });
}

const LIMIT_MS = 20_000;

/** By a mail server of the workspace's own. */
async function sendBy(ctx: Context, connection: string, letter: Mail): Promise<void> {
  const sent = await callTool(ctx, {
    ...{ connection, use: "mail", action: letter, idempotencyKey: letter.messageId },
    // A job that dies sends it again: with the same Message-ID.
    ...{ attempt: 1, timeoutMs: LIMIT_MS, mayRepeat: true },
  });
  if (sent.ok) return;
  const isFinal = sent.error.kind === "refused" || sent.error.kind === "garbage";
  throw new MailFailure(sent.error.message, isFinal);
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
