import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApplication } from "@/server/applications/create";
import { createApplicationInput } from "@/server/applications/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { createParty } from "@/server/parties/create";
import { driveRun } from "@/server/runs/drive";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { registryDocument, smallDocument } from "@/server/testing/run-documents";
import {
  publishedWorkflow,
  runFor,
  sandboxConnections,
  settleProcess,
  stopJobsAfterAll,
} from "@/server/testing/runs";
import { envelopeOf, masterEnvelope } from "./body";
import { webhookCatalogue, webhookEventNames } from "./catalogue";
import { createEndpoint } from "./create-endpoint";
import { createEndpointInput } from "./schema";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
});
afterAll(() => database.close());
stopJobsAfterAll();

const listen = (who: Context, events: readonly string[] = webhookEventNames) =>
  createEndpoint(who, createEndpointInput.parse({ url: "https://hooks.example/in?token=canary", events }));
const eventsOf = (who: Context) =>
  database.owner<{ id: string; type: string; party_id: string | null; body: Uint8Array }[]>`
    select * from webhook_events where workspace_id = ${who.workspaceId} order by id`;
const jobsOf = (who: Context) =>
  database.owner`select group_id from pgboss.job where name = 'webhook' and data->>'workspaceId' = ${who.workspaceId}`;

test("the catalogue's examples fit their own schemas, and its events are noun.past", () => {
  for (const name of webhookEventNames) {
    const { data, example, title, description } = webhookCatalogue[name];
    expect(data.safeParse(example).error, name).toBeUndefined();
    expect(name).toMatch(/^[a-z]+\.[a-z_]+$/);
    expect([title, description].every((text) => text.length > 3)).toBe(true);
  }
});

describe("an event", () => {
  test("is written with its delivery and job in the transaction of what happened, sealed", async () => {
    ctx = await database.workspace();
    const { endpointId } = await listen(ctx, ["party.created"]);
    const party = await createParty(ctx, { kind: "business", name: "Canary Ltd", country: "GB" });
    const [event, ...more] = await eventsOf(ctx);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ type: "party.created", party_id: party.id });
    const raw = Buffer.from(event?.body ?? []);
    expect(raw.toString("latin1")).not.toContain(party.id);
    const text = Buffer.from(party.vault.openBytes(`webhook_events.body:${event?.id}`, raw)).toString();
    expect(JSON.parse(text)).toEqual({
      id: event?.id,
      type: "party.created",
      timestamp: ctx.at.toISOString(),
      data: {
        ...{ application: null, run: null, reference: null, workflow: null, party: party.id },
        ...{ link: `/parties/${party.id}`, kind: "business" },
      },
    });
    expect(text).not.toContain("Canary");
    const deliveries =
      await database.owner`select * from webhook_deliveries where endpoint_id = ${endpointId}`;
    expect(deliveries).toMatchObject([{ state: "pending", attempts: 0, event_id: event?.id }]);
    expect(await jobsOf(ctx)).toEqual([{ group_id: endpointId }]);
  });

  test("does not exist when what happened is rolled back", async () => {
    ctx = await database.workspace();
    await listen(ctx);
    await expect(
      inTransaction(ctx, async (tx, ctx) => {
        await createParty(ctx, { kind: "business", name: "Acme Ltd" });
        expect(await tx.execute("select 1 from webhook_events")).toHaveLength(1);
        throw new Error("stop");
      }),
    ).rejects.toThrow("stop");
    expect(await eventsOf(ctx)).toHaveLength(0);
    expect(await jobsOf(ctx)).toHaveLength(0);
  });

  test("costs no statement where nobody hears it", async () => {
    ctx = await database.workspace();
    await listen(ctx, ["workflow.published"]);
    await createParty(ctx, { kind: "business", name: "Warm Ltd" });
    const statements = async (action: "party.created" | "run.advanced") => {
      let seen: string[] = [];
      await inTransaction(ctx, async (tx, ctx) => {
        const client = (tx as unknown as { session: { logger: { logQuery(text: string): void } } }).session;
        const { logger } = client;
        client.logger = { logQuery: (text) => void seen.push(text) };
        await recordAudit(tx, ctx, { subject: { kind: "party", id: "pty_x" }, action });
        client.logger = logger;
      });
      seen = seen.filter((text) => text.includes("webhook"));
      return seen.length;
    };
    expect(await statements("party.created")).toBe(0);
    expect(await statements("run.advanced")).toBe(0);
  });

  test("tells nothing to another workspace", async () => {
    const [first, second] = [await database.workspace(), await database.workspace()];
    await listen(first);
    await listen(second);
    await createParty(first, { kind: "person", name: "Anna Canary" });
    expect(await eventsOf(first)).toHaveLength(1);
    expect(await eventsOf(second)).toHaveLength(0);
  });
});

describe("the stories of a run", () => {
  test("are told, and each fits its schema", async () => {
    ctx = await database.workspace();
    await sandboxConnections(ctx);
    await listen(ctx);
    const workflow = await publishedWorkflow(ctx, registryDocument());
    const { runId } = await runFor(ctx, workflow, { number: "12345600" });
    await driveRun(ctx, { runId, now: () => later(ctx, 1000).at });
    const told = (await eventsOf(ctx)).map(({ type }) => type);
    expect(told.sort()).toEqual([
      "check.completed",
      "decision.made",
      "party.created",
      "run.completed",
      "run.started",
    ]);
    await fitsSchemas(ctx);
  });

  test("of an application carry its id, and its decision is told as its own", async () => {
    ctx = await database.workspace();
    await publishedWorkflow(ctx, atOnceDocument());
    await listen(ctx);
    const { id } = await createApplication(
      ctx,
      createApplicationInput.parse({
        workflow: "at_once",
        party: { name: "Acme" },
        reference: "seller-4711",
      }),
    );
    const bodies = await fitsSchemas(ctx);
    for (const type of ["application.created", "application.decided", "decision.made"])
      expect(bodies.find((body) => body.type === type)?.data, type).toMatchObject({
        ...{ application: id, reference: "seller-4711", workflow: { key: "at_once", version: 1 } },
      });
    expect(bodies.find(({ type }) => type === "application.decided")?.data).toMatchObject({
      ...{ outcome: "approve", reasonCodes: [], automatic: true },
    });
  });
});

/** An application that nobody fills: decided in the step that starts it. */
const atOnceDocument = () =>
  smallDocument(
    "at_once",
    { begin: { type: "application_start" }, yes: { type: "end", config: { outcome: "approve" } } },
    { "begin.next": "yes" },
  );

/** Opens every event of the workspace and parses it as its receiver could. */
async function fitsSchemas(who: Context) {
  const rows = await eventsOf(who);
  return inTransaction(who, async (tx, who) => {
    const bodies: { type: string; data: Record<string, unknown> }[] = [];
    for (const row of rows) {
      const envelope = row.party_id ? await envelopeOf(tx, who, row.party_id) : masterEnvelope(who);
      const body = JSON.parse(envelope.open(`webhook_events.body:${row.id}`, row.body));
      const { data } = webhookCatalogue[row.type as keyof typeof webhookCatalogue];
      expect(data.safeParse(body.data).error, row.type).toBeUndefined();
      bodies.push(body);
    }
    return bodies;
  });
}
