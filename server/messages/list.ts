import { and, desc, eq, lt, or } from "drizzle-orm";
import type { z } from "zod";
import { messages, parties } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { openVaults } from "@/server/parties/vault";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import type { listMessagesInput, MessageView } from "./schema";

export interface MessageList {
  data: MessageView[];
  nextCursor: string | null;
}

const erased = { to: "Erased", subject: "Erased", text: "" };

/** The mailbox: what left, waits to leave, could not, or is held because no mail server is configured. Newest first. */
export function listMessages(ctx: Context, input: z.output<typeof listMessagesInput>): Promise<MessageList> {
  return inTransaction(ctx, async (tx, ctx) => {
    const place = readCursor(input.cursor, "created");
    const after = place && new Date(place.value);
    const rows = await tx
      .select({ message: messages, partyName: parties.name })
      .from(messages)
      .innerJoin(
        parties,
        and(eq(parties.workspaceId, messages.workspaceId), eq(parties.id, messages.partyId)),
      )
      .where(
        and(
          eq(messages.workspaceId, ctx.workspaceId),
          input.status ? eq(messages.status, input.status) : undefined,
          after &&
            place &&
            or(lt(messages.createdAt, after), and(eq(messages.createdAt, after), lt(messages.id, place.id))),
        ),
      )
      .orderBy(desc(messages.createdAt), desc(messages.id))
      .limit(input.limit + 1);
    const page = rows.slice(0, input.limit);
    const vaults = await openVaults(
      tx,
      ctx,
      page.map(({ message }) => message.partyId),
    );
    const data = page.map(({ message, partyName }): MessageView => {
      const vault = vaults.get(message.partyId);
      const body =
        !vault || vault.erased
          ? erased
          : vault.open<typeof erased>(`messages.body:${message.id}`, message.body);
      return {
        id: message.id,
        status: message.status,
        template: message.template,
        to: body.to,
        subject: body.subject,
        text: body.text,
        party: { id: message.partyId, name: partyName },
        applicationId: message.applicationId,
        createdAt: message.createdAt.toISOString(),
        sentAt: message.sentAt?.toISOString() ?? null,
        failure: message.failure,
      };
    });
    const last = data.at(-1);
    return {
      data,
      nextCursor: last && rows.length > input.limit ? writeCursor("created", last.createdAt, last.id) : null,
    };
  });
}
