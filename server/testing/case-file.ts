import { and, eq, isNull } from "drizzle-orm";
import { applications, cases, runs, waits } from "@/db/schema";
import { openCase } from "@/server/cases/open";
import { type Context, inTransaction } from "@/server/context";
import type { JsonObject, RunState } from "@/server/engine/state";
import { createParty } from "@/server/parties/create";
import { resolveParty } from "@/server/parties/resolve";
import { newId } from "@/server/platform/ids";
import { signalRun } from "@/server/runs/signal";
import { startRun } from "@/server/runs/start";
import { liveVersion } from "@/server/workflows/live-version";
import { publishWorkflow } from "@/server/workflows/publish";
import { sellerDocument } from "./workflow-document";

export interface Waiting {
  runId: string;
  partyId: string;
  applicationId: string;
  waitKey: string;
  workflowId: string;
}

export interface WaitingOptions {
  name?: string;
  country?: string;
  document?: ReturnType<typeof sellerDocument>;
  forms?: RunState["data"]["forms"];
  nodes?: RunState["data"]["nodes"];
}

/** A run that stands at its review node, as the engine would have left it, without the engine. */
export async function waitingRun(ctx: Context, options: WaitingOptions = {}): Promise<Waiting> {
  const { name = "Nordlicht Handels GmbH", country = "DE" } = options;
  const { workflowId, version } = await publishWorkflow(ctx, {
    document: options.document ?? sellerDocument(),
    note: "First",
  });
  const party = await createParty(ctx, { kind: "business", name, country });
  const runId = newId("run", ctx.at);
  const applicationId = newId("application", ctx.at);
  const waitKey = `${runId}:review::1`;
  const state: RunState = {
    status: "waiting",
    runId,
    now: ctx.at.toISOString(),
    tokens: [],
    visits: { review: 1 },
    data: {
      input: {},
      party: { id: party.id, kind: "business", name, country },
      forms: options.forms ?? { company: { legalName: name, country } },
      nodes: options.nodes ?? {},
      values: {},
    },
    proposals: [],
    path: [],
    heard: {},
  };
  await inTransaction(ctx, async (tx) => {
    const { workspaceId } = ctx;
    await tx.insert(runs).values({
      workspaceId,
      id: runId,
      workflowId,
      version,
      partyId: party.id,
      status: "waiting",
      seq: 1,
      state: party.vault.seal(`runs.state:${runId}`, state),
      startedAt: ctx.at,
    });
    await tx.insert(applications).values({
      workspaceId,
      id: applicationId,
      runId,
      partyId: party.id,
      workflowId,
      channel: "hosted",
      locale: "en",
      createdAt: ctx.at,
    });
    await tx.insert(waits).values({
      workspaceId,
      runId,
      key: waitKey,
      node: "review",
      visit: 1,
      signal: "case_decided",
      request: party.vault.seal(`waits.request:${runId}/${waitKey}`, {}),
      openedAt: ctx.at,
    });
  });
  return { runId, partyId: party.id, applicationId, waitKey, workflowId };
}

/** What the review node asks of its case. */
export const reviewAsked = (more: JsonObject = {}): JsonObject => ({
  queue: "edd",
  fourEyes: "none",
  title: "Analyst review",
  codes: [],
  proposedOutcome: "review",
  reasonCodes: ["PEP_OWNER", "ADDRESS_DIFFERS"],
  score: 68,
  ...more,
});

/** A case before people. */
export async function caseFile(
  ctx: Context,
  options: WaitingOptions & { request?: JsonObject } = {},
): Promise<Waiting & { caseId: string }> {
  const waiting = await waitingRun(ctx, options);
  const { caseId } = await openCase(ctx, {
    runId: waiting.runId,
    waitKey: waiting.waitKey,
    node: "review",
    request: reviewAsked(options.request),
  });
  if (!caseId) throw new Error("the case was not opened");
  return { ...waiting, caseId };
}

/** The one wait a run stands at. */
export async function openWaitOf(ctx: Context, runId: string): Promise<string> {
  const [wait] = await inTransaction(ctx, (tx) =>
    tx
      .select({ key: waits.key })
      .from(waits)
      .where(and(eq(waits.workspaceId, ctx.workspaceId), eq(waits.runId, runId), isNull(waits.closedAt))),
  );
  if (!wait) throw new Error("the run does not wait");
  return wait.key;
}

/** A run of the real engine that stands at its review: started, its form handed in. */
export async function runInReview(
  ctx: Context,
  options: {
    fourEyes?: "none" | "approve" | "both";
    name?: string;
    partyId?: string;
    company?: JsonObject;
    /** The workflow's key. */
    key?: string;
  } = {},
): Promise<{ runId: string; partyId: string; applicationId: string; caseId: string | null }> {
  const { fourEyes = "none", name = "Nordlicht Handels GmbH" } = options;
  const document = sellerDocument({ key: options.key ?? `seller_${fourEyes}` });
  const review = document.nodes["review"];
  if (review) review.config = { ...review.config, fourEyes };
  await publishWorkflow(ctx, { document, note: "First" });
  const workflow = await liveVersion(ctx, { key: document.key });
  const party = await resolveParty(ctx, {
    kind: "business",
    party: options.partyId ? { id: options.partyId } : { name, country: "DE" },
  });
  const applicationId = newId("application", ctx.at);
  const { runId } = await startRun(ctx, {
    workflow,
    partyId: party.id,
    vault: party.vault,
    party: party.data,
    input: {},
    attach: async (tx, ctx, { runId }) => {
      await tx.insert(applications).values({
        workspaceId: ctx.workspaceId,
        id: applicationId,
        runId,
        partyId: party.id,
        workflowId: workflow.workflowId,
        channel: "hosted",
        locale: "en",
        createdAt: ctx.at,
      });
    },
  });
  const company = options.company ?? {
    legalName: name,
    country: "DE",
    owners: [{ name: "Henrik Aldenhoven", share: 40, dateOfBirth: "1971-06-14" }],
  };
  const waitKey = await openWaitOf(ctx, runId);
  const submissionId = newId("submission", ctx.at);
  await signalRun(ctx, {
    runId,
    waitKey,
    key: submissionId,
    payload: { answers: company, submissionId },
  });
  const [row] = await inTransaction(ctx, (tx) =>
    tx
      .select({ id: cases.id })
      .from(cases)
      .where(and(eq(cases.workspaceId, ctx.workspaceId), eq(cases.runId, runId))),
  );
  return { runId, partyId: party.id, applicationId, caseId: row?.id ?? null };
}
