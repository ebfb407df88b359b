import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Context } from "@/server/context";
import { changeParty } from "@/server/parties/change";
import { createParty } from "@/server/parties/create";
import { tellParty } from "@/server/parties/tell";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import { archiveWorkflow } from "./archive";
import { startOnPartyChange } from "./start-on-party-change";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
});
afterAll(() => database.close());
stopJobsAfterAll();
beforeEach(async () => {
  ctx = await database.workspace();
});

const watching = (fields: string[]) =>
  publishedWorkflow(
    ctx,
    smallDocument(
      "moved",
      {
        start: { type: "party_changed_start", config: { fields } },
        looked: { type: "end", config: { outcome: "review" } },
      },
      { "start.next": "looked" },
    ),
  );

/** The jobs that changes left, as the worker would take them. */
const jobsOf = async (partyId: string) =>
  (
    await database.owner<{ data: { partyId: string; changeId: string; fields: string } }[]>`
      select data from pgboss.job where name = 'party-changed' and data->>'partyId' = ${partyId} order by created_on`
  ).map(({ data }) => ({ ...data, fields: data.fields.split(" ") }));
const runsOf = (partyId: string) =>
  database.owner<{ id: string }[]>`select id from runs where party_id = ${partyId}`;

it("a change that is watched begins one run, however often it is looked at", async () => {
  await watching(["country"]);
  const { id } = await createParty(ctx, { kind: "business", name: "Acme Ltd", country: "GB" });
  await changeParty(ctx, { partyId: id, country: "DE" });
  const [change] = await jobsOf(id);
  if (!change) throw new Error("nobody was told");
  await Promise.all([startOnPartyChange(ctx, change), startOnPartyChange(ctx, change)]);
  await startOnPartyChange(ctx, change);
  const begun = await runsOf(id);
  expect(begun).toHaveLength(1);
  const { state } = await readRun(ctx, begun[0]?.id ?? "");
  expect(state.data.input).toEqual({ changed: ["country"] });
  expect(state.data.party).toMatchObject({ country: "DE" });
  await expectSound(ctx, begun[0]?.id ?? "");
});

it("what an application tells counts too; what is new, the same or not watched does not", async () => {
  await watching(["name"]);
  const { id } = await createParty(ctx, { kind: "business", name: "Acme Ltd" });
  await tellParty(ctx, { partyId: id, values: {}, source: "test", name: "Acme Ltd", country: "GB" });
  expect(await jobsOf(id)).toEqual([]);
  await tellParty(ctx, { partyId: id, values: {}, source: "test", name: "Acme Trading Ltd" });
  await changeParty(ctx, { partyId: id, country: "DE" });
  const changes = await jobsOf(id);
  expect(changes.map(({ fields }) => fields)).toEqual([["name"], ["country"]]);
  const started = [];
  for (const change of changes) started.push((await startOnPartyChange(ctx, change)).started);
  expect(started).toEqual([1, 0]);
});

it("neither another kind of party nor an archived workflow begins", async () => {
  const { workflowId } = await watching(["country"]);
  const person = await createParty(ctx, { kind: "person", name: "Ada Falk", country: "GB" });
  const change = { partyId: person.id, changeId: "req_1", fields: ["country"] };
  expect(await startOnPartyChange(ctx, change)).toEqual({ started: 0 });
  const company = await createParty(ctx, { kind: "business", name: "Acme Ltd", country: "GB" });
  await archiveWorkflow(ctx, { workflowId, reason: "No longer needed" });
  expect(await startOnPartyChange(ctx, { ...change, partyId: company.id })).toEqual({ started: 0 });
});
