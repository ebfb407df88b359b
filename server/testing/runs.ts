import { afterAll } from "vitest";
import { inWorkspace } from "@/db/client";
import { workflows, workflowVersions } from "@/db/schema";
import type { Context } from "@/server/context";
import type { JsonObject } from "@/server/engine/state";
import { createParty } from "@/server/parties/create";
import { canonicalJson } from "@/server/platform/canonical";
import { newId } from "@/server/platform/ids";
import { jobs } from "@/server/platform/jobs";
import { sha256 } from "@/server/platform/seal";
import { createConnection } from "@/server/plugins/create-connection";
import { createConnectionInput } from "@/server/plugins/schema";
import type { Committed } from "@/server/runs/commit";
import type { StartRun } from "@/server/runs/first-step";
import { startRun } from "@/server/runs/start";
import type { LiveVersion } from "@/server/workflows/live-version";
import { type WorkflowDocumentInput, workflowDocument } from "@/server/workflows/schema";
import type { TestDatabase } from "./database";

/** Lets this test file's process find its database and keys where a real one does; jobs are written there. */
export function settleProcess(database: TestDatabase): void {
  Object.assign(process.env, {
    DATABASE_APP_URL: database.appUrl,
    MASTER_KEY: "01".repeat(32),
    SESSION_KEY: "02".repeat(32),
    SEAL_KEY: "03".repeat(32),
    LOG_LEVEL: "silent",
  });
}

/** Ends the job client before the database goes. Call it in `describe` scope, after the database's own `afterAll`. */
export const stopJobsAfterAll = () => afterAll(async () => (await jobs()).stop({ graceful: false }));

/** Writes a document as the live version 1 of a workflow, without the editor's gates. */
export async function publishedWorkflow(ctx: Context, input: WorkflowDocumentInput): Promise<LiveVersion> {
  const document = workflowDocument.parse(input);
  const workflowId = newId("workflow", ctx.at);
  await inWorkspace(ctx.db, ctx.workspaceId, async (tx) => {
    await tx.insert(workflows).values({
      workspaceId: ctx.workspaceId,
      id: workflowId,
      key: document.key,
      title: document.title,
      liveVersion: 1,
      createdAt: ctx.at,
    });
    await tx.insert(workflowVersions).values({
      workspaceId: ctx.workspaceId,
      workflowId,
      version: 1,
      document,
      editor: {},
      hash: sha256(canonicalJson(document)),
      note: "for a test",
      publishedBy: "mem_test",
      publishedAt: ctx.at,
    });
  });
  return { workflowId, version: 1, document };
}

/** The sandbox vendors under the keys that the templates use. */
export async function sandboxConnections(ctx: Context): Promise<void> {
  for (const key of ["registry", "screening", "identity", "bank"])
    await createConnection(
      ctx,
      createConnectionInput.parse({ key, plugin: `sandbox-${key}`, title: `Sandbox ${key}` }),
    );
}

/** A run of the workflow for a party of its own. */
export async function runFor(
  ctx: Context,
  workflow: LiveVersion,
  input: JsonObject,
  more: Partial<StartRun> = {},
): Promise<Committed> {
  const { partyKind } = workflow.document.settings;
  const party = await createParty(ctx, { kind: partyKind, name: "Acme Ltd", country: "GB" });
  return startRun(ctx, {
    workflow,
    partyId: party.id,
    vault: party.vault,
    party: { id: party.id, kind: partyKind, name: "Acme Ltd", country: "GB" },
    input,
    ...more,
  });
}
