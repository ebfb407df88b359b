import { applications } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { prefillAnswers } from "@/server/collection/prefill";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { resolveParty } from "@/server/parties/resolve";
import { newId } from "@/server/platform/ids";
import { startRun } from "@/server/runs/start";
import { assignVersion } from "@/server/workflows/assign-version";
import { liveVersion } from "@/server/workflows/live-version";
import { getApplication } from "./get";
import { createLink } from "./link";
import type { ApplicationCreated, CreateApplicationInput } from "./schema";

/** Starts an applicant's passage through a workflow, and makes the link to their pages. */
export function createApplication(
  ctx: Context,
  input: CreateApplicationInput & { origin?: string | undefined },
): Promise<ApplicationCreated> {
  return inTransaction(ctx, async (_, ctx) => {
    const { reference, locale, redirectUrl } = input;
    const live = await liveVersion(ctx, { key: input.workflow });
    if (!Object.values(live.document.nodes).some(({ type }) => type === "application_start")) {
      const message = `“${input.workflow}” does not begin with an application. Ask it for a decision instead.`;
      throw new DomainError("conflict", message, {
        issues: [{ path: "workflow", code: "conflict", message }],
      });
    }
    const {
      id: partyId,
      vault,
      data,
    } = await resolveParty(ctx, {
      kind: live.document.settings.partyKind,
      party: input.party,
    });
    const workflow = await assignVersion(ctx, live, partyId);
    const { document } = workflow;
    const id = newId("application", ctx.at);
    const channel = ctx.actor.kind === "api_key" ? "api" : ctx.actor.kind === "member" ? "staff" : "hosted";
    await startRun(ctx, {
      workflow,
      partyId,
      vault,
      party: data,
      input: { channel, locale, ...(reference && { reference }) },
      attach: async (tx, ctx, { runId }) => {
        await tx.insert(applications).values({
          workspaceId: ctx.workspaceId,
          id,
          runId,
          partyId,
          workflowId: workflow.workflowId,
          channel,
          reference: reference ?? null,
          locale,
          redirectUrl: redirectUrl ?? null,
          createdAt: ctx.at,
        });
        await recordAudit(tx, ctx, {
          subject: { kind: "application", id },
          action: "application.created",
          facts: { run: runId, party: partyId, workflow: input.workflow, version: workflow.version, channel },
        });
        if (input.prefill)
          await prefillAnswers(ctx, { applicationId: id, document, vault, prefill: input.prefill });
      },
    });
    const { link, expiresAt } = await createLink(ctx, { applicationId: id, origin: input.origin });
    const { status } = await getApplication(ctx, { id });
    return { id, status, link, linkExpiresAt: expiresAt.toISOString() };
  });
}
