import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { documentFiles, documents } from "@/db/schema";
import { getApplication } from "@/server/applications/get";
import { createLink } from "@/server/applications/link";
import { sealAudit } from "@/server/audit/seal";
import { verifyAudit } from "@/server/audit/verify";
import { applyVerdict } from "@/server/cases/apply-verdict";
import { decideCase } from "@/server/cases/decide";
import { getCase } from "@/server/cases/get";
import { listCases } from "@/server/cases/list";
import { noteCase } from "@/server/cases/note";
import { decideCaseInput, listCasesInput } from "@/server/cases/schema";
import { type Context, inTransaction } from "@/server/context";
import { listMessages } from "@/server/messages/list";
import { queueMessage } from "@/server/messages/queue";
import { listMessagesInput } from "@/server/messages/schema";
import { newId } from "@/server/platform/ids";
import { jobs } from "@/server/platform/jobs";
import { newStorageKey, storage } from "@/server/platform/storage";
import { getRun } from "@/server/runs/get";
import { listRuns } from "@/server/runs/list";
import { listRunsInput } from "@/server/runs/schema";
import { runInReview } from "@/server/testing/case-file";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { settleProcess } from "@/server/testing/runs";
import { eraseParty } from "./erase";
import { getParty } from "./get";
import { relateParties } from "./relate";
import { tellParty } from "./tell";
import { openVault } from "./vault";

let database: TestDatabase;
let ctx: Context;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "gatehouse-erase-"));
  process.env["DATA_DIR"] = folder;
  settleProcess(database);
  ctx = await database.workspace();
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

const canaries = [
  "Quellwasser Canary GmbH",
  "HRB-CANARY-77",
  "Canary-Owner Aldenhoven",
  "1971-06-14",
  "anna.canary@example.com",
  "note about canary wealth",
  "canary-passport.jpg",
  "canary verdict words",
];

/** Every place in the database where a text stands in the clear, in any column that can hold text or bytes. */
async function placesOf(text: string): Promise<string[]> {
  const columns = await database.owner<{ schema: string; tab: string; col: string; type: string }[]>`
    select c.table_schema as schema, c.table_name as tab, c.column_name as col, c.data_type as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema in ('public', 'pgboss') and t.table_type = 'BASE TABLE'
      and c.data_type in ('text', 'bytea', 'jsonb', 'json', 'character varying', 'ARRAY', 'USER-DEFINED')`;
  expect(columns.length).toBeGreaterThan(100);
  const hex = Buffer.from(text).toString("hex");
  const found: string[] = [];
  for (const { schema, tab, col, type } of columns) {
    const where =
      type === "bytea" ? `encode("${col}", 'hex') like '%${hex}%'` : `"${col}"::text ilike '%${text}%'`;
    const rows = await database.owner.unsafe(`select 1 from "${schema}"."${tab}" where ${where} limit 1`);
    if (rows.length > 0) found.push(`${tab}.${col}`);
  }
  return found;
}

