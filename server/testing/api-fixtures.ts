import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { orderCheck } from "@/db/seed/templates/order-check";
import { sample } from "@/server/api/operations/sample";
import { createApplication } from "@/server/applications/create";
import { getApplication } from "@/server/applications/get";
import { createApplicationInput } from "@/server/applications/schema";
import { createBatch } from "@/server/batches/create";
import { performBatch } from "@/server/batches/perform";
import { decideCase } from "@/server/cases/decide";
import { getCase } from "@/server/cases/get";
import { decideCaseInput } from "@/server/cases/schema";
import type { Context } from "@/server/context";
import { decide } from "@/server/decisions/decide";
import { createDecisionInput } from "@/server/decisions/schema";
import { uploadDocument } from "@/server/documents/upload";
import { addEntry } from "@/server/lists/add-entry";
import { createList } from "@/server/lists/create";
import { addEntryInput, createListInput } from "@/server/lists/schema";
import { getRun } from "@/server/runs/get";
import { createEndpoint } from "@/server/webhooks/create-endpoint";
import { createEndpointInput } from "@/server/webhooks/schema";
import { publishWorkflow } from "@/server/workflows/publish";
import type { WorkflowDocumentInput } from "@/server/workflows/schema";
import { runInReview } from "./case-file";
import { joinAs } from "./member";
import { smallDocument } from "./run-documents";
import { publishedWorkflow, runFor, sandboxConnections } from "./runs";

/** Asks the registry and ends; what it cannot answer stops the run. */
const registryLookup = (): WorkflowDocumentInput => ({
  ...smallDocument(
    "registry_lookup",
    {
      start: { type: "decision_start" },
      registry: {
        type: "check",
        config: {
          connection: "registry",
          capability: "company_lookup",
          ask: { country: { value: "GB" }, registrationNumber: "input.number", name: { value: "Acme Ltd" } },
        },
      },
      known: { type: "end", config: { outcome: "approve" } },
    },
    { "start.next": "registry", "registry.answered": "known" },
  ),
  title: "Registry lookup",
});

/** Approves an order once its deposit was paid. */
const depositWorkflow = (): WorkflowDocumentInput => ({
  ...smallDocument(
    "deposit",
    {
      start: { type: "decision_start" },
      hold: { type: "wait", config: { for: "signal", name: "deposit_paid" } },
      paid: { type: "end", config: { outcome: "approve" } },
    },
    { "start.next": "hold", "hold.received": "paid" },
  ),
  title: "Deposit",
});

export const samplePdf = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
trailer<</Root 1 0 R>>
`;

/** What the examples of the API are about, as rows: sample id → the id it has here. */
export async function apiFixtures(ctx: Context, key: Context): Promise<Map<string, string>> {
  const lena = await joinAs(ctx, "analyst", "Lena Brandt");
  await sandboxConnections(ctx);
  for (const document of [marketplaceSeller, orderCheck, registryLookup()])
    await publishWorkflow(ctx, { document, note: "First" });

  const application = await createApplication(
    key,
    createApplicationInput.parse({
      workflow: "marketplace_seller",
      party: { name: "Nordlicht Handels GmbH", country: "DE", reference: "HRB 48210" },
      reference: "seller-4711",
    }),
  );
  const { run, party } = await getApplication(ctx, { id: application.id });

  const decided = await decide(
    ctx,
    createDecisionInput.parse({
      workflow: "order_check",
      input: { amount: 120, country: "DE" },
      reference: "order-1001",
    }),
  );
  const buyer = (await getRun(ctx, { runId: decided.run })).party.id;

  const review = await runInReview(ctx, { key: "company_review", name: "Brandt Möbel GmbH" });

  const stuck = await decide(
    ctx,
    createDecisionInput.parse({ workflow: "registry_lookup", input: { number: "12345650" } }),
    { now: () => ctx.at },
  );
  const stuckRun = await getRun(ctx, { runId: stuck.run });

  const asked = await runInReview(ctx, { key: "company_review_again", name: "Adler Optik GmbH" });
  const caseId = asked.caseId ?? "";
  const { revision } = await getCase(lena, { caseId });
  const ask = (kind: "field" | "document", key: string) => ({
    kind,
    key,
    subject: "party",
    reasonCode: "ADDRESS_DIFFERS",
  });
  await decideCase(
    lena,
    decideCaseInput.parse({
      caseId,
      revision,
      verdict: "send_back",
      items: [ask("field", "forms.company.registrationNumber"), ask("document", "register_extract")],
    }),
  );
  await createList(
    ctx,
    createListInput.parse({
      ...{ key: "blocked_emails", title: "Blocked e-mails", kind: "email" },
      description: "Used in fraud before.",
    }),
  );
  const { entryId } = await addEntry(
    ctx,
    addEntryInput.parse({
      ...{ key: "blocked_emails", value: "@spam.example", owner: "Fraud team" },
      reason: "Throw-away addresses",
    }),
  );
  const { endpointId } = await createEndpoint(
    ctx,
    createEndpointInput.parse({
      ...{ url: "https://shop.example.com/hooks?token=x", description: "Shop backend" },
      events: ["document.uploaded"],
    }),
  );
  const document = await uploadDocument(key, {
    applicationId: asked.applicationId,
    type: "register_extract",
    subject: "party",
    name: "extract.pdf",
    bytes: Buffer.from(samplePdf),
  });
  const requirements = (await getCase(lena, { caseId })).requirements;

  const waiting = await runFor(ctx, await publishedWorkflow(ctx, depositWorkflow()), {});

  const ordersFile = async (uploadKey: string) => {
    const bytes = (async function* () {
      yield Buffer.from(
        "reference,amount,country\r\norder-2001,120,DE\r\norder-2002,7200,DE\r\norder-2003,much,DE\r\n",
      );
    })();
    const file = { workflow: "order_check", format: "csv" as const, name: "orders.csv" };
    return (await createBatch(key, { ...file, uploadKey, bytes })).batchId;
  };
  const openBatch = await ordersFile("open");
  const batch = await ordersFile("done");
  while ((await performBatch(ctx, { batchId: batch })).isLeft);

  return new Map([
    [sample.waitingRun, waiting.runId],
    [sample.batch, batch],
    [sample.openBatch, openBatch],
    [sample.application, application.id],
    [sample.run, run],
    [sample.party, party.id],
    [sample.decision, decided.status === "decided" ? decided.id : ""],
    [sample.decidedRun, decided.run],
    [sample.buyer, buyer],
    [sample.case, review.caseId ?? ""],
    [sample.reviewApplication, review.applicationId],
    [sample.reviewRun, review.runId],
    [sample.reviewParty, review.partyId],
    [sample.analyst, lena.actor.id],
    [sample.stuckRun, stuck.run],
    [sample.stuckParty, stuckRun.party.id],
    [sample.askedApplication, asked.applicationId],
    [sample.askedRun, asked.runId],
    [sample.requirement, requirements.find(({ kind }) => kind === "field")?.id ?? ""],
    [sample.document, document.id],
    [sample.endpoint, endpointId],
    [sample.listEntry, entryId],
  ]);
}
