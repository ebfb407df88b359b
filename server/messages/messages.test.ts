import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Context, inTransaction } from "@/server/context";
import { createParty } from "@/server/parties/create";
import type { Vault } from "@/server/parties/vault";
import { env } from "@/server/platform/env";
import { jobs } from "@/server/platform/jobs";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { type MailServer, mailServer } from "@/server/testing/mail-server";
import { settleProcess } from "@/server/testing/runs";
import { deliverMessage } from "./deliver";
import { listMessages } from "./list";
import { queueMessage } from "./queue";
import { listMessagesInput } from "./schema";

let database: TestDatabase;
let server: MailServer;
let ctx: Context;
let vault: Vault;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  server = await mailServer();
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await server.close();
  await database.close();
});
beforeEach(async () => {
  ctx = await database.workspace();
  vault = (await createParty(ctx, { kind: "business", name: "Acme Ltd" })).vault;
  env().SMTP_URL = undefined;
  server.mails.length = 0;
  server.answer.recipient = 250;
});

const queue = (causeKey: string, who: Context = ctx) =>
  queueMessage(who, {
    vault,
    applicationId: null,
    causeKey,
    template: "requirements_added",
    to: "anna@canary.example",
    subject: "What we still need",
    text: "Open https://risk.example/c/canary-token",
  });
const queued = async (causeKey: string) => (await queue(causeKey)).id ?? "";
const mailbox = async (input: object = {}) => listMessages(ctx, listMessagesInput.parse(input));
const actions = async (id: string) =>
  (
    await database.owner<
      { action: string }[]
    >`select action from audit_entries where subject_id = ${id} order by seq`
  ).map((entry) => entry.action);

describe("a message", () => {
  test("is written once per cause, sealed, with its job", async () => {
    const id = await queued("cause");
    expect((await queue("cause")).id).toBeUndefined();
    const [row] = await database.owner<{ body: Uint8Array }[]>`select * from messages where id = ${id}`;
    expect(Buffer.from(row?.body ?? []).toString("latin1")).not.toContain("canary");
    expect(await database.owner`select 1 from pgboss.job where data->>'messageId' = ${id}`).toHaveLength(1);
    expect((await mailbox()).data).toMatchObject([
      { id, status: "queued", to: "anna@canary.example", party: { name: "Acme Ltd" } },
    ]);
  });

  test("does not exist, nor its job, when what causes it is rolled back", async () => {
    await expect(
      inTransaction(ctx, async (_, ctx) => {
        await queue("rolled back", ctx);
        throw new Error("stop");
      }),
    ).rejects.toThrow("stop");
    expect((await mailbox()).data).toEqual([]);
    expect(
      await database.owner`select 1 from pgboss.job where data->>'workspaceId' = ${ctx.workspaceId}`,
    ).toHaveLength(0);
  });

  test("is held where no mail server is configured", async () => {
    const messageId = await queued("cause");
    await deliverMessage(ctx, { messageId });
    await deliverMessage(ctx, { messageId });
    expect((await mailbox({ status: "held" })).data).toMatchObject([{ id: messageId, sentAt: null }]);
    expect(await actions(messageId)).toEqual(["message.queued", "message.held"]);
  });

  test("is sent once, and says so", async () => {
    env().SMTP_URL = server.url;
    const messageId = await queued("cause");
    await deliverMessage(later(ctx, 1000), { messageId });
    await deliverMessage(later(ctx, 2000), { messageId });
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]).toContain("To: anna@canary.example");
    expect(server.mails[0]).toContain(`Message-ID: <${messageId}@`);
    expect((await mailbox()).data).toMatchObject([
      { status: "sent", sentAt: later(ctx, 1000).at.toISOString(), failure: null },
    ]);
    expect(await actions(messageId)).toEqual(["message.queued", "message.sent"]);
  });

  test("fails for good when the server refuses the address, without repeating it", async () => {
    env().SMTP_URL = server.url;
    server.answer.recipient = 550;
    const messageId = await queued("cause");
    await deliverMessage(ctx, { messageId });
    const [mail] = (await mailbox({ status: "failed" })).data;
    expect(mail?.failure).toBe("The mail server refused the address. It said 550.");
  });

  test("is tried again while the server only asks to wait, and fails on the last try", async () => {
    env().SMTP_URL = server.url;
    server.answer.recipient = 450;
    const messageId = await queued("cause");
    await expect(deliverMessage(ctx, { messageId })).rejects.toThrow(/450/);
    expect((await mailbox()).data).toMatchObject([{ status: "queued" }]);
    await deliverMessage(ctx, { messageId, isLastTry: true });
    expect((await mailbox()).data).toMatchObject([{ status: "failed" }]);
    expect(await actions(messageId)).toEqual(["message.queued", "message.failed"]);
  });
});

test("the mailbox gives every mail once, page by page, and nothing of another workspace", async () => {
  for (let i = 0; i < 9; i++) await queue(`cause ${i}`, later(ctx, Math.floor(i / 4)));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await mailbox({ limit: 2, ...(cursor && { cursor }) });
    seen.push(...page.data.map((mail) => mail.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(9);
  expect(new Set(seen).size).toBe(9);
  const other = await database.workspace();
  expect((await listMessages(other, listMessagesInput.parse({}))).data).toEqual([]);
  await expect(deliverMessage(other, { messageId: seen[0] ?? "" })).rejects.toMatchObject({
    code: "not_found",
  });
});