test("an erased party's values are gone from every table and file, the chains verify, and every page still loads", async () => {
  const lena = await joinAs(ctx, "analyst", "Lena Brandt");
  const { partyId, applicationId, runId, caseId } = await runInReview(ctx, {
    name: canaries[0] ?? "",
    company: {
      legalName: canaries[0] ?? "",
      country: "DE",
      registrationNumber: canaries[1] ?? "",
      owners: [{ name: canaries[2] ?? "", share: 40, dateOfBirth: canaries[3] ?? "" }],
    },
  });
  if (!caseId) throw new Error("no case");
  await tellParty(ctx, {
    partyId,
    values: { "forms.company.registrationNumber": canaries[1] ?? "" },
    source: `application:${applicationId}`,
    reference: canaries[1],
  });
  await relateParties(ctx, {
    partyId,
    roles: ["owner"],
    related: [
      {
        roles: ["owner"],
        kind: "person",
        name: canaries[2] ?? "",
        shareBps: 4000,
        values: { dateOfBirth: canaries[3] ?? "" },
      },
    ],
    source: `application:${applicationId}`,
  });
  const storageKey = await inTransaction(ctx, async (tx, ctx) => {
    const vault = await openVault(tx, ctx, partyId);
    const [documentId, fileId, storageKey] = [newId("document"), newId("file"), newStorageKey()];
    const { workspaceId, at } = ctx;
    await tx.insert(documents).values({
      ...{ workspaceId, id: documentId, applicationId, partyId, type: "passport", subject: "party" },
      ...{ state: "ready", uploadedAt: at },
    });
    await tx.insert(documentFiles).values({
      ...{ workspaceId, id: fileId, documentId, role: "original", position: 1, mediaType: "image/jpeg" },
      ...{ bytes: 3, sha256: "0".repeat(64), storageKey, createdAt: at },
      name: vault.seal(`document_files.name:${fileId}`, canaries[6]),
    });
    await queueMessage(ctx, {
      ...{ vault, applicationId, causeKey: "cause", template: "requirements_added" },
      ...{ to: canaries[4] ?? "", subject: `Dear ${canaries[0]}`, text: "Hello" },
    });
    await storage().put(
      storageKey,
      vault.sealBytes(`document_files.bytes:${storageKey}`, Buffer.from("abc")),
    );
    return storageKey;
  });
  await createLink(ctx, { applicationId });
  await database.owner`update applications set reference = ${canaries[4] ?? ""} where id = ${applicationId}`;
  await noteCase(lena, { caseId, text: canaries[5] ?? "" });
  const { verdictId } = await decideCase(
    lena,
    decideCaseInput.parse({ caseId, revision: 1, verdict: "approve", note: canaries[7] }),
  );
  await applyVerdict(later(ctx, 60_000), { verdictId });
  const seals = join(folder, "seals.jsonl");
  await sealAudit(later(ctx, 70_000), seals);
  // The scan can see: what is plain by design is found before.
  expect(await placesOf(canaries[0] ?? "")).toEqual(["parties.name"]);
  expect(await placesOf(canaries[4] ?? "")).toEqual(["applications.reference"]);
  expect(await storage().get(storageKey)).toBeDefined();
  expect((await getCase(lena, { caseId })).activity.map((item) => item.quote)).toContain(canaries[5]);

  await eraseParty(later(lena, 80_000), {
    partyId,
    confirmName: canaries[0] ?? "",
    reason: "The retention period is over",
  });

  for (const canary of canaries) expect(await placesOf(canary), canary).toEqual([]);
  expect(await storage().get(storageKey)).toBeUndefined();
  expect(
    (await readdir(join(folder, "files"), { recursive: true })).filter((name) => /[0-9a-f]{64}/.test(name)),
  ).toEqual([]);
  const keys =
    await database.owner`select wrapped, destroyed_at from party_keys where workspace_id = ${ctx.workspaceId}`;
  expect(keys.map((key) => key["wrapped"])).toEqual([null, null]);
  await sealAudit(later(ctx, 90_000), seals);
  expect((await verifyAudit(ctx, seals)).findings).toEqual([]);
  const [open] =
    await database.owner`select count(*)::int as n from applicant_links where revoked_at is null`;
  expect(open?.["n"]).toBe(0);

  const evening = later(lena, 100_000);
  const shown = [
    await getCase(evening, { caseId }),
    await listCases(evening, listCasesInput.parse({ status: "decided" })),
    await getParty(evening, { partyId }),
    await getApplication(evening, { id: applicationId }),
    await getRun(evening, { runId }),
    await listRuns(evening, listRunsInput.parse({})),
    await listMessages(evening, listMessagesInput.parse({})),
  ];
  const text = JSON.stringify(shown);
  for (const canary of canaries) expect(text.includes(canary), canary).toBe(false);
  expect(shown[0]).toMatchObject({ erased: true, status: "decided", party: { name: "Erased business" } });
  expect(shown[2]).toMatchObject({ name: "Erased business", reference: null, data: [] });
  expect(shown[6]).toMatchObject({ data: [{ to: "Erased" }] });
  await expect(noteCase(evening, { caseId, text: "again" })).rejects.toMatchObject({ code: "conflict" });
  const refused = await getCase(evening, { caseId });
  expect(refused.may).toMatchObject({ note: { allowed: false }, approve: { allowed: false } });
});
